// hostile: reopens for writing, through /proc, what was opened for reading
// expect: crashed
// says: cannot
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
int main() {
  char name[40];
  sprintf(name, "/proc/self/fd/%d", open("/in/bitstream", O_RDONLY));
  if (open(name, O_WRONLY) < 0 && open("/proc/self/exe", O_WRONLY) < 0) { fprintf(stderr, "cannot\n"); return 7; }
}
