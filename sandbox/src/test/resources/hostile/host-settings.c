// hostile: changes the machine's settings, which root outside may do without any capability
// expect: crashed
// says: cannot
#include <fcntl.h>
#include <stdio.h>
int main() {
  const char *names[] = {"/proc/sys/kernel/core_pattern", "/proc/sys/kernel/printk",
      "/proc/sys/vm/drop_caches", "/proc/irq/default_smp_affinity", "/proc/bus/pci/00/00.0"};
  int opened = 0;
  for (int i = 0; i < 5; i++) {
    int file = open(names[i], O_WRONLY);
    if (file >= 0) { fprintf(stderr, "%s can be written\n", names[i]); opened = 1; }
  }
  if (!opened) { fprintf(stderr, "cannot\n"); return 7; }
}
