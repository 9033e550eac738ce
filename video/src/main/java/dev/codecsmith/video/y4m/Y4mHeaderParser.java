package dev.codecsmith.video.y4m;

import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the header line of a Y4M stream, which may be anything: a hostile decoder wrote it. Tags
 * may come in any order and each once, X tags as often as they like. A tag that Y4M does not define
 * is an error, for it may change what the samples mean.
 */
final class Y4mHeaderParser {
  private static final String KNOWN_TAGS = "WHFIACX";
  private static final String SUBSAMPLING = "YSCSS=";
  private static final int SHOWN_BYTES = 32;

  /** A word of the header: a letter and a value. */
  private record Tag(int offset, String word) {
    char letter() {
      return word.charAt(0);
    }

    String value() {
      return word.substring(1);
    }

    VideoFormatException malformed(String expected) {
      return new VideoFormatException(
          "The Y4M header should have %s at byte %d, found %s."
              .formatted(expected, offset, shown(word)));
    }
  }

  private final String line;
  private final Map<Character, Tag> tags = new HashMap<>();
  private final List<String> extensions = new ArrayList<>();

  Y4mHeaderParser(String line) {
    this.line = line;
  }

  Y4mHeader parse() throws VideoFormatException {
    if (!line.equals(Y4mHeader.MAGIC) && !line.startsWith(Y4mHeader.MAGIC + " ")) {
      throw new VideoFormatException(
          "This is not Y4M: it should begin with \"%s \", found %s."
              .formatted(Y4mHeader.MAGIC, shown(line)));
    }
    split();
    return new Y4mHeader(
        side('W', "width"),
        side('H', "height"),
        frameRate(),
        interlacing(),
        pixelAspect(),
        colourSpace(),
        extensions);
  }

  private void split() throws VideoFormatException {
    int start = Y4mHeader.MAGIC.length();
    while (start < line.length()) {
      int space = line.indexOf(' ', start);
      int end = space < 0 ? line.length() : space;
      if (end > start) {
        add(new Tag(start, line.substring(start, end)));
      }
      start = end + 1;
    }
  }

  private void add(Tag tag) throws VideoFormatException {
    if (KNOWN_TAGS.indexOf(tag.letter()) < 0) {
      throw tag.malformed("one of the tags W, H, F, I, A, C and X");
    }
    if (tag.letter() == 'X') {
      extensions.add(tag.value());
    } else if (tags.putIfAbsent(tag.letter(), tag) != null) {
      throw tag.malformed("tag " + tag.letter() + " only once, but has it again");
    }
  }

  private int side(char letter, String meaning) throws VideoFormatException {
    Tag tag = tags.get(letter);
    if (tag == null) {
      throw new VideoFormatException(
          "The Y4M header has no %s (tag %c): %s.".formatted(meaning, letter, shown(line)));
    }
    int side = tag.value().matches("[0-9]{1,9}") ? Integer.parseInt(tag.value()) : 0;
    if (side < 1 || side > Y4mHeader.MAX_SIDE) {
      throw tag.malformed("a %s of 1 to %d".formatted(meaning, Y4mHeader.MAX_SIDE));
    }
    return side;
  }

  private Optional<Rational> frameRate() throws VideoFormatException {
    Tag tag = tags.get('F');
    if (tag == null) {
      return Optional.empty();
    }
    long[] ratio = ratio(tag);
    if (ratio[0] == 0 && ratio[1] == 0) {
      return Optional.empty();
    }
    if (ratio[0] == 0 || ratio[1] == 0) {
      throw tag.malformed("a frame rate such as F30000:1001");
    }
    return Optional.of(new Rational(ratio[0], ratio[1]));
  }

  private Optional<Rational> pixelAspect() throws VideoFormatException {
    Tag tag = tags.get('A');
    long[] ratio = tag == null ? new long[2] : ratio(tag);
    return ratio[0] == 0 || ratio[1] == 0
        ? Optional.empty()
        : Optional.of(new Rational(ratio[0], ratio[1]));
  }

  private Interlacing interlacing() throws VideoFormatException {
    Tag tag = tags.get('I');
    if (tag == null) {
      return Interlacing.UNKNOWN;
    }
    return Interlacing.ofTag(tag.value()).orElseThrow(() -> tag.malformed("Ip, It, Ib, Im or I?"));
  }

  private String colourSpace() throws VideoFormatException {
    Tag tag = tags.get('C');
    if (tag == null) {
      return extensions.stream()
          .filter(extension -> extension.startsWith(SUBSAMPLING))
          .map(extension -> extension.substring(SUBSAMPLING.length()).toLowerCase(Locale.ROOT))
          .filter(named -> PixelFormat.ofY4mColourSpace(named).isPresent())
          .findFirst()
          .orElse("420");
    }
    if (PixelFormat.ofY4mColourSpace(tag.value()).isEmpty()) {
      throw tag.malformed(
          "a colour space of planar YUV 4:0:0, 4:2:0, 4:2:2 or 4:4:4 such as C420jpeg, C422p10 or"
              + " Cmono");
    }
    return tag.value();
  }

  private static long[] ratio(Tag tag) throws VideoFormatException {
    String value = tag.value();
    if (!value.matches("[0-9]{1,10}:[0-9]{1,10}")) {
      throw tag.malformed("two numbers such as %c1:1".formatted(tag.letter()));
    }
    int colon = value.indexOf(':');
    return new long[] {
      Long.parseLong(value.substring(0, colon)), Long.parseLong(value.substring(colon + 1))
    };
  }

  /** Bytes in quotes, at most {@value #SHOWN_BYTES} of them, what is not ASCII text as \xNN. */
  static String shown(String bytes) {
    StringBuilder shown = new StringBuilder("\"");
    for (int i = 0; i < Math.min(bytes.length(), SHOWN_BYTES); i++) {
      char c = bytes.charAt(i);
      if (c == '\n') {
        shown.append("\\n");
      } else if (c < ' ' || c > '~') {
        shown.append("\\x%02x".formatted((int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.append(bytes.length() > SHOWN_BYTES ? "…\"" : "\"").toString();
  }

  static String shown(byte[] bytes) {
    return shown(new String(bytes, StandardCharsets.ISO_8859_1));
  }
}
