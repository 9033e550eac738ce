package dev.codecsmith.video.y4m;

import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.VideoFormatException;
import dev.codecsmith.video.probe.PictureProperties;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads Y4M: a header line, then per frame a line that begins with FRAME and the samples of its
 * planes.
 *
 * <p>It is strict, and safe on the output of a hostile program: lines and dimensions are bounded
 * before anything is allocated, memory never exceeds one frame, and whatever the bytes are, the
 * outcome is a frame or a {@link VideoFormatException} that says at which byte what was found.
 * Files are mapped into memory and their frames are slices of the map, without a copy; the file
 * must not be shortened meanwhile.
 */
public final class Y4mReader implements FrameReader {
  private static final String FRAME = "FRAME";
  private static final int MAX_FRAME_LINE = 1024;
  private static final int SHOWN_BYTES = 40;

  private final ByteInput in;
  private final String where;
  private final Y4mHeader header;
  private final VideoFormat format;
  private long frames;
  private boolean ended;

  /** What decides the format once the header is known. */
  public interface FormatRule {
    VideoFormat of(Y4mHeader header) throws IOException;
  }

  private Y4mReader(ByteInput in, String where, FormatRule rule) throws IOException {
    this.in = in;
    this.where = where;
    try {
      header = readHeader();
      try {
        format = rule.of(header);
      } catch (VideoFormatException e) {
        throw where.isEmpty() ? e : new VideoFormatException(where + e.getMessage(), e);
      }
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /**
   * Reads a file, mapped into memory: its frames stay valid until this reader is closed. Error
   * messages begin with the file's path.
   */
  public static Y4mReader open(Path file) throws IOException {
    return new Y4mReader(new MappedInput(file), file + ": ", Y4mReader::formatOf);
  }

  /**
   * As {@link #open(Path)}.
   *
   * @param unsaidRate the frame rate of a file whose header says none
   */
  public static Y4mReader open(Path file, Rational unsaidRate) throws IOException {
    return new Y4mReader(
        new MappedInput(file),
        file + ": ",
        header -> formatAt(header, header.frameRate().orElse(unsaidRate)));
  }

  /** Reads a stream whose format follows from its header by a rule. */
  public static Y4mReader open(InputStream in, FormatRule rule) throws IOException {
    return new Y4mReader(new StreamInput(in), "", rule);
  }

  /** Reads a stream from a source that is trusted to name its own size. */
  public static Y4mReader open(InputStream in) throws IOException {
    return open(in, Optional.empty());
  }

  /**
   * Reads a stream.
   *
   * @param in closed with this reader, and if the header is refused
   * @param expected if given, the width, height and pixel format the stream must have; its frame
   *     rate is then not looked at, and {@link #format()} is {@code expected}
   * @throws VideoFormatException if the header is malformed or not as expected
   */
  public static Y4mReader open(InputStream in, Optional<VideoFormat> expected) throws IOException {
    return new Y4mReader(
        new StreamInput(in),
        "",
        expected.isPresent() ? header -> checked(header, expected.get()) : Y4mReader::formatOf);
  }

  @Override
  public VideoFormat format() {
    return format;
  }

  @Override
  public PictureProperties properties() {
    return header.properties();
  }

  /** All that the header line said. */
  public Y4mHeader header() {
    return header;
  }

  /** Whether anything follows the frames read so far; only for files. */
  public boolean hasNext() {
    return in instanceof MappedInput file && file.position() < file.size();
  }

  /**
   * The next frame, valid until the next call, or empty after the last.
   *
   * @throws VideoFormatException if the FRAME line is malformed or the frame is cut short
   */
  @Override
  public Optional<Frame> next() throws IOException {
    if (ended || !readFrameLine()) {
      ended = true;
      return Optional.empty();
    }
    var samples = in.read(format.frameBytes());
    if (samples.byteSize() < format.frameBytes()) {
      ended = true;
      throw new VideoFormatException(
          where
              + "Frame %d is cut short: expected %d bytes, found %d."
                  .formatted(frames, format.frameBytes(), samples.byteSize()));
    }
    return Optional.of(new Frame(frames++, format, samples));
  }

  @Override
  public void close() throws IOException {
    ended = true;
    in.close();
  }

  private Y4mHeader readHeader() throws IOException {
    StringBuilder line = new StringBuilder();
    // A file of another kind is not read until it happens to have an end of line.
    append(line, Y4mHeader.MAGIC.length());
    if (line.isEmpty()) {
      throw new VideoFormatException(where + "There is no Y4M header: nothing was found.");
    }
    if (!line.toString().equals(Y4mHeader.MAGIC)) {
      append(line, SHOWN_BYTES);
    } else {
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0 || line.length() == Y4mHeader.MAX_BYTES - 1) {
          throw new VideoFormatException(
              where
                  + "The Y4M header has no end of line within %d bytes."
                      .formatted(b < 0 ? line.length() : Y4mHeader.MAX_BYTES));
        }
        line.append((char) b);
      }
    }
    try {
      return Y4mHeader.parse(line.toString());
    } catch (VideoFormatException e) {
      throw where.isEmpty() ? e : new VideoFormatException(where + e.getMessage(), e);
    }
  }

  private void append(StringBuilder line, int count) throws IOException {
    byte[] bytes = in.read(count).toArray(ValueLayout.JAVA_BYTE);
    line.append(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static VideoFormat formatOf(Y4mHeader header) throws VideoFormatException {
    return formatAt(
        header,
        header
            .frameRate()
            .orElseThrow(() ->
                new VideoFormatException(
                    "The Y4M header does not say the frame rate: give it an F tag such as"
                        + " F25:1.")));
  }

  public static VideoFormat formatAt(Y4mHeader header, Rational rate) {
    return new VideoFormat(header.width(), header.height(), header.pixelFormat(), rate);
  }

  private static VideoFormat checked(Y4mHeader header, VideoFormat expected)
      throws VideoFormatException {
    if (header.width() != expected.width()
        || header.height() != expected.height()
        || !header.pixelFormat().equals(expected.pixelFormat())) {
      throw new VideoFormatException(
          "The video is %dx%d %s, expected %s."
              .formatted(
                  header.width(),
                  header.height(),
                  header.pixelFormat().ffmpegName(),
                  expected.geometry()));
    }
    return expected;
  }

  /** Reads a line "FRAME" with or without parameters; false at the end of the input. */
  private boolean readFrameLine() throws IOException {
    long offset = in.position();
    byte[] word = new byte[FRAME.length() + 1];
    int length = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      word[length++] = (byte) b;
      boolean last = length == word.length;
      if (last ? b != '\n' && b != ' ' : b != FRAME.charAt(length - 1)) {
        ended = true;
        throw new VideoFormatException(
            where
                + "Frame %d should begin with the line FRAME at byte %d, found %s."
                    .formatted(frames, offset, Y4mHeaderParser.shown(Arrays.copyOf(word, length))));
      }
      if (last) {
        if (b == ' ') {
          skipFrameParameters(offset);
        }
        return true;
      }
    }
    if (length > 0) {
      ended = true;
      throw cutFrameLine(offset);
    }
    return false;
  }

  private void skipFrameParameters(long offset) throws IOException {
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || in.position() - offset >= MAX_FRAME_LINE) {
        ended = true;
        throw cutFrameLine(offset);
      }
    }
  }

  private VideoFormatException cutFrameLine(long offset) {
    return new VideoFormatException(
        where
            + "The FRAME line of frame %d at byte %d has no end within %d bytes."
                .formatted(frames, offset, in.position() - offset));
  }
}
