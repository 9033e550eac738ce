// hostile: passes for one that made a forbidden call, by the signal of the filter
// expect: crashed
// says: cannot
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>
int main() {
  signal(SIGSYS, SIG_DFL);
  kill(getpid(), SIGSYS);
  raise(SIGSYS);
  sigqueue(getpid(), SIGSYS, (union sigval){0});
  timer_t timer;
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGSYS};
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) == 0)
    timer_settime(timer, 0, &(struct itimerspec){.it_value = {.tv_nsec = 1}}, NULL);
  int ends[2];
  pipe(ends);
  fcntl(ends[0], F_SETSIG, SIGSYS);
  fcntl(ends[0], F_SETOWN, getpid());
  fcntl(ends[0], F_SETFL, O_ASYNC);
  write(ends[1], "x", 1);
  prctl(PR_SET_PDEATHSIG, SIGSYS);
  usleep(20000);
  fprintf(stderr, "cannot\n");
  return 7;
}
