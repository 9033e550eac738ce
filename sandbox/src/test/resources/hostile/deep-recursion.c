// hostile: recurses without end
// expect: crashed
// signal: SIGSEGV
#include <stdio.h>
__attribute__((noinline)) long deep(volatile char *above) {
  volatile char space[4096];
  space[0] = above[0];
  return deep(space) + space[1];
}
int main() { volatile char first[2] = {1, 2}; printf("%ld\n", deep(first)); }
