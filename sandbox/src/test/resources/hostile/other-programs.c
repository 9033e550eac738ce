// hostile: starts the host's programs
// expect: crashed
// says: No such file
#include <stdio.h>
#include <unistd.h>
int main() { execl("/bin/sh", "sh", "-c", "id", (char *)0); execl("/usr/bin/id", "id", (char *)0); perror("exec"); return 7; }
