// hostile: takes back what it has written
// expect: crashed
// says: cannot
// output: first
#include <stdio.h>
#include <unistd.h>
int main() {
  write(1, "first", 5);
  if (lseek(1, 0, SEEK_SET) < 0 && ftruncate(1, 0) < 0 && pwrite(1, "other", 5, 0) < 0) { fprintf(stderr, "cannot\n"); return 7; }
}
