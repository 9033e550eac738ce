// hostile: a bitstream of 10 GB
// expect: output
// run: encode
#include <unistd.h>
int main() {
  static char block[1 << 20];
  for (long i = 0; i < 10000; i++) write(1, block, sizeof block);
}
