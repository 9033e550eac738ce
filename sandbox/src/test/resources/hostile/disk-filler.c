// hostile: fills the disk
// expect: crashed
// says: No space left on device
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
int main() {
  static char block[1 << 20];
  for (int i = 0;; i++) {
    char name[40];
    sprintf(name, "/tmp/%d", i);
    int file = open(name, O_WRONLY | O_CREAT, 0600);
    for (int k = 0; k < 4; k++)
      if (write(file, block, sizeof block) < (long)sizeof block && errno == ENOSPC) { perror("write"); return 7; }
    close(file);
  }
}
