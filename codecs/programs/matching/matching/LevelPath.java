package matching;

import java.util.Arrays;

/**
 * The sizes of the levels that one way through the trellis of {@link ResidualSearch} has chosen so
 * far: what the contexts of its next level follow from. Each state may have its own, as in VTM, the
 * model of VVC (JVET-K0071), so that no way is counted by the contexts of another. It takes twice
 * as long, so that it is done in every try only while little was spent ({@link Effort#exact}), and
 * else once more with the best of all that was tried.
 */
final class LevelPath {
  private static final int RIM = 4;
  private static final int MOST = 31;

  private final byte[] sizes = new byte[(32 + RIM) * (32 + RIM)];
  private int stride;
  private int length;

  /** The last size, the one before, and how many were not zero. */
  int previous;

  int beforeThat;
  int found;

  // What lies around a place.
  int right;
  int right2;
  int down;
  int down2;
  int diagonal;
  int five;
  int nine;

  /** Before the first level of a transform that has any in so many rows only. */
  void begin(int lw, int rows) {
    stride = (1 << lw) + RIM;
    length = stride * (rows + RIM);
    Arrays.fill(sizes, 0, length, (byte) 0);
    previous = 0;
    beforeThat = 0;
    found = 0;
  }

  /** Goes on from where another is, with a level. */
  void follow(LevelPath o, int x, int y, int size) {
    stride = o.stride;
    length = o.length;
    System.arraycopy(o.sizes, 0, sizes, 0, length);
    sizes[y * stride + x] = (byte) Math.min(size, MOST);
    beforeThat = o.previous;
    previous = size;
    found = o.found + (size != 0 ? 1 : 0);
  }

  /** Goes on with a level. */
  void note(int x, int y, int size) {
    sizes[y * stride + x] = (byte) Math.min(size, MOST);
    beforeThat = previous;
    previous = size;
    found += size != 0 ? 1 : 0;
  }

  /** Looks around a place. */
  void look(int x, int y) {
    byte[] a = sizes;
    int at = y * stride + x;
    int below = at + stride;
    int below2 = below + stride;
    right = a[at + 1];
    right2 = a[at + 2];
    down = a[below];
    down2 = a[below2];
    diagonal = a[below + 1];
    five = right + right2 + down + down2 + diagonal;
    nine = five + a[at + 3] + a[below2 + stride] + a[below + 2] + a[below2 + 1];
  }

  /** Whether the contexts of both are the same there. */
  boolean like(LevelPath o) {
    return nine == o.nine
        && right == o.right
        && down == o.down
        && diagonal == o.diagonal
        && right2 == o.right2
        && down2 == o.down2
        && previous == o.previous
        && beforeThat == o.beforeThat
        && Math.min(found, 7) == Math.min(o.found, 7);
  }
}
