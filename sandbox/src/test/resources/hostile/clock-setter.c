// hostile: sets the clock that measures it
// expect: forbidden
// forbids: clock_settime
#include <time.h>
int main() { struct timespec t = {0, 0}; return clock_settime(CLOCK_REALTIME, &t) != 0; }
