// hostile: keeps a name of its input in a place it can write to, and so changes the host's file
// expect: crashed
// says: cannot
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
int main() {
  int changed = link("/in/bitstream", "/tmp/link") == 0 || rename("/in/bitstream", "/in/other") == 0
      || unlink("/in/bitstream") == 0 || chmod("/in/bitstream", 0777) == 0
      || truncate("/in/bitstream", 0) == 0 || open("/proc/self/root/in/bitstream", O_RDWR) >= 0;
  symlink("/in/bitstream", "/tmp/soft");
  changed |= open("/tmp/soft", O_RDWR) >= 0;
  if (!changed) { fprintf(stderr, "cannot\n"); return 7; }
}
