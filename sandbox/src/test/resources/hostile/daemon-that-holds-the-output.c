// hostile: ends, but leaves a process that keeps writing to its output
// expect: finished, output
#include <stdio.h>
#include <unistd.h>
int main() {
  if (fork() == 0) { setsid(); for (;;) { puts("more"); fflush(stdout); usleep(1000); } }
  puts("done");
}
