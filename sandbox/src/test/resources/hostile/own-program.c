// hostile: rewrites the program that the next run starts
// expect: crashed
// says: cannot
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
int main() {
  int changed = open("/program/program", O_WRONLY) >= 0 || unlink("/program/program") == 0
      || open("/program/left-behind", O_CREAT | O_WRONLY, 0600) >= 0 || chmod("/program", 0777) == 0
      || mkdir("/program/folder", 0700) == 0 || utimensat(AT_FDCWD, "/program/program", 0, 0) == 0;
  if (!changed) { fprintf(stderr, "cannot\n"); return 7; }
}
