package motion;

import java.util.Arrays;

/**
 * What is known of each 4x4 block of luma that is already coded: later blocks choose contexts and
 * predict modes and vectors from it. What is not coded yet reads {@link #NOTHING}, so "coded
 * already" needs no reasoning about the order of blocks.
 */
final class BlockMap {
  static final int NOTHING = 0;
  static final int INTRA = 1;
  static final int INTER = 2;
  static final int SKIPPED = 3;

  final byte[] kind;
  final byte[] log2;
  final byte[] intraMode;
  final short[] vectorX;
  final short[] vectorY;
  private final int width;
  private final int height;

  BlockMap(Geometry geometry) {
    this.width = geometry.width >> 2;
    this.height = geometry.height >> 2;
    int size = width * height;
    this.kind = new byte[size];
    this.log2 = new byte[size];
    this.intraMode = new byte[size];
    this.vectorX = new short[size];
    this.vectorY = new short[size];
  }

  /** Forgets the square of luma samples, or the part of it that lies in the picture. */
  void clear(int x, int y, int size) {
    fill(x, y, size, NOTHING);
  }

  /**
   * Says that the samples of a square can be predicted from, before the rest of its block is
   * finished.
   */
  void touch(int x, int y, int size) {
    fill(x, y, size, INTRA);
  }

  private void fill(int x, int y, int size, int value) {
    int endX = Math.min(width, (x + size) >> 2);
    int endY = Math.min(height, (y + size) >> 2);
    for (int by = y >> 2; by < endY; by++) {
      Arrays.fill(kind, by * width + (x >> 2), by * width + endX, (byte) value);
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
    return kind[at] == NOTHING ? -1 : at;
  }

  /** Notes a finished block. */
  void put(Block block) {
    int size = 1 << (block.log2 - 2);
    byte newKind = (byte) (block.intra ? INTRA : block.skip ? SKIPPED : INTER);
    for (int dy = 0; dy < size; dy++) {
      for (int dx = 0; dx < size; dx++) {
        int at = ((block.y >> 2) + dy) * width + (block.x >> 2) + dx;
        int part = block.parts ? 2 * dy + dx : 0;
        kind[at] = newKind;
        log2[at] = (byte) block.log2;
        intraMode[at] = (byte) (block.intra ? block.intraModes[part] : IntraPredictor.DC);
        vectorX[at] = (short) block.vectorX;
        vectorY[at] = (short) block.vectorY;
      }
    }
  }
}
