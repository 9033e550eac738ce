// hostile: becomes root in a user namespace of a child
// expect: forbidden
// forbids: namespace
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
static char stack[1 << 16];
static int child(void *x) { return x != 0; }
int main() { return clone(child, stack + sizeof stack, CLONE_NEWUSER | SIGCHLD, 0) < 0; }
