package dev.codecsmith.codec.host;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.FrameWriter;
import dev.codecsmith.codec.VideoFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes Y4M as ffmpeg does, and holds the decoder to the rules of {@link FrameWriter}. */
final class Y4mFrameWriter implements FrameWriter {
  private static final byte[] FRAME = {'F', 'R', 'A', 'M', 'E', '\n'};

  private final OutputStream out;
  private final byte[] buffer = new byte[1 << 14];
  private @Nullable VideoFormat format;
  private long framesWritten;

  Y4mFrameWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void start(VideoFormat newFormat) throws IOException {
    if (format != null) {
      throw new IllegalStateException(
          "FrameWriter.start was called twice: it is called once, before the first frame");
    }
    format = newFormat;
    out.write(header(newFormat).getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void write(Frame frame) throws IOException {
    VideoFormat started = format;
    if (started == null) {
      throw new IllegalStateException(
          "FrameWriter.write was called before FrameWriter.start, which says the format");
    }
    if (!started.equals(frame.format())) {
      throw new IllegalStateException(
          "Frame "
              + framesWritten
              + " has the format "
              + frame.format()
              + ", FrameWriter.start said "
              + started);
    }
    out.write(FRAME);
    for (int p = 0; p < started.planes(); p++) {
      writePlane(frame, p, started);
    }
    framesWritten++;
  }

  /** Called when the decoder returned: one that wrote nothing did not do its work. */
  void finish() {
    if (framesWritten == 0) {
      throw new IllegalStateException(
          format == null
              ? "The decoder returned without having called FrameWriter.start"
              : "The decoder returned without having written a frame");
    }
  }

  private void writePlane(Frame frame, int plane, VideoFormat started) throws IOException {
    short[] samples = frame.plane(plane);
    boolean wide = started.bitDepth() > 8;
    int batch = wide ? buffer.length / 2 : buffer.length;
    int excess = ~started.maxSample();
    for (int start = 0; start < samples.length; start += batch) {
      int count = Math.min(batch, samples.length - start);
      int seen = 0;
      for (int i = 0; i < count; i++) {
        int sample = samples[start + i] & 0xFFFF;
        seen |= sample;
        if (wide) {
          buffer[2 * i] = (byte) sample;
          buffer[2 * i + 1] = (byte) (sample >> 8);
        } else {
          buffer[i] = (byte) sample;
        }
      }
      if ((seen & excess) != 0) {
        throw outOfRange(frame, plane, started);
      }
      out.write(buffer, 0, wide ? 2 * count : count);
    }
  }

  private IllegalStateException outOfRange(Frame frame, int plane, VideoFormat started) {
    short[] samples = frame.plane(plane);
    int at = 0;
    while ((samples[at] & 0xFFFF) <= started.maxSample()) {
      at++;
    }
    int width = frame.width(plane);
    return new IllegalStateException(
        "Frame "
            + framesWritten
            + ", plane "
            + plane
            + ", sample ("
            + at % width
            + ", "
            + at / width
            + ") is "
            + samples[at]
            + ", outside 0 to "
            + started.maxSample());
  }

  private static String header(VideoFormat format) {
    return "YUV4MPEG2 W"
        + format.width()
        + " H"
        + format.height()
        + " F"
        + format.rateNumerator()
        + ":"
        + format.rateDenominator()
        + " Ip A1:1 C"
        + chromaTag(format.chroma(), format.bitDepth())
        + "\n";
  }

  private static String chromaTag(ChromaFormat chroma, int bitDepth) {
    String name =
        switch (chroma) {
          case YUV400 -> "mono";
          case YUV420 -> "420";
          case YUV422 -> "422";
          case YUV444 -> "444";
        };
    if (bitDepth == 8) {
      return chroma == ChromaFormat.YUV420 ? "420jpeg" : name;
    }
    return chroma == ChromaFormat.YUV400 ? name + bitDepth : name + "p" + bitDepth;
  }
}
