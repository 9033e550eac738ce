// hostile: asks, by reading that must not wait and by the map of its own pages, which pages of files are in memory
// expect: crashed
// says: cannot
// only: amd64
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#define FOLDER "/usr/lib/x86_64-linux-gnu"

static aio_context_t context;
static char page[4096];

static long aio(int file, off_t at) {
  struct iocb block = {0}, *all = &block;
  block.aio_lio_opcode = IOCB_CMD_PREAD; block.aio_fildes = file; block.aio_buf = (unsigned long)page;
  block.aio_nbytes = 4096; block.aio_offset = at; block.aio_rw_flags = 8; /* RWF_NOWAIT */
  if (syscall(SYS_io_submit, context, 1, &all) != 1) return -1000 - errno;
  struct io_event event = {0};
  syscall(SYS_io_getevents, context, 1, 1, &event, NULL);
  return event.res;
}

static long major(void) { struct rusage u; getrusage(RUSAGE_SELF, &u); return u.ru_majflt; }

int main(int count, char **words) {
  int told = 0;
  errno = 0;
  if (syscall(SYS_io_setup, 8, &context) == 0) {
    long in = 0, out = 0, other = 0;
    DIR *folder = opendir(FOLDER);
    struct dirent *each;
    while (folder && (each = readdir(folder)) && in + out < 60000) {
      char path[600]; struct stat s;
      snprintf(path, sizeof path, FOLDER "/%s", each->d_name);
      int file = open(path, O_RDONLY);
      if (file >= 0 && fstat(file, &s) == 0 && S_ISREG(s.st_mode))
        for (off_t at = 0; at < s.st_size; at += 16384) { long r = aio(file, at); if (r > 0) in++; else if (r == -EAGAIN) out++; else other++; }
      if (file >= 0) close(file);
    }
    fprintf(stderr, "aio: of the pages asked for %ld are in memory, %ld are not, %ld would not say\n", in, out, other);
    told |= in > 0;
  } else fprintf(stderr, "aio: %s\n", strerror(errno));
  int file = open(FOLDER "/libc.so.6", O_RDONLY), map = open("/proc/self/pagemap", O_RDONLY);
  char *at = mmap(NULL, 64 * 4096, PROT_READ, MAP_SHARED, file, 0);
  long before = major();
  volatile char touched = at[8 * 4096];
  (void)touched;
  unsigned long entries[64] = {0};
  int there = 0;
  if (map >= 0 && pread(map, entries, sizeof entries, (unsigned long)at / 4096 * 8) == sizeof entries)
    for (int i = 0; i < 64; i++) there += entries[i] >> 63;
  fprintf(stderr, "pagemap: after one touch %d pages are there; major faults %ld\n", there, major() - before);
  told |= there > 1;
  if (!told) { fprintf(stderr, "cannot\n"); return 7; }
  fprintf(stderr, "TOLD\n");
  return 9;
}
