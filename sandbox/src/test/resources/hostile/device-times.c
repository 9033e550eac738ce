// hostile: leaves the decoder a message in the times and rights of the host's device files
// expect: crashed
// says: cannot
// run: encode
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>
int main() {
  const char *name = "/dev/full";
  struct stat before, after;
  struct timespec message[2] = {{12345678, 111222333}, {87654321, 444555666}};
  stat(name, &before);
  utimensat(AT_FDCWD, name, message, 0);
  utimensat(AT_FDCWD, name, NULL, 0);
  int file = open(name, O_WRONLY);
  futimens(file, message);
  fchmod(file, 0667);
  chmod(name, 0667);
  chown(name, 65534, 65534);
  setxattr(name, "user.message", "x", 1, 0);
  stat(name, &after);
  char found[8];
  int told = after.st_mtim.tv_sec != before.st_mtim.tv_sec || after.st_atim.tv_sec != before.st_atim.tv_sec ||
      after.st_ctim.tv_nsec != before.st_ctim.tv_nsec || after.st_mode != before.st_mode ||
      getxattr(name, "user.message", found, 8) > 0;
  if (!told) { fprintf(stderr, "cannot\n"); return 7; }
}
