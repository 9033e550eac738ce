// hostile: reaches the kernel past the filter of calls
// expect: crashed
// says: Operation not permitted
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
int main() { char parameters[120] = {0}; if (syscall(425, 4, parameters) < 0) { perror("io_uring_setup"); return 7; } }
