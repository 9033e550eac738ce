// hostile: kills all it can reach
// expect: finished
// output: still here
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
int main() {
  kill(1, SIGKILL);
  kill(1, SIGSTOP);
  kill(getppid(), SIGKILL);
  kill(-1, SIGKILL);
  for (int i = 2; i < 40000; i++) if (i != getpid()) kill(i, SIGKILL);
  puts("still here");
}
