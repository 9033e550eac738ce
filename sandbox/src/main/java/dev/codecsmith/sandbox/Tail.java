package dev.codecsmith.sandbox;

import java.nio.charset.StandardCharsets;

/** Keeps the last bytes of a stream. */
final class Tail {
  private final byte[] ring;
  private long total;

  Tail(int capacity) {
    ring = new byte[capacity];
  }

  synchronized void add(byte[] bytes, int length) {
    for (int done = 0; done < length; ) {
      int at = (int) (total % ring.length);
      int count = Math.min(length - done, ring.length - at);
      System.arraycopy(bytes, done, ring, at, count);
      done += count;
      total += count;
    }
  }

  /** What is kept, as UTF-8; says first how much is missing, if anything. */
  synchronized String text() {
    int kept = (int) Math.min(total, ring.length);
    byte[] bytes = new byte[kept];
    int start = (int) ((total - kept) % ring.length);
    int first = Math.min(kept, ring.length - start);
    System.arraycopy(ring, start, bytes, 0, first);
    System.arraycopy(ring, 0, bytes, first, kept - first);
    String text = new String(bytes, StandardCharsets.UTF_8);
    return total > kept ? "[" + (total - kept) + " bytes before this]\n" + text : text;
  }
}
