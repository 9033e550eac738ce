#include "coder.h"

#include "video.h"

enum { PROBABILITY_BITS = 12, ADAPTATION = 5, MOST_MISSING = 4, LONGEST_PREFIX = 18 };

static void shift_in(Coder *coder) {
  int byte = fgetc(coder->file);
  if (byte == EOF) {
    byte = 0; /* The encoder leaves out zeros at the end. */
    if (++coder->missing > MOST_MISSING) {
      fail("The bitstream ends too early.");
    }
  }
  coder->window = coder->window << 8 | (uint32_t)byte;
}

Coder new_encoder(FILE *out) { return (Coder){.file = out, .high = UINT32_MAX}; }

Coder new_decoder(FILE *in) {
  Coder coder = {.file = in, .decoding = 1, .high = UINT32_MAX};
  for (int i = 0; i < 4; i++) {
    shift_in(&coder);
  }
  return coder;
}

static int code(Coder *coder, uint32_t probability, int bit) {
  uint32_t split = coder->low + ((coder->high - coder->low) >> PROBABILITY_BITS) * probability;
  if (coder->decoding) {
    bit = coder->window <= split;
  }
  if (bit) {
    coder->high = split;
  } else {
    coder->low = split + 1;
  }
  while ((coder->low ^ coder->high) >> 24 == 0) {
    if (coder->decoding) {
      shift_in(coder);
    } else {
      fputc((int)(coder->high >> 24), coder->file);
    }
    coder->low <<= 8;
    coder->high = coder->high << 8 | 255;
  }
  return bit;
}

/* Writes the fewest bytes that, with zeros after them, lie in the interval. */
void finish_encoding(Coder *coder) {
  for (int bytes = 0; bytes <= 4; bytes++) {
    uint32_t number = bytes == 4 ? coder->high : coder->high & ~(UINT32_MAX >> 8 * bytes);
    if (number >= coder->low) {
      for (int i = 0; i < bytes; i++) {
        fputc((int)(number >> (24 - 8 * i) & 255), coder->file);
      }
      break;
    }
  }
  if (fflush(coder->file) != 0 || ferror(coder->file)) {
    fail("The bitstream cannot be written.");
  }
}

int code_bit(Coder *coder, Context *context, int bit) {
  bit = code(coder, *context >> (16 - PROBABILITY_BITS), bit);
  if (bit) {
    *context += (Context)((65536 - *context) >> ADAPTATION);
  } else {
    *context -= *context >> ADAPTATION;
  }
  return bit;
}

int code_even_bit(Coder *coder, int bit) { return code(coder, 1 << (PROBABILITY_BITS - 1), bit); }

/* The bits from the highest on, each in a context that says what those before it were. */
int code_number(Coder *coder, Context *tree, int bits, int value) {
  int node = 1;
  for (int i = bits - 1; i >= 0; i--) {
    node = node << 1 | code_bit(coder, &tree[node], value >> i & 1);
  }
  return node - (1 << bits);
}

uint32_t code_fixed(Coder *coder, int bits, uint32_t value) {
  uint32_t coded = 0;
  for (int i = bits - 1; i >= 0; i--) {
    coded = coded << 1 | (uint32_t)code_even_bit(coder, value >> i & 1);
  }
  return coded;
}

int code_large(Coder *coder, int value) {
  int length = 0;
  while (code_even_bit(coder, (value + 1) >> (length + 1) != 0)) {
    if (++length > LONGEST_PREFIX) {
      fail("The bitstream is damaged: a level is too large.");
    }
  }
  uint32_t rest = (uint32_t)(value + 1) & ((1U << length) - 1);
  return (int)(1U << length | code_fixed(coder, length, rest)) - 1;
}
