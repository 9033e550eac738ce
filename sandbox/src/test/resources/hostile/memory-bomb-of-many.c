// hostile: no process takes much, all together take all
// expect: memory
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
int main() {
  for (int i = 0; i < 30; i++)
    if (fork() == 0) { memset(malloc(20 << 20), 1, 20 << 20); pause(); }
  while (wait(0) > 0) {}
}
