// hostile: opens the machine's memory and disks, or makes a device file for them
// expect: crashed
// says: cannot
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
int main() {
  const char *names[] = {"/dev/mem", "/dev/kmsg", "/dev/vda", "/dev/sda", "/dev/tty", "/dev/ptmx", "/dev/fuse", "/dev/kvm"};
  int opened = 0;
  for (int i = 0; i < 8; i++) opened |= open(names[i], O_RDONLY) >= 0;
  opened |= mknod("/tmp/device", S_IFBLK | 0600, makedev(254, 0)) == 0;
  if (!opened) { fprintf(stderr, "cannot\n"); return 7; }
}
