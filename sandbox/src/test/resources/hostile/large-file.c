// hostile: makes one file of 10 GB that has no blocks
// expect: crashed
// signal: SIGXFSZ
#include <fcntl.h>
#include <unistd.h>
int main() { return ftruncate(open("/tmp/x", O_RDWR | O_CREAT, 0600), 10000000000L) != 0; }
