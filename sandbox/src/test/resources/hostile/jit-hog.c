// hostile: uses up the machine's memory for compiled filters, without which no other sandbox starts
// expect: crashed
// says: 0 filters held
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifndef CHILDREN
#define CHILDREN 4
#endif
static struct sock_filter code[4096];

int main() {
  int most = 4096;
  for (int i = 0; i < most; i++) code[i] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_MOD | BPF_K, 0x12345);
  struct { volatile long full, held, failed; } *all = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  for (int child = 0; child < CHILDREN && !all->full; child++) {
    int ready[2];
    pipe(ready);
    if (fork() == 0) {
      int length = most;
      for (int i = 0; i < 240; i++) {
        int s = socket(AF_UNIX, SOCK_DGRAM, 0);
        if (s < 0) break;
        while (length > 0) {
          code[length - 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, 0);
          struct sock_fprog prog = {length, code};
          if (setsockopt(s, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof prog) == 0) { all->held++; break; }
          all->failed = errno;
          code[length - 1] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_MOD | BPF_K, 0x12345);
          length = length > 8 ? length * 3 / 4 : length - 1;
        }
        if (length == 0) { all->full = 1; break; }
      }
      write(ready[1], "", 1);
      _exit(0);
    }
    char byte;
    read(ready[0], &byte, 1);
    close(ready[0]); close(ready[1]);
  }
  fprintf(stderr, "%ld filters held, last refusal: %s%s\n", all->held, strerror(all->failed), all->full ? "; FULL" : "");
  return all->held > 0 ? 9 : 7;
}
