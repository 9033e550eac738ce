// hostile: fills the kernel's buffers
// expect: crashed, memory
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
int main() {
  static char block[1 << 20];
  for (;;) {
    int ends[2];
    if (pipe(ends)) { perror("pipe"); return 7; }
    fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    while (write(ends[1], block, sizeof block) > 0) {}
  }
}
