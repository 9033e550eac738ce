// hostile: talks to the machine's hypervisor, which no network namespace keeps away
// expect: crashed
// says: Permission denied
#include <stdio.h>
#include <sys/socket.h>
int main() { if (socket(40, SOCK_STREAM, 0) < 0) { perror("socket"); return 7; } }
