// hostile: leaves a daemon behind
// expect: finished
// output: done
#include <stdio.h>
#include <unistd.h>
int main() {
  if (fork() == 0) {
    setsid();
    if (fork() == 0) {
      for (int i = 0; i < 64; i++) close(i);
      for (;;) sleep(7777);
    }
    _exit(0);
  }
  usleep(50000);
  puts("done");
}
