// hostile: uses up what the machine has few of for all users: inotify instances, AIO requests, queued signals, timers
// expect: crashed
// says: cannot
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <linux/aio_abi.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int main() {
  int watches = 0;
  while (inotify_init1(0) >= 0) watches++;
  fprintf(stderr, "inotify: %d instances, then: %s\n", watches, strerror(errno));
  unsigned long requests = 0;
  for (unsigned step = 32768; step > 0;) {
    unsigned long context = 0;
    if (syscall(SYS_io_setup, step, &context) == 0) requests += step; else step /= 2;
  }
  fprintf(stderr, "aio: %lu requests, then: %s\n", requests, strerror(errno));
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGRTMIN + 5);
  sigprocmask(SIG_BLOCK, &set, NULL);
  unsigned long signals = 0;
  while (sigqueue(getpid(), SIGRTMIN + 5, (union sigval){0}) == 0) signals++;
  fprintf(stderr, "signals: %lu, then: %s\n", signals, strerror(errno));
  int timers = 0;
  timer_t timer;
  while (timers < 100000 && timer_create(CLOCK_MONOTONIC, &(struct sigevent){.sigev_notify = SIGEV_NONE}, &timer) == 0) timers++;
  fprintf(stderr, "timers: %d\n", timers);
  if (timers < 1024 && watches < 16 && requests < 4096 && signals < 4096) { fprintf(stderr, "cannot\n"); return 7; }
  fprintf(stderr, "HELD\n");
  return 9;
}
