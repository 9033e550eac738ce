// hostile: looks for the user's keys
// expect: forbidden
// forbids: keyctl
#include <sys/syscall.h>
#include <unistd.h>
int main() { return syscall(SYS_keyctl, 0, -4, 0) < 0; }
