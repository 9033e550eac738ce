// hostile: asks not to be killed when memory is short, then takes it
// expect: memory
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main() {
  FILE *file = fopen("/proc/self/oom_score_adj", "w");
  if (file) { fputs("-1000", file); fclose(file); }
  for (;;) memset(malloc(1 << 20), 1, 1 << 20);
}
