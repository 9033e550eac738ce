// hostile: changes limits and priority of the first process of its sandbox
// expect: crashed
// says: cannot
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>
int main() {
  struct rlimit none = {0, 0};
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(0, &one);
  int changed = prlimit(1, RLIMIT_CPU, &none, NULL) == 0 || sched_setaffinity(1, sizeof one, &one) == 0
      || setpriority(PRIO_PROCESS, 1, 19) == 0 || setpriority(PRIO_USER, 0, 19) == 0;
  kill(1, SIGKILL);
  kill(1, SIGSTOP);
  if (!changed) { fprintf(stderr, "cannot\n"); return 7; }
}
