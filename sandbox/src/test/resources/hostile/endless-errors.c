// hostile: fills standard error
// expect: cpu, wall
// cpu: 500
// wall: 5000
#include <stdio.h>
int main() { for (;;) fputs("error error error error error\n", stderr); }
