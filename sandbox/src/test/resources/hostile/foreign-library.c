// hostile: codes with a library of the machine, and so with what only this machine has
// expect: crashed
// says: 0 libraries
#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
int main() {
  const char *known[] = {"ld-linux-", "libc.so", "libm.so", "libmvec.so", "libpthread.so", "libdl.so", "librt.so", "libgcc_s.so"};
  const char *folders[] = {"/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/lib64", "/usr/local/lib"};
  int foreign = 0;
  for (int i = 0; i < 6; i++) {
    DIR *folder = opendir(folders[i]);
    struct dirent *each;
    while (folder && (each = readdir(folder))) {
      int ours = each->d_type == DT_DIR;
      for (int k = 0; k < 8; k++) ours |= strncmp(each->d_name, known[k], strlen(known[k])) == 0;
      if (!ours) { foreign++; fprintf(stderr, "%s\n", each->d_name); }
    }
  }
  const char *codecs[] = {"libx265.so", "libx264.so", "libavcodec.so", "libaom.so", "libz.so.1", "libzstd.so.1"};
  for (int i = 0; i < 6; i++) foreign += dlopen(codecs[i], RTLD_NOW) != NULL;
  fprintf(stderr, "%d libraries\n", foreign);
  return 7;
}
