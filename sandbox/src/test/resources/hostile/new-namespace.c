// hostile: becomes root in a user namespace of its own
// expect: forbidden
// forbids: namespace
#define _GNU_SOURCE
#include <sched.h>
int main() { return unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0; }
