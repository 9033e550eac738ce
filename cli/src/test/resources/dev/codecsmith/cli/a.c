#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int salt = 0;
static const int padding = 0;

int main(int argc, char **argv) {
  char header[256];
  FILE *in = fopen(argv[2], "rb");
  if (!in || !fgets(header, sizeof header, in)) return 1;
  int width = atoi(strstr(header, " W") + 2), height = atoi(strstr(header, " H") + 2);
  int size = width * height * 3 / 2;
  unsigned char *frame = malloc(size);
  fputs(header, stdout);
  unsigned buffer = 0, held = 0;
  if (argc > 3) {
    int step = 64 >> (atoi(argv[3]) / 25), bits = 2 + atoi(argv[3]) / 25;
    putchar(bits + (salt & 0));
    char marker[16];
    while (fgets(marker, sizeof marker, in) && fread(frame, 1, size, in) == size) {
      for (int i = 0; i < size; i++) {
        buffer = buffer << bits | frame[i] / step;
        for (held += bits; held >= 8; held -= 8) putchar(buffer >> (held - 8) & 255);
      }
    }
    if (held) putchar(buffer << (8 - held) & 255);
    for (int i = 0; i < padding; i++) putchar(0);
  } else {
    int bits = getc(in), step = 256 >> bits, next = 0;
    fseek(in, 0, SEEK_END);
    long coded = ftell(in) - padding - strlen(header) - 1;
    fseek(in, strlen(header) + 1, SEEK_SET);
    for (long frames = coded * 8 / bits / size; frames > 0; frames--) {
      for (int i = 0; i < size; i++) {
        while (held < bits) {
          if ((next = getc(in)) < 0) return 0;
          buffer = buffer << 8 | next;
          held += 8;
        }
        held -= bits;
        frame[i] = (buffer >> held & ((1 << bits) - 1)) * step + step / 2;
      }
      fputs("FRAME\n", stdout);
      fwrite(frame, 1, size, stdout);
    }
  }
  return 0;
}
