// hostile: types a command into the terminal of the person who runs it
// expect: crashed
// says: Inappropriate ioctl
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
int main() { if (ioctl(0, TIOCSTI, "x") < 0) { perror("ioctl"); return 7; } }
