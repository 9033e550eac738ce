// hostile: becomes root in a user namespace by the call whose flags no filter sees
// expect: crashed
// says: Function not implemented
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
int main() {
  unsigned long long arguments[8] = {0x10000000};
  long pid = syscall(435, arguments, sizeof arguments);
  if (pid < 0) { perror("clone3"); return 7; }
}
