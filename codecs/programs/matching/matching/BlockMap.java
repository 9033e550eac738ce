package matching;

import java.util.Arrays;

/** What is known of each 4x4 luma samples of a picture that is being coded, or was. */
final class BlockMap {
  static final int INTRA = 0;
  static final int INTER = 1;
  static final int SKIP = 2;

  /** Bits of {@link #edges}. */
  static final int LEFT_EDGE = 1;

  static final int TOP_EDGE = 2;
  static final int COEFFICIENTS = 4;

  final int width;
  final int height;
  final boolean[] coded;
  final byte[] lw;
  final byte[] lh;
  final byte[] mode;
  final byte[] kind;
  final byte[] edges;
  final byte[] qp;
  final Motion[] motion;
  final boolean[] fromLuma;
  final boolean[] light;

  /** How large differences of own vectors were, in classes of {@link VectorSyntax}. */
  final byte[] moved;

  /** How many levels the block had, for luma and for chroma: 0 to 5. */
  final byte[] density;

  final byte[] chromaDensity;

  BlockMap(Geometry g) {
    width = g.width >> 2;
    height = g.height >> 2;
    int size = width * height;
    coded = new boolean[size];
    lw = new byte[size];
    lh = new byte[size];
    mode = new byte[size];
    kind = new byte[size];
    edges = new byte[size];
    qp = new byte[size];
    motion = new Motion[size];
    density = new byte[size];
    chromaDensity = new byte[size];
    fromLuma = new boolean[size];
    light = new boolean[size];
    moved = new byte[size];
  }

  void fill(int x, int y, int w, int h, boolean value) {
    int endX = Math.min(width, (x + w) >> 2);
    int endY = Math.min(height, (y + h) >> 2);
    for (int by = y >> 2; by < endY; by++) {
      Arrays.fill(coded, by * width + (x >> 2), by * width + endX, value);
    }
  }

  /** The unit that holds that luma sample, or -1 if it is not coded yet. */
  int find(int x, int y) {
    if (x < 0 || y < 0 || x >= width << 2 || y >= height << 2) {
      return -1;
    }
    int at = (y >> 2) * width + (x >> 2);
    return coded[at] ? at : -1;
  }

  /** The kinds of two units, each of which may be missing, as one number below 16. */
  int kinds(int left, int above) {
    return (left >= 0 ? kind[left] : 3) * 4 + (above >= 0 ? kind[above] : 3);
  }

  Motion motionAt(int x, int y) {
    int at = find(x, y);
    return at >= 0 ? motion[at] : null;
  }

  private static Motion motionOf(Block b, int x, int y) {
    if (b.field != null) {
      return b.field.at(x, y);
    }
    return b.affine == null ? b.motion : b.affine.unit(x, y);
  }

  /** Notes a leaf. */
  void put(Block b, int blockQp) {
    int n = 1 << (b.lw - 2);
    int m = 1 << (b.lh - 2);
    int tn = 1 << (b.transformLw(0) - 2);
    int tm = 1 << (b.transformLh(0) - 2);
    int sent = VectorSyntax.NONE;
    if (!b.intra && !b.merge) {
      sent = 0;
      for (int i = 0; i < (b.motion.bi() ? 2 : 1); i++) {
        sent = Math.max(sent, VectorSyntax.size(b.differences[i][0]));
        sent = Math.max(sent, VectorSyntax.size(b.differences[i][1]));
      }
    }
    int[] dense = new int[4];
    int chromaDense = 0;
    if (!b.skip) {
      int area = 1 << (b.transformLw(0) + b.transformLh(0));
      for (int t = 0; t < b.count(0); t++) {
        dense[t] = b.coded[0][t] ? ResidualSyntax.density(b.levels[0], b.offset(0, t), area) : 0;
      }
      int chromaArea = 1 << (b.lw + b.lh - 2);
      chromaDense =
          (ResidualSyntax.density(b.levels[1], 0, chromaArea)
                  + ResidualSyntax.density(b.levels[2], 0, chromaArea)
                  + 1)
              >> 1;
    }
    for (int dy = 0; dy < m; dy++) {
      for (int dx = 0; dx < n; dx++) {
        int at = ((b.y >> 2) + dy) * width + (b.x >> 2) + dx;
        int t = (dy / tm) * (n / tn) + dx / tn;
        coded[at] = true;
        lw[at] = (byte) b.lw;
        lh[at] = (byte) b.lh;
        mode[at] = (byte) (b.intra ? b.mode : IntraPredictor.DC);
        kind[at] = (byte) (b.intra ? INTRA : b.skip ? SKIP : INTER);
        motion[at] = b.intra ? null : motionOf(b, b.x + 4 * dx, b.y + 4 * dy);
        qp[at] = (byte) blockQp;
        fromLuma[at] = b.intra && b.chromaMode >= IntraPredictor.FROM_LUMA;
        moved[at] = (byte) sent;
        light[at] = !b.intra && b.light;
        density[at] = (byte) dense[t];
        chromaDensity[at] = (byte) chromaDense;
        edges[at] =
            (byte)
                ((dx % tn == 0 ? LEFT_EDGE : 0)
                    | (dy % tm == 0 ? TOP_EDGE : 0)
                    | (b.coded[0][t] ? COEFFICIENTS : 0));
      }
    }
  }
}
