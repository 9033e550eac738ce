// hostile: ignores each signal it can and sleeps with its output closed
// expect: wall
// wall: 500
#include <signal.h>
#include <unistd.h>
int main() {
  for (int i = 1; i < 65; i++) signal(i, SIG_IGN);
  for (int i = 0; i < 64; i++) close(i);
  for (;;) sleep(1000);
}
