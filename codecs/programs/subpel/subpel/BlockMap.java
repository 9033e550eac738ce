package subpel;

import java.util.Arrays;

/**
 * What is known of each 4x4 block of luma that is already coded: later blocks choose contexts and
 * predict modes and vectors from it, the deblocking filter finds its edges in it. What is not coded
 * yet reads {@link #NOTHING}, so "coded already" needs no reasoning about the order of blocks.
 */
final class BlockMap {
  static final int NOTHING = 0;
  static final int INTRA = 1;
  static final int INTER = 2;
  static final int SKIPPED = 3;

  final int width;
  final int height;
  final byte[] kind;
  final byte[] log2;
  final byte[] intraMode;

  /** A coefficient of luma is not zero in the transform that covers the block. */
  final boolean[] coded;

  /** The block's left and upper side are borders of a transform or a prediction. */
  final boolean[] leftEdge;

  final boolean[] upperEdge;
  private final byte[] references;
  private final short[] vectors;

  BlockMap(Geometry geometry) {
    this.width = geometry.width >> 2;
    this.height = geometry.height >> 2;
    int size = width * height;
    this.kind = new byte[size];
    this.log2 = new byte[size];
    this.intraMode = new byte[size];
    this.coded = new boolean[size];
    this.leftEdge = new boolean[size];
    this.upperEdge = new boolean[size];
    this.references = new byte[2 * size];
    this.vectors = new short[4 * size];
  }

  /** Forgets the square of luma samples, or the part of it that lies in the picture. */
  void clear(int x, int y, int size) {
    int endX = Math.min(width, (x + size) >> 2);
    int endY = Math.min(height, (y + size) >> 2);
    for (int by = y >> 2; by < endY; by++) {
      Arrays.fill(kind, by * width + (x >> 2), by * width + endX, (byte) NOTHING);
    }
  }

  /**
   * Says that the samples of a square can be predicted from, before the rest of its block is
   * finished.
   */
  void touch(int x, int y, int size) {
    for (int by = y >> 2; by < (y + size) >> 2; by++) {
      Arrays.fill(kind, by * width + (x >> 2), by * width + ((x + size) >> 2), (byte) INTRA);
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
        kind[at] = newKind;
        log2[at] = (byte) block.log2;
        int part = block.parts ? 2 * (2 * dy / size) + 2 * dx / size : 0;
        intraMode[at] = (byte) (block.intra ? block.intraModes[part] : IntraPredictor.DC);
        int transformSize = block.transformSplit() ? size / 2 : size;
        int transform = block.transformSplit() ? 2 * (dy / transformSize) + dx / transformSize : 0;
        coded[at] = block.codedLuma[transform];
        leftEdge[at] = dx % transformSize == 0;
        upperEdge[at] = dy % transformSize == 0;
        for (int h = 0; h < 2; h++) {
          references[2 * at + h] = (byte) (block.intra ? Motion.NONE : block.motion.reference[h]);
          vectors[4 * at + 2 * h] = (short) block.motion.x[h];
          vectors[4 * at + 2 * h + 1] = (short) block.motion.y[h];
        }
      }
    }
  }

  boolean isInter(int at) {
    return kind[at] >= INTER;
  }

  void motion(int at, Motion motion) {
    for (int h = 0; h < 2; h++) {
      motion.set(h, references[2 * at + h], vectors[4 * at + 2 * h], vectors[4 * at + 2 * h + 1]);
    }
  }

  int reference(int at, int hypothesis) {
    return references[2 * at + hypothesis];
  }

  int vectorX(int at, int hypothesis) {
    return vectors[4 * at + 2 * hypothesis];
  }

  int vectorY(int at, int hypothesis) {
    return vectors[4 * at + 2 * hypothesis + 1];
  }
}
