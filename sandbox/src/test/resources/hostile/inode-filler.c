// hostile: makes empty files without end
// expect: cpu, memory, crashed
// cpu: 3000
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
int main() {
  for (int i = 0;; i++) {
    char name[40];
    sprintf(name, "/tmp/%d", i);
    int file = open(name, O_WRONLY | O_CREAT, 0600);
    if (file < 0) { perror("open"); return 7; }
    close(file);
  }
}
