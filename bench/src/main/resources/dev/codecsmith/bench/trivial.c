#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int salt = 0;

int main(int argc, char **argv) {
  char header[256];
  FILE *in = fopen(argv[2], "rb");
  if (!in || !fgets(header, sizeof header, in)) return 1;
  int width = atoi(strstr(header, " W") + 2), height = atoi(strstr(header, " H") + 2);
  int size = width * height * 3 / 2;
  unsigned char *frame = malloc(size);
  fputs(header, stdout);
  if (argc > 3) {
    int step = 64 >> (atoi(argv[3]) / 25);
    putchar(step + (salt & 0));
    char marker[16];
    while (fgets(marker, sizeof marker, in) && fread(frame, 1, size, in) == size) {
      for (int i = 0; i < size; i++) frame[i] /= step;
      fwrite(frame, 1, size, stdout);
    }
  } else {
    int step = getc(in);
    while (fread(frame, 1, size, in) == size) {
      for (int i = 0; i < size; i++) frame[i] = frame[i] * step + step / 2;
      fputs("FRAME\n", stdout);
      fwrite(frame, 1, size, stdout);
    }
  }
  return 0;
}
