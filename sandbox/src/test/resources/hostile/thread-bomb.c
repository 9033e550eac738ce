// hostile: starts threads without end
// expect: crashed
// says: refused
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
static void *wait_for_ever(void *x) { pause(); return x; }
int main() {
  for (;;) {
    pthread_t thread;
    if (pthread_create(&thread, 0, wait_for_ever, 0)) { fprintf(stderr, "refused\n"); return 7; }
  }
}
