package dev.codecsmith.sandbox.run;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Keeps the end of a stream of text, and of a long one its beginning too: a compiler says first
 * what matters, a program that crashes last. Of a line of many kibibytes only beginning and end are
 * kept, so that no single line can push all others out.
 */
final class Tail {
  /** What is kept of a line's beginning, and as much of its end. */
  private static final int LINE_PART_BYTES = 2_048;

  private final byte[] head;
  private final Ring end;
  private final Ring endOfLine = new Ring(LINE_PART_BYTES);
  private int headBytes;
  private int lineBytes;

  /** The last bytes that were added. */
  private static final class Ring {
    private final byte[] bytes;
    private long total;

    Ring(int capacity) {
      bytes = new byte[capacity];
    }

    void add(byte each) {
      bytes[(int) (total % bytes.length)] = each;
      total++;
    }

    long missing() {
      return Math.max(0, total - bytes.length);
    }

    byte[] kept() {
      int count = (int) Math.min(total, bytes.length);
      int start = (int) ((total - count) % bytes.length);
      byte[] kept = new byte[count];
      int first = Math.min(count, bytes.length - start);
      System.arraycopy(bytes, start, kept, 0, first);
      System.arraycopy(bytes, 0, kept, first, count - first);
      return kept;
    }
  }

  /**
   * @param capacity the most bytes that are kept, an eighth of them from the beginning
   */
  Tail(int capacity) {
    head = new byte[capacity / 8];
    end = new Ring(capacity - head.length);
  }

  synchronized void add(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      byte each = bytes[i];
      if (each == '\n' || each == '\r') {
        for (byte kept : restOfLine()) {
          keep(kept);
        }
        keep(each);
        endOfLine.total = 0;
        lineBytes = 0;
      } else if (lineBytes < LINE_PART_BYTES || (endOfLine.total == 0 && isContinuation(each))) {
        lineBytes++;
        keep(each);
      } else {
        endOfLine.add(each);
      }
    }
  }

  /** Of UTF-8: a byte that is not a character's first. */
  private static boolean isContinuation(byte each) {
    return (each & 0xC0) == 0x80;
  }

  /** What follows a line's beginning. */
  private byte[] restOfLine() {
    byte[] kept = endOfLine.kept();
    if (endOfLine.missing() == 0) {
      return kept;
    }
    int from = 0;
    while (from < kept.length && isContinuation(kept[from])) {
      from++;
    }
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    rest.writeBytes(mark(endOfLine.missing() + from, "of this line"));
    rest.write(kept, from, kept.length - from);
    return rest.toByteArray();
  }

  private void keep(byte each) {
    if (headBytes < head.length) {
      head[headBytes++] = each;
    } else {
      end.add(each);
    }
  }

  private static byte[] mark(long bytes, String where) {
    return ("[… " + bytes + " bytes " + where + " left out …]").getBytes(StandardCharsets.UTF_8);
  }

  /** What is kept, as UTF-8; says how much is missing where it is missing. */
  synchronized String text() {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(head.length + end.bytes.length);
    kept.write(head, 0, headBytes);
    if (end.missing() > 0) {
      kept.write('\n');
      kept.writeBytes(mark(end.missing(), "before this"));
      kept.write('\n');
    }
    kept.writeBytes(end.kept());
    kept.writeBytes(restOfLine());
    return kept.toString(StandardCharsets.UTF_8);
  }
}
