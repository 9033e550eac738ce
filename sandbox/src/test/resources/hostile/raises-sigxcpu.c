// hostile: passes for one that used up its CPU time, by a signal
// expect: crashed
// signal: SIGXCPU
#include <signal.h>
int main() { raise(SIGXCPU); }
