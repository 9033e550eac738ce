// hostile: raises its own limits and its priority
// expect: crashed
// says: cannot
#include <sched.h>
#include <stdio.h>
#include <sys/resource.h>
int main() {
  struct rlimit more = {RLIM_INFINITY, RLIM_INFINITY};
  struct sched_param first = {99};
  int raised = setrlimit(RLIMIT_CPU, &more) == 0 || setrlimit(RLIMIT_FSIZE, &more) == 0
      || setrlimit(RLIMIT_NOFILE, &more) == 0 || setpriority(PRIO_PROCESS, 0, -20) == 0
      || sched_setscheduler(0, SCHED_FIFO, &first) == 0;
  if (!raised) { fprintf(stderr, "cannot\n"); return 7; }
}
