/* The syntax of a frame: what is coded of each block, and in which contexts. */
#ifndef BLOCKS_H
#define BLOCKS_H

#include "coder.h"
#include "transform.h"
#include "video.h"

enum { KINDS = 4, LONGEST_UNARY = 14, LARGEST_STEP = 4095 };

/* What has been learnt; a kind is 2 * (is chroma) + (is predicted from the frame before). */
typedef struct {
  Context another_frame;
  Context previous[2][3];
  Context coded[KINDS][3];
  Context last[KINDS][SAMPLES];
  Context significant[KINDS][SAMPLES];
  Context larger[KINDS][3][LONGEST_UNARY];
} Contexts;

typedef struct {
  Coder coder;
  Contexts contexts;
  int step;         /* the quantiser's, in STEP_SCALEths */
  int frames_coded; /* the first frame has none before it */
} Codec;

Codec new_codec(Coder coder);

/*
 * Codes a frame. `frame` holds the frame before as it was decoded, and afterwards this one.
 *
 * source: the frame to encode; not looked at by a decoder
 */
void code_frame(Codec *codec, const Frame *source, Frame *frame);

#endif
