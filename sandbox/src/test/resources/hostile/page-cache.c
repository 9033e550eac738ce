// hostile: asks which pages of its program's file the encoder left in memory
// expect: crashed
// says: cannot
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
int main() {
  int file = open("/program/program", O_RDONLY);
  posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
  void *map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, file, 0);
  madvise(map, 4096, 21);
  unsigned char resident;
  char byte;
  struct iovec into = {&byte, 1};
  struct { unsigned long from, length; } range = {0, 4096};
  unsigned long counts[5];
  int told = mincore(map, 4096, &resident) == 0;
  told |= preadv2(file, &into, 1, 0, 8) >= 0;
  told |= syscall(451, file, &range, counts, 0) == 0;
  if (!told) { fprintf(stderr, "cannot\n"); return 7; }
}
