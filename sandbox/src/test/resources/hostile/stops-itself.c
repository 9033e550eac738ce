// hostile: stops, so that it uses no time at all
// expect: wall
// wall: 500
#include <signal.h>
int main() { for (;;) raise(SIGSTOP); }
