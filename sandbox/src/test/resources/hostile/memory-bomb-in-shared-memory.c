// hostile: takes memory that belongs to no process
// expect: memory
#define _GNU_SOURCE
#include <string.h>
#include <sys/mman.h>
int main() {
  for (;;) {
    char *page = mmap(0, 1 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    memset(page, 1, 1 << 20);
  }
}
