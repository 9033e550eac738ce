// hostile: forks without end
// expect: cpu, wall, memory, crashed
// cpu: 1000
#include <unistd.h>
int main() { for (;;) fork(); }
