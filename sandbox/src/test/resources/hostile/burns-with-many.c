// hostile: burns the processor in many processes, none of which uses much
// expect: cpu
// cpu: 500
#include <unistd.h>
int main() { for (int i = 0; i < 5; i++) fork(); for (;;) {} }
