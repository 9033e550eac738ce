package matching;

import java.lang.foreign.MemorySegment;

/**
 * The samples of a finished picture at quarter positions: luma with twelve taps, as ECM, the model
 * after VVC, has them, chroma with six, as there. Values are in 14 bits. What lies outside repeats
 * the edge.
 *
 * <p>An encoder visits the same positions again and again, so it may keep all sixteen phases of
 * luma, or those around where it is; a decoder makes what it needs, and both get the same values.
 */
final class Interpolator {
  private static final int PAD = 80;
  private static final int CHROMA_PAD = 44;
  // Rows of phases that an encoder keeps around where it is, and how many of them lie above; of
  // pictures so wide that these would hold more samples than BAND_SAMPLES, none.
  private static final int BAND = 256;
  private static final int BAND_ABOVE = 96;
  private static final int BAND_SAMPLES = 1 << 20;
  // The interpolation filters of the cosine transform of twelve samples (as those of HEVC are of
  // eight), under the window cos(pi d / 18), in 1/256.
  private static final int[][] TAPS = {
    {0, 0, 0, 0, 0, 256, 0, 0, 0, 0, 0, 0},
    {-1, 5, -11, 20, -43, 231, 75, -30, 16, -9, 4, -1},
    {-2, 6, -13, 25, -50, 162, 162, -50, 25, -13, 6, -2},
    {-1, 4, -9, 16, -30, 75, 231, -43, 20, -11, 5, -1}
  };
  // Six taps for chroma, as ECM has them, by the same formula: eighths of a sample.
  private static final int[][] CHROMA_TAPS = new int[8][];

  static {
    for (int f = 0; f < 8; f++) {
      CHROMA_TAPS[f] = taps(6, f / 8.0);
    }
  }

