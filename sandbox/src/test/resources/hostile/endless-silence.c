// hostile: never says anything
// expect: wall
// wall: 500
#include <unistd.h>
int main() { for (;;) pause(); }
