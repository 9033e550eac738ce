package intra;

import java.util.Arrays;

/**
 * What is known of each 4x4 block of luma that is already coded: later blocks choose contexts and
 * predict modes from it. What is not coded yet is marked so, and "coded already" needs no reasoning
 * about the order of blocks.
 */
final class BlockMap {
  final byte[] log2;
  final byte[] mode;
  private final boolean[] coded;
  private final int width;
  private final int height;

  BlockMap(Geometry geometry) {
    this.width = geometry.width >> 2;
    this.height = geometry.height >> 2;
    int size = width * height;
    this.coded = new boolean[size];
    this.log2 = new byte[size];
    this.mode = new byte[size];
  }

  /** Forgets the square of luma samples, or the part of it that lies in the picture. */
  void clear(int x, int y, int size) {
    fill(x, y, size, false);
  }

  /**
   * Says that the samples of a square can be predicted from, before the rest of its block is
   * finished.
   */
  void touch(int x, int y, int size) {
    fill(x, y, size, true);
  }

  private void fill(int x, int y, int size, boolean value) {
    int endX = Math.min(width, (x + size) >> 2);
    int endY = Math.min(height, (y + size) >> 2);
    for (int by = y >> 2; by < endY; by++) {
      Arrays.fill(coded, by * width + (x >> 2), by * width + endX, value);
    }
  }

  /**
   * The index of the block that holds the luma sample (x, y), or -1 if it is outside or not coded
   * yet.
   */
  int find(int x, int y) {
    if (x < 0 || y < 0 || x >= width << 2 || y >= height << 2) {
      return -1;
    }
    int at = (y >> 2) * width + (x >> 2);
    return coded[at] ? at : -1;
  }

  /** Notes a finished block. */
  void put(Block block) {
    int size = 1 << (block.log2 - 2);
    for (int dy = 0; dy < size; dy++) {
      for (int dx = 0; dx < size; dx++) {
        int at = ((block.y >> 2) + dy) * width + (block.x >> 2) + dx;
        int part = block.parts ? 2 * dy + dx : 0;
        coded[at] = true;
        log2[at] = (byte) block.log2;
        mode[at] = (byte) block.modes[part];
      }
    }
  }
}