  // The interpolation filter of the cosine transform of n samples at a place between the middle
  // two, under a window, in 1/256.
  private static int[] taps(int n, double fraction) {
    double[] w = new double[n];
    double at = n / 2 - 1 + fraction;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        w[i] +=
            (k == 0 ? 0.5 : 1)
                * StrictMath.cos(StrictMath.PI * (2 * i + 1) * k / (2 * n))
                * StrictMath.cos(StrictMath.PI * (2 * at + 1) * k / (2 * n));
      }
      w[i] *= StrictMath.cos(StrictMath.PI * (i - at) / (1.5 * n));
      sum += w[i];
    }
    int[] out = new int[n];
    int rest = 256;
    for (int i = 0; i < n; i++) {
      out[i] = (int) StrictMath.rint(w[i] * 256 / sum);
      rest -= out[i];
    }
    out[n / 2 - 1] += fraction < 0.5 ? rest : fraction > 0.5 ? 0 : rest >> 1;
    out[n / 2] += fraction > 0.5 ? rest : fraction < 0.5 ? 0 : rest >> 1;
    return out;
  }

  /** Where {@link #luma} has put its answer. */
  static final class View {
    short[] samples = {};
    int at;
    int stride;

    /** The same samples where they stand for such of 8 bits, or null. */
    MemorySegment segment;

    final short[] own = new short[64 * 64];
    final MemorySegment ownSegment = MemorySegment.ofArray(own);
    final int[] between = new int[75 * 64];
  }

  private final Geometry g;
  private final int shift;
  private final int stride;
  private final int rows;
  private final int chromaStride;
  private final char[] luma;
  private final MemorySegment wholeSegment;
  // Whether four samples at a time may be compared.
  private final boolean packs;
  private final char[][] chroma = new char[2][];
  private final boolean keepsAll;
  private Phases phases;

  /**
   * @param keepsAll whether all phases are kept once they are made
   */
  Interpolator(Geometry g, Plane[] planes, boolean keepsAll) {
    this.g = g;
    this.shift = g.depthShift;
    stride = g.width + 2 * PAD;
    rows = g.height + 2 * PAD;
    chromaStride = (g.width >> 1) + 2 * CHROMA_PAD;
    luma = pad(planes[0], PAD);
    packs = shift == 0 && PackedDifference.USABLE;
    wholeSegment = packs ? MemorySegment.ofArray(luma) : null;
    chroma[0] = pad(planes[1], CHROMA_PAD);
    chroma[1] = pad(planes[2], CHROMA_PAD);
    this.keepsAll = keepsAll;
    forget();
  }

  private static char[] pad(Plane p, int pad) {
    int w = p.width + 2 * pad;
    int h = p.height + 2 * pad;
    char[] out = new char[w * h];
    for (int y = 0; y < h; y++) {
      int from = Math.clamp(y - pad, 0, p.height - 1) * p.width;
      int to = y * w;
      for (int x = 0; x < pad; x++) {
        out[to + x] = p.samples[from];
        out[to + w - 1 - x] = p.samples[from + p.width - 1];
      }
      System.arraycopy(p.samples, from, out, to + pad, p.width);
    }
    return out;
  }

  /**
   * Keeps the phases around a row of luma from now on, until {@link #leave}, if not all are kept
   * and if they are not too many: of pictures up to some 4000 samples wide.
   */
  void around(int y) {
    int kept = Math.min(rows, BAND);
    if (keepsAll || kept * stride > BAND_SAMPLES) {
      return;
    }
    if (phases == null) {
      phases = new Phases(this, stride, kept, packs);
    }
    phases.moveTo(Math.max(0, y + PAD - BAND_ABOVE));
  }

  /** Lets go of what is kept around a row. */
  void leave() {
    if (!keepsAll) {
      phases = null;
    }
  }

  /** Lets go of all phases, to be made again where they are asked for. */
  void forget() {
    phases = keepsAll ? new Phases(this, stride, rows, packs) : null;
  }

  private int place(int x, int y, int mx, int my) {
    int ix = Math.clamp(x + (mx >> 2), -(PAD - 8), g.width + 8);
    int iy = Math.clamp(y + (my >> 2), -(PAD - 8), g.height + 8);
    return (iy + PAD) * stride + ix + PAD;
  }

  /** Whole samples, for a search: where the block lies in {@link #whole}. */
  int wholeAt(int x, int y, int mx, int my) {
    return place(x, y, mx, my);
  }

  char[] whole() {
    return luma;
  }

  /** The same, if they have 8 bits, or null. */
  MemorySegment wholeSegment() {
    return wholeSegment;
  }

  int wholeStride() {
    return stride;
  }

  /** A block of luma of at most 64x64, moved by that vector. */
  void luma(int x, int y, int w, int h, int mx, int my, View view) {
    int ix = Math.clamp(x + (mx >> 2), -(PAD - 8), g.width + 8) + PAD;
    int iy = Math.clamp(y + (my >> 2), -(PAD - 8), g.height + 8) + PAD;
    int at = iy * stride + ix;
    int fx = mx & 3;
    int fy = my & 3;
    if (phases != null && phases.hold(iy, h)) {
      phases.look(fx, fy, ix, iy, w, h, view);
      return;
    }
    view.segment = packs ? view.ownSegment : null;
    view.samples = view.own;
    view.at = 0;
    view.stride = w;
    filter(luma, stride, at, w, h, fx, fy, view.own, w, view.between, 0);
  }

  /**
   * Makes a part of a phase, as far as its filters do not reach beyond what there is.
   *
   * @param x0 from here in padded luma, to before {@code x1}
   * @param out rows of the width of padded luma
   * @param top the row that {@code out} begins with
   */
  void fill(int fx, int fy, int x0, int y0, int x1, int y1, short[] out, int top, int[] between) {
    int left = Math.max(6, x0);
    int upper = Math.max(6, y0);
    int w = Math.min(stride - 6, x1) - left;
    int h = Math.min(rows - 6, y1) - upper;
    if (w > 0 && h > 0) {
      int at = upper * stride + left;
      filter(luma, stride, at, w, h, fx, fy, out, stride, between, at - top * stride);
    }
  }

  private void filter(
      char[] s,
      int from,
      int at,
      int w,
      int h,
      int fx,
      int fy,
      short[] out,
      int to,
      int[] between,
      int start) {
    int up = 6 - shift;
    if (fy == 0) {
      for (int r = 0; r < h; r++) {
        int i = at + r * from;
        int o = start + r * to;
        if (fx == 0) {
          for (int c = 0; c < w; c++) {
            out[o + c] = (short) (s[i + c] << up);
          }
        } else {
          across(s, i, w, TAPS[fx], between, 0);
          for (int c = 0; c < w; c++) {
            out[o + c] = (short) between[c];
          }
        }
      }
      return;
    }
    for (int r = 0; r < h + 11; r++) {
      int i = at + (r - 5) * from;
      int o = r * w;
      if (fx == 0) {
        for (int c = 0; c < w; c++) {
          between[o + c] = s[i + c] << up;
        }
      } else {
        across(s, i, w, TAPS[fx], between, o);
      }
    }
    int[] u = TAPS[fy];
    int u0 = u[0];
    int u1 = u[1];
    int u2 = u[2];
    int u3 = u[3];
    int u4 = u[4];
    int u5 = u[5];
    int u6 = u[6];
    int u7 = u[7];
    int u8 = u[8];
    int u9 = u[9];
    int u10 = u[10];
    int u11 = u[11];
    for (int r = 0; r < h; r++) {
      int i = r * w;
      int o = start + r * to;
      for (int c = 0; c < w; c++) {
        int k = i + c;
        int v =
            u0 * between[k]
                + u1 * between[k + w]
                + u2 * between[k + 2 * w]
                + u3 * between[k + 3 * w]
                + u4 * between[k + 4 * w]
                + u5 * between[k + 5 * w]
                + u6 * between[k + 6 * w]
                + u7 * between[k + 7 * w]
                + u8 * between[k + 8 * w]
                + u9 * between[k + 9 * w]
                + u10 * between[k + 10 * w]
                + u11 * between[k + 11 * w];
        out[o + c] = (short) (v >> 8);
      }
    }
  }

  private void across(char[] s, int i, int w, int[] t, int[] out, int o) {
    int t0 = t[0];
    int t1 = t[1];
    int t2 = t[2];
    int t3 = t[3];
    int t4 = t[4];
    int t5 = t[5];
    int t6 = t[6];
    int t7 = t[7];
    int t8 = t[8];
    int t9 = t[9];
    int t10 = t[10];
    int t11 = t[11];
    for (int c = 0; c < w; c++) {
      int k = i + c;
      int v =
          t0 * s[k - 5]
              + t1 * s[k - 4]
              + t2 * s[k - 3]
              + t3 * s[k - 2]
              + t4 * s[k - 1]
              + t5 * s[k]
              + t6 * s[k + 1]
              + t7 * s[k + 2]
              + t8 * s[k + 3]
              + t9 * s[k + 4]
              + t10 * s[k + 5]
              + t11 * s[k + 6];
      out[o + c] = v >> (shift + 2);
    }
  }

  /** A block of chroma plane 1 or 2, added to {@code out}. */
  void chroma(int plane, int x, int y, int w, int h, int mx, int my, int[] out, View view) {
    int ix = Math.clamp(x + (mx >> 3), -(CHROMA_PAD - 4), (g.width >> 1) + 4) + CHROMA_PAD;
    int iy = Math.clamp(y + (my >> 3), -(CHROMA_PAD - 4), (g.height >> 1) + 4) + CHROMA_PAD;
    int[] tx = CHROMA_TAPS[mx & 7];
    int[] ty = CHROMA_TAPS[my & 7];
    char[] s = chroma[plane - 1];
    int[] mid = view.between;
    for (int r = -2; r < h + 3; r++) {
      int at = (iy + r) * chromaStride + ix;
      int to = (r + 2) * w;
      for (int c = 0; c < w; c++) {
        int i = at + c;
        mid[to + c] =
            (tx[0] * s[i - 2]
                    + tx[1] * s[i - 1]
                    + tx[2] * s[i]
                    + tx[3] * s[i + 1]
                    + tx[4] * s[i + 2]
                    + tx[5] * s[i + 3])
                >> (shift + 2);
      }
    }
    for (int r = 0; r < h; r++) {
      for (int c = 0; c < w; c++) {
        int i = r * w + c;
        out[i] +=
            (ty[0] * mid[i]
                    + ty[1] * mid[i + w]
                    + ty[2] * mid[i + 2 * w]
                    + ty[3] * mid[i + 3 * w]
                    + ty[4] * mid[i + 4 * w]
                    + ty[5] * mid[i + 5 * w])
                >> 8;
      }
    }
  }
}
