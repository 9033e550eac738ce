/*
 * A small complete codec, to start from:
 *
 *   encode SOURCE.y4m QUALITY   writes the bitstream to standard output
 *   decode BITSTREAM            writes Y4M to standard output
 *
 * Each 8x8 block is predicted by the same block of the frame before, or flat; what differs is
 * transformed, quantised and coded.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "blocks.h"

enum { MAGIC = 0xB8 };

/* The quantiser's step at QUALITY 100, in STEP_SCALEths. */
static const int FINEST_STEP = 76; /* tune: 40..120 */

static FILE *open_input(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    fail("%s cannot be read.", path);
  }
  return file;
}

static int quality_of(const char *text) {
  char *end;
  long quality = strtol(text, &end, 10);
  if (*text == '\0' || *end != '\0' || quality < 0 || quality > 100) {
    fail("QUALITY is an integer from 0 to 100, found \"%s\".", text);
  }
  return (int)quality;
}

/* Codes what holds for all frames; a decoder fills in what it finds. */
static void code_header(Codec *codec, Format *format) {
  Coder *coder = &codec->coder;
  if (code_fixed(coder, 8, MAGIC) != MAGIC) {
    fail("This is no bitstream of this codec.");
  }
  format->width = code_fixed(coder, 16, format->width);
  format->height = code_fixed(coder, 16, format->height);
  format->rate = code_fixed(coder, 32, format->rate);
  format->scale = code_fixed(coder, 32, format->scale);
  codec->step = (int)code_fixed(coder, 12, (uint32_t)codec->step);
  if (codec->step < 1) {
    fail("The bitstream is damaged: the quantiser's step is 0.");
  }
}

static void encode(FILE *in, int quality) {
  Format format = read_header(in);
  Frame source = new_frame(format), decoded = new_frame(format);
  Codec codec = new_codec(new_encoder(stdout));
  /* The step doubles every 20 of QUALITY down. */
  codec.step = (int)(FINEST_STEP * pow(2, (100 - quality) / 20.0) + 0.5);
  code_header(&codec, &format);
  while (read_frame(in, &source)) {
    code_bit(&codec.coder, &codec.contexts.another_frame, 1);
    code_frame(&codec, &source, &decoded);
  }
  code_bit(&codec.coder, &codec.contexts.another_frame, 0);
  finish_encoding(&codec.coder);
  free_frame(&source);
  free_frame(&decoded);
  fclose(in);
}

static void decode(FILE *in) {
  Format format = {0};
  Codec codec = new_codec(new_decoder(in));
  code_header(&codec, &format);
  Frame decoded = new_frame(format);
  write_header(stdout, format);
  while (code_bit(&codec.coder, &codec.contexts.another_frame, 0)) {
    code_frame(&codec, NULL, &decoded);
    write_frame(stdout, &decoded);
  }
  if (fflush(stdout) != 0) {
    fail("The decoded video cannot be written.");
  }
  free_frame(&decoded);
  fclose(in);
}

int main(int count, char **words) {
  if (count == 4 && strcmp(words[1], "encode") == 0) {
    int quality = quality_of(words[3]);
    encode(open_input(words[2]), quality);
  } else if (count == 3 && strcmp(words[1], "decode") == 0) {
    decode(open_input(words[2]));
  } else {
    fail("usage: encode SOURCE.y4m QUALITY | decode BITSTREAM");
  }
  return 0;
}
