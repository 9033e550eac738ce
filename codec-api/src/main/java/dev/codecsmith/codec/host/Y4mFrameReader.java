package dev.codecsmith.codec.host;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.FrameReader;
import dev.codecsmith.codec.VideoFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads Y4M: a line {@code YUV4MPEG2} with space-separated parameters, then per frame a line {@code
 * FRAME} and the planes. Samples above 8 bits are two bytes, the low one first. Interlacing, sample
 * aspect and {@code X} parameters are passed over.
 */
final class Y4mFrameReader implements FrameReader {
  private static final int MAX_LINE = 1024;
  private static final String MAGIC = "YUV4MPEG2";

  private final InputStream in;
  private final String name;
  private final VideoFormat format;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private long framesRead;
  private boolean ended;

  /**
   * Reads the header.
   *
   * @param name the file's name, for messages
   */
  Y4mFrameReader(InputStream in, String name) throws IOException {
    this.in = in;
    this.name = name;
    this.format = parse(line());
  }

  VideoFormat format() {
    return format;
  }

  @Override
  public boolean read(Frame frame) throws IOException {
    if (!format.equals(frame.format())) {
      throw new IllegalStateException(
          "The frame given to FrameReader.read has the format "
              + frame.format()
              + ", the source has "
              + format);
    }
    if (ended) {
      return false;
    }
    if (position == limit && !fill()) {
      ended = true;
      return false;
    }
    String line = line();
    if (!line.equals("FRAME") && !line.startsWith("FRAME ")) {
      throw damaged("has something else than FRAME before frame " + framesRead);
    }
    for (int p = 0; p < format.planes(); p++) {
      if (format.bitDepth() == 8) {
        readBytes(frame.plane(p));
      } else {
        readWords(frame.plane(p));
      }
    }
    framesRead++;
    return true;
  }

  private void readBytes(short[] samples) throws IOException {
    int done = 0;
    while (done < samples.length) {
      if (position == limit) {
        fillFrame();
      }
      int count = Math.min(limit - position, samples.length - done);
      for (int i = 0; i < count; i++) {
        samples[done + i] = (short) (buffer[position + i] & 0xFF);
      }
      position += count;
      done += count;
    }
  }

  private void readWords(short[] samples) throws IOException {
    int max = format.maxSample();
    for (int i = 0; i < samples.length; i++) {
      int low = frameByte();
      int value = low | frameByte() << 8;
      if (value > max) {
        throw damaged("has a sample of " + value + " in frame " + framesRead + ", above " + max);
      }
      samples[i] = (short) value;
    }
  }

  private int frameByte() throws IOException {
    if (position == limit) {
      fillFrame();
    }
    return buffer[position++] & 0xFF;
  }

  private void fillFrame() throws IOException {
    if (!fill()) {
      throw damaged("ends in the middle of frame " + framesRead);
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  private String line() throws IOException {
    byte[] text = new byte[MAX_LINE];
    for (int length = 0; length < MAX_LINE; length++) {
      if (position == limit && !fill()) {
        throw damaged("ends in a header");
      }
      byte b = buffer[position++];
      if (b == '\n') {
        return new String(text, 0, length, StandardCharsets.ISO_8859_1);
      }
      text[length] = b;
    }
    throw damaged("has a header of more than " + MAX_LINE + " bytes");
  }

  private VideoFormat parse(String header) throws WrongUseException {
    if (!header.startsWith(MAGIC)) {
      throw damaged("does not begin with " + MAGIC);
    }
    int width = 0;
    int height = 0;
    String rate = "";
    String chroma = "420";
    int start = MAGIC.length();
    while (start < header.length()) {
      int end = header.indexOf(' ', start + 1);
      end = end < 0 ? header.length() : end;
      if (end > start + 1) {
        String value = header.substring(start + 2, end);
        switch (header.charAt(start + 1)) {
          case 'W' -> width = number(value);
          case 'H' -> height = number(value);
          case 'F' -> rate = value;
          case 'C' -> chroma = value;
          default -> {}
        }
      }
      start = end;
    }
    int colon = rate.indexOf(':');
    if (colon < 0) {
      throw damaged("names no frame rate");
    }
    try {
      return new VideoFormat(
          width,
          height,
          number(rate.substring(0, colon)),
          number(rate.substring(colon + 1)),
          chromaFormat(chroma),
          bitDepth(chroma));
    } catch (IllegalArgumentException e) {
      throw damaged("cannot be coded. " + e.getMessage());
    }
  }

  private ChromaFormat chromaFormat(String tag) throws WrongUseException {
    if (tag.startsWith("mono")) {
      return ChromaFormat.YUV400;
    }
    if (tag.startsWith("420")) {
      return ChromaFormat.YUV420;
    }
    if (tag.startsWith("422")) {
      return ChromaFormat.YUV422;
    }
    if (tag.startsWith("444") && !tag.equals("444alpha")) {
      return ChromaFormat.YUV444;
    }
    throw damaged("has the chroma format " + tag + ", which is none of 420, 422, 444 and mono");
  }

  // 420, 420jpeg, 420mpeg2, 420paldv: 8 bits. 420p10: 10. mono: 8, mono10: 10.
  private int bitDepth(String tag) throws WrongUseException {
    if (tag.startsWith("mono")) {
      return tag.length() == 4 ? 8 : number(tag.substring(4));
    }
    boolean named = tag.length() > 4 && tag.charAt(3) == 'p' && Character.isDigit(tag.charAt(4));
    return named ? number(tag.substring(4)) : 8;
  }

  private int number(String text) throws WrongUseException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw damaged("has " + text + " in its header where a number belongs");
    }
  }

  private WrongUseException damaged(String what) {
    return new WrongUseException("The source " + name + " " + what + ".");
  }
}
