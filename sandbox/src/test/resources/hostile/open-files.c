// hostile: opens files without end
// expect: crashed
// says: Too many open files
#include <fcntl.h>
#include <stdio.h>
int main() {
  for (;;) if (open("/dev/null", O_RDONLY) < 0) { perror("open"); return 7; }
}
