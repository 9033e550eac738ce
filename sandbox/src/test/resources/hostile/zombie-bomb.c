// hostile: never waits for its children
// expect: crashed
// says: Resource temporarily unavailable
#include <stdio.h>
#include <unistd.h>
int main() {
  for (;;) {
    int pid = fork();
    if (pid < 0) { perror("fork"); return 7; }
    if (pid == 0) _exit(0);
  }
}
