package dev.codecsmith.evolve.history;

/**
 * In which iteration each of many programs came first, by the programs' hashes, in 12 bytes a slot
 * and no object each: a hash table with open addressing (Knuth, TAOCP 3, 6.4, algorithm L) over the
 * hashes' first 64 bits. Among a hundred thousand programs the odds of two with the same 64 bits
 * are one in three thousand million. Safe for use by many threads.
 */
final class FirstIterations {
  private static final int NONE = 0;

  private long[] keys = new long[16];

  /** Beside each key its iteration, or {@link #NONE} where the slot is free. */
  private int[] iterations = new int[16];

  private int size;

  /**
   * Notes a program; an earlier iteration stays the first.
   *
   * @param sha256 64 hexadecimal digits
   * @param iteration from 1
   */
  synchronized void add(String sha256, int iteration) {
    if (8 * (size + 1) > 7 * keys.length) {
      grow();
    }
    long key = key(sha256);
    int slot = slot(key);
    if (iterations[slot] == NONE) {
      size++;
      keys[slot] = key;
      iterations[slot] = iteration;
    } else {
      iterations[slot] = Math.min(iterations[slot], iteration);
    }
  }

  /** Whether a program was noted in an iteration up to {@code last}. */
  synchronized boolean has(String sha256, int last) {
    int first = iterations[slot(key(sha256))];
    return first != NONE && first <= last;
  }

  private static long key(String sha256) {
    return Long.parseUnsignedLong(sha256, 0, 16, 16);
  }

  /** Where the key is, or the free slot where it belongs. */
  private int slot(long key) {
    int slot = (int) key & (keys.length - 1);
    while (iterations[slot] != NONE && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldIterations = iterations;
    keys = new long[2 * oldKeys.length];
    iterations = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldIterations[i] != NONE) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        iterations[slot] = oldIterations[i];
      }
    }
  }
}
