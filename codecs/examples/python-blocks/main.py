"""A small complete codec, to start from:

  encode SOURCE.y4m QUALITY   writes the bitstream to standard output
  decode BITSTREAM            writes Y4M to standard output

Each 8x8 block is predicted by the same block of the frame before, or flat; what differs is
transformed, quantised and coded. The bitstreams are those of the example c-blocks, bit for bit.
"""

import sys

from blocks import Codec
from coder import Decoder, Encoder
from transform import STEP_SCALE
from video import CodecError, Format, empty_frame, read_frame, read_header, write_frame, write_header

MAGIC = 0xB8

# The quantiser's step at QUALITY 100, in STEP_SCALEths.
FINEST_STEP = 76  # tune: 40..120


def quality_of(text):
    if not text.isascii() or not text.isdigit() or int(text) > 100:
        raise CodecError(f'QUALITY is an integer from 0 to 100, found "{text}".')
    return int(text)


def code_header(coder, format, step):
    """Codes what holds for all frames; a decoder ignores its arguments and returns what it finds."""
    if coder.fixed(8, MAGIC) != MAGIC:
        raise CodecError("This is no bitstream of this codec.")
    format = Format(
        width=coder.fixed(16, format.width),
        height=coder.fixed(16, format.height),
        rate=coder.fixed(32, format.rate),
        scale=coder.fixed(32, format.scale),
    )
    step = coder.fixed(12, step)
    if step < 1:
        raise CodecError("The bitstream is damaged: the quantiser's step is 0.")
    return format, step


def encode(source, quality, out):
    format = read_header(source)
    decoded = empty_frame(format)
    coder = Encoder()
    # The step doubles every 20 of QUALITY down.
    step = int(FINEST_STEP * 2 ** ((100 - quality) / 20) + 0.5)
    code_header(coder, format, step)
    codec = Codec(coder, step)
    while frame := read_frame(source, format):
        codec.another_frame(1)
        codec.frame(frame, decoded)
        out.write(coder.take())
    codec.another_frame(0)
    out.write(coder.finish())


def decode(bitstream, out):
    coder = Decoder(bitstream.read())
    format, step = code_header(coder, Format(0, 0, 0, 0), 0)
    decoded = empty_frame(format)
    codec = Codec(coder, step)
    write_header(out, format)
    while codec.another_frame(0):
        codec.frame(None, decoded)
        write_frame(out, decoded)


def main(words):
    out = sys.stdout.buffer
    try:
        if len(words) == 3 and words[0] == "encode":
            quality = quality_of(words[2])
            with open(words[1], "rb") as file:
                encode(file, quality, out)
        elif len(words) == 2 and words[0] == "decode":
            with open(words[1], "rb") as file:
                decode(file, out)
        else:
            raise CodecError("usage: encode SOURCE.y4m QUALITY | decode BITSTREAM")
        out.flush()
    except OSError as error:
        sys.exit(f"{error.filename or 'The output'}: {error.strerror}.")
    except CodecError as error:
        sys.exit(str(error))  # to standard error, with exit code 1


if __name__ == "__main__":
    main(sys.argv[1:])
