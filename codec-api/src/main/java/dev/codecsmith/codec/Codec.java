package dev.codecsmith.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A video codec: an encoder and a decoder that share nothing but the bitstream. */
public interface Codec {

  void encode(VideoFormat format, FrameReader frames, int quality, OutputStream bitstream)
      throws IOException;

  void decode(InputStream bitstream, FrameWriter frames) throws IOException;
}
