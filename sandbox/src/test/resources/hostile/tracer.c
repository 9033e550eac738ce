// hostile: takes over another process
// expect: forbidden
// forbids: ptrace
#include <sys/ptrace.h>
int main() { return ptrace(PTRACE_ATTACH, 1, 0, 0) != 0; }
