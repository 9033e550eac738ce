// hostile: loads a program into the kernel
// expect: forbidden
// forbids: bpf
#include <sys/syscall.h>
#include <unistd.h>
int main() { return syscall(SYS_bpf, 5, 0, 0) < 0; }
