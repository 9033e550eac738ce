// hostile: each process leaves its session, starts the next and ends, so that none lives long enough to be listed
// expect: cpu, wall
// cpu: 1000
// wall: 4000
#include <unistd.h>
int main() {
  if (fork()) for (;;) pause();
  for (;;) {
    if (fork() == 0) setsid();
    else _exit(0);
  }
}
