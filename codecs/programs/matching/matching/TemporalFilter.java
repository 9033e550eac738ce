package matching;

import java.util.List;

/**
 * Takes noise out of a source picture along the motion of its neighbours, before it is coded: what
 * many pictures are predicted from should hold what they have in common.
 *
 * <p>After P. Wennersten, C. Hollmann, J. Ström, "GOP-based temporal filter", JVET-O0549, 2019.
 */
final class TemporalFilter {
  private static final double[] NEAR = {0, 0.85, 0.57, 0.41, 0.33};
  private static final int STRENGTH = 38; // tune: 0..90
  private static final int SIGMA = 60; // tune: 20..120
  private static final int B = 8;
  private static final int[] DX = {0, 1, 0, -1, 1, 1, -1, -1};
  private static final int[] DY = {-1, 0, 1, 0, -1, 1, 1, -1};

  private TemporalFilter() {}

  /**
   * The planes of {@code cur}, each 8x8 blended with where it lies in the pictures around.
   *
   * @param refs source pictures near it, at most four frames away
   */
  static Plane[] filter(Geometry g, Picture cur, List<Picture> refs, int qp) {
    int bw = (g.width + B - 1) / B;
    int bh = (g.height + B - 1) / B;
    int count = refs.size();
    int[][] mx = new int[count][bw * bh];
    int[][] my = new int[count][bw * bh];
    double[][] scale = new double[count][bw * bh];
    for (int r = 0; r < count; r++) {
      search(g, cur, refs.get(r), mx[r], my[r], scale[r], bw, bh);
    }
    Plane[] out = new Plane[3];
    double s = Math.max(0, qp - 10) * 0.75 * SIGMA / 64.0 * (1 << g.depthShift);
    double sigma = 2 * s * s + 1e-6;
    int[] acc = new int[64];
    Interpolator.View view = new Interpolator.View();
    double unit = 1 << (6 - g.depthShift);
    for (int p = 0; p < 3; p++) {
      Plane src = cur.planes[p];
      Plane o = new Plane(src.width, src.height);
      out[p] = o;
      int n = p == 0 ? B : B / 2;
      double[] sum = new double[n * n];
      double[] wsum = new double[n * n];
      double str = STRENGTH / 64.0 * (p == 0 ? 0.7 : 0.9);
      for (int by = 0; by < bh; by++) {
        for (int bx = 0; bx < bw; bx++) {
          int b = by * bw + bx;
          int x0 = bx * n;
          int y0 = by * n;
          for (int i = 0; i < n * n; i++) {
            sum[i] = src.samples[src.at(x0 + i % n, y0 + i / n)];
            wsum[i] = 1;
          }
          for (int r = 0; r < count; r++) {
            Picture ref = refs.get(r);
            int d = Math.min(4, Math.abs(ref.time - cur.time));
            double w0 = str * NEAR[d] * scale[r][b];
            if (p == 0) {
              ref.samples.luma(x0, y0, n, n, mx[r][b], my[r][b], view);
              for (int i = 0; i < n * n; i++) {
                acc[i] = view.samples[view.at + i / n * view.stride + i % n];
              }
            } else {
              java.util.Arrays.fill(acc, 0, n * n, 0);
              ref.samples.chroma(p, x0, y0, n, n, mx[r][b], my[r][b], acc, view);
            }
            for (int i = 0; i < n * n; i++) {
              double v = Math.clamp(acc[i] / unit, 0, g.maxSample);
              double e = v - src.samples[src.at(x0 + i % n, y0 + i / n)];
              double w = w0 * StrictMath.exp(-e * e / sigma);
              sum[i] += w * v;
              wsum[i] += w;
            }
          }
          for (int i = 0; i < n * n; i++) {
            o.samples[o.at(x0 + i % n, y0 + i / n)] =
                (char) Math.clamp(Math.round(sum[i] / wsum[i]), 0, g.maxSample);
          }
        }
      }
    }
    return out;
  }

  private static double ssd(
      Plane s,
      Picture ref,
      int x,
      int y,
      int n,
      int mx,
      int my,
      double limit,
      Interpolator.View view) {
    int w = Math.min(n, s.width - x);
    int h = Math.min(n, s.height - y);
    int shift = 6 - ref.g.depthShift;
    int round = 1 << (shift - 1);
    boolean whole = ((mx | my) & 3) == 0;
    if (!whole) {
      ref.samples.luma(x, y, n, n, mx, my, view);
    }
    int at = whole ? ref.samples.wholeAt(x, y, mx, my) : view.at;
    int stride = whole ? ref.samples.wholeStride() : view.stride;
    char[] b = ref.samples.whole();
    long sum = 0;
    for (int r = 0; r < h && sum <= limit; r += 2) {
      int i = s.at(x, y + r);
      int j = at + r * stride;
      for (int c = 0; c < w; c++) {
        int v = whole ? b[j + c] : (view.samples[j + c] + round) >> shift;
        int d = s.samples[i + c] - v;
        sum += 2L * d * d;
      }
    }
    return sum;
  }

  private static void search(
      Geometry g, Picture cur, Picture ref, int[] mx, int[] my, double[] scale, int bw, int bh) {
    Plane s = cur.planes[0];
    Interpolator.View view = new Interpolator.View();
    for (int by = 0; by < bh; by++) {
      ref.samples.around(by * B);
      for (int bx = 0; bx < bw; bx++) {
        int b = by * bw + bx;
        int x = Math.max(0, bx * B - 4);
        int y = Math.max(0, by * B - 4);
        int n = 16;
        double best = ssd(s, ref, x, y, n, 0, 0, Double.MAX_VALUE, view);
        int vx = 0;
        int vy = 0;
        for (int k = 0; k < 3; k++) {
          int f =
              k == 0
                  ? (bx > 0 ? b - 1 : -1)
                  : k == 1 ? (by > 0 ? b - bw : -1) : (by > 0 && bx + 1 < bw ? b - bw + 1 : -1);
          if (f < 0) {
            continue;
          }
          double c = ssd(s, ref, x, y, n, mx[f], my[f], best, view);
          if (c < best) {
            best = c;
            vx = mx[f];
            vy = my[f];
          }
        }
        for (int step = bx == 0 || by == 0 || best > (16 * 16 * 60) << (2 * g.depthShift) ? 32 : 8;
            step >= 1;
            step >>= 1) {
          boolean moved = true;
          int beforeX = 1 << 20;
          int beforeY = 0;
          for (int round = 0; moved && round < 8; round++) {
            moved = false;
            int ox = vx;
            int oy = vy;
            for (int d = 0; d < 8; d++) {
              int cx = ox + DX[d] * step;
              int cy = oy + DY[d] * step;
              if (Math.max(Math.abs(cx - beforeX), Math.abs(cy - beforeY)) <= step) {
                // Tried around the place before.
                continue;
              }
              double c = ssd(s, ref, x, y, n, cx, cy, best, view);
              if (c < best) {
                best = c;
                vx = cx;
                vy = cy;
                moved = true;
              }
            }
            beforeX = ox;
            beforeY = oy;
          }
        }
        mx[b] = vx;
        my[b] = vy;
        double e = best / 256 / (1 << (2 * g.depthShift));
        scale[b] = e < 25 ? 1.2 : e < 100 ? 1.0 : e < 250 ? 0.6 : 0.3;
      }
    }
    ref.samples.leave();
  }
}
