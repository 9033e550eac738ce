// hostile: has the file system remember or forget where files lie on the disk, and asks what it remembers
// expect: crashed
// says: cannot
// only: amd64
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>
#define FOLDER "/usr/lib/x86_64-linux-gnu"
int main() {
  DIR *folder = opendir(FOLDER);
  struct dirent *each;
  int answered = 0, files = 0;
  while (folder && (each = readdir(folder))) {
    char path[600];
    snprintf(path, sizeof path, FOLDER "/%s", each->d_name);
    int file = open(path, O_RDONLY);
    if (file < 0 || each->d_type != DT_REG) continue;
    files++;
    struct { struct fiemap map; struct fiemap_extent extents[8]; } all = {0};
    all.map.fm_length = ~0ull;
    all.map.fm_extent_count = 8;
    answered += ioctl(file, _IO('f', 40)) == 0;
    answered += ioctl(file, FS_IOC_FIEMAP, &all) == 0;
    answered += ioctl(file, _IOWR('f', 42, struct fiemap), &all) == 0;
    long flags;
    answered += ioctl(file, FS_IOC_GETFLAGS, &flags) == 0;
    close(file);
  }
  if (files > 0 && !answered) { fprintf(stderr, "cannot\n"); return 7; }
}
