// hostile: writes without end
// expect: output
#include <stdio.h>
int main() { for (;;) puts("FRAME"); }
