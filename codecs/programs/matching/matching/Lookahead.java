package matching;

import java.util.Arrays;
import java.util.List;

/**
 * How much each square of 16 of each picture matters to the pictures that will be predicted from
 * it, found on the source before anything is coded. What matters is quantised more finely: each
 * picture by the mean of its squares.
 *
 * <p>The idea is that of macroblock-tree rate control (J. Garrett-Glaser, "A novel macroblock-tree
 * algorithm for high-performance optimization of dependent video coding in H.264/AVC", 2009) and of
 * libaom's temporal dependency model. How much of an error is handed on is taken from rate
 * distortion theory: where a coefficient of the prediction's error has variance v and the quantiser
 * leaves noise d, an error e in the reference costs as much as d / (d + v) of e in the picture
 * itself: all of it where nothing is coded, little where the residual is large and coded anyway.
 */
final class Lookahead {
  /** A source picture with its place in the order of coding. */
  static final class Node {
    final Picture source;
    final int level;
    final int[] references;
    // What one unit of squared error in each square counts, itself included.
    final double[] importance;

    Node(Picture source, int level, int[] references, int squares) {
      this.source = source;
      this.level = level;
      this.references = references;
      this.importance = new double[squares];
      Arrays.fill(importance, 1);
    }
  }

  private static final int[] DX = {0, 1, 0, -1, 1, 1, -1, -1};
  private static final int[] DY = {-1, 0, 1, 0, -1, 1, 1, -1};
  private static final int LOG2 = 4;
  private static final int SIZE = 1 << LOG2;
  private static final double NOISE = 24 / 128.0;

  private final Geometry g;
  private final MotionMemory memory;
  private final int width;
  private final int height;
  private final int qp;
  private double noise;
  private final double lambda;
  private final Difference difference = new Difference();
  private final PackedDifference packed = new PackedDifference();
  private final Interpolator.View first = new Interpolator.View();
  private final Interpolator.View second = new Interpolator.View();
  private final char[] one = new char[SIZE * SIZE];
  private final char[] two = new char[SIZE * SIZE];
  private final char[] both = new char[SIZE * SIZE];

  Lookahead(Geometry g, int qp, MotionMemory memory) {
    this.memory = memory;
    this.g = g;
    this.qp = qp;
    this.width = (g.width + SIZE - 1) >> LOG2;
    this.height = (g.height + SIZE - 1) >> LOG2;
    this.lambda = 0.4 * step(qp + 2);
  }

  private double step(double of) {
    return Quantiser.sampleStep(of, g.depthShift);
  }

  // What the quantiser of a picture leaves, by the QP that its importance will give it.
  private double noise(double of) {
    return NOISE * step(of) * step(of);
  }

  int squares() {
    return width * height;
  }

  /** Sets the importance of all pictures, given in the order of coding. */
  void propagate(List<Node> nodes) {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      hand(nodes, nodes.get(i));
    }
  }

  private void hand(List<Node> nodes, Node node) {
    int refs = node.references.length;
    if (refs == 0) {
      return;
    }
    noise = noise(qp + VideoEncoder.offset(node.importance));
    int[][] mx = new int[refs][];
    int[][] my = new int[refs][];
    int[][] costs = new int[refs][];
    for (int r = 0; r < refs; r++) {
      Picture to = nodes.get(node.references[r]).source;
      MotionMemory.Field field = memory.between(node.source, to, () -> field(node.source, to));
      mx[r] = field.mx;
      my[r] = field.my;
      costs[r] = field.cost;
    }
    Plane s = node.source.planes[0];
    for (int by = 0; by < height; by++) {
      for (int bx = 0; bx < width; bx++) {
        int x = Math.min(bx * SIZE, g.width - SIZE);
        int y = Math.min(by * SIZE, g.height - SIZE);
        if (x < 0 || y < 0) {
          continue;
        }
        int at = by * width + bx;
        int best = 0;
        int bestCost = Integer.MAX_VALUE;
        int other = -1;
        int otherCost = Integer.MAX_VALUE;
        for (int r = 0; r < refs; r++) {
          int c = costs[r][at];
          if (c < bestCost) {
            other = best;
            otherCost = bestCost;
            best = r;
            bestCost = c;
          } else if (c < otherCost) {
            other = r;
            otherCost = c;
          }
        }
        fetch(nodes, node, best, x, y, mx[best][at], my[best][at], one);
        if (flat(s, x, y) < bestCost * 3L / 4) {
          continue;
        }
        double share = handed(s, x, y, one);
        double importance = node.importance[at];
        if (refs > 1 && otherCost < bestCost * 2 + SIZE * SIZE) {
          fetch(nodes, node, other, x, y, mx[other][at], my[other][at], two);
          for (int i = 0; i < both.length; i++) {
            both[i] = (char) ((one[i] + two[i] + 1) >> 1);
          }
          int c = difference.transformed(s.samples, s.at(x, y), s.width, both, 0, SIZE, SIZE, SIZE);
          if (c < bestCost) {
            // The mean of two independent errors: a quarter of each one's energy.
            double part = handed(s, x, y, both) * importance / 4;
            spread(nodes.get(node.references[best]), x, y, mx[best][at], my[best][at], part);
            spread(nodes.get(node.references[other]), x, y, mx[other][at], my[other][at], part);
            continue;
          }
        }
        spread(
            nodes.get(node.references[best]), x, y, mx[best][at], my[best][at], share * importance);
      }
    }
  }

  private MotionMemory.Field field(Picture from, Picture to) {
    MotionMemory.Field field = new MotionMemory.Field(width * height);
    for (int by = 0; by < height; by++) {
      for (int bx = 0; bx < width; bx++) {
        int x = Math.min(bx * SIZE, g.width - SIZE);
        int y = Math.min(by * SIZE, g.height - SIZE);
        if (x >= 0 && y >= 0) {
          int at = by * width + bx;
          field.cost[at] = search(from.planes[0], to.samples, x, y, field.mx, field.my, at, bx);
        }
      }
    }
    return field;
  }

  private void fetch(List<Node> nodes, Node node, int r, int x, int y, int mx, int my, char[] out) {
    Interpolator in = nodes.get(node.references[r]).source.samples;
    in.luma(x, y, SIZE, SIZE, mx, my, first);
    int shift = 6 - g.depthShift;
    int round = 1 << (shift - 1);
    for (int i = 0; i < out.length; i++) {
      int v = (first.samples[first.at + (i / SIZE) * first.stride + i % SIZE] + round) >> shift;
      out[i] = (char) Math.clamp(v, 0, g.maxSample);
    }
  }

  // The share of an error in the prediction that remains in the picture, or costs as much.
  private double handed(Plane s, int x, int y, char[] predicted) {
    double sum = 0;
    int[] w = new int[64];
    for (int ty = 0; ty < SIZE; ty += 8) {
      for (int tx = 0; tx < SIZE; tx += 8) {
        for (int i = 0; i < 64; i++) {
          int px = tx + (i & 7);
          int py = ty + (i >> 3);
          w[i] = s.samples[s.at(x + px, y + py)] - predicted[py * SIZE + px];
        }
        hadamard(w);
        for (int i = 0; i < 64; i++) {
          double v = (double) w[i] * w[i] / 64;
          sum += noise / (noise + v);
        }
      }
    }
    return sum / (SIZE * SIZE);
  }

  private static void hadamard(int[] w) {
    for (int half = 1; half < 64; half <<= 1) {
      for (int i = 0; i < 64; i++) {
        if ((i & half) == 0) {
          int a = w[i];
          int b = w[i + half];
          w[i] = a + b;
          w[i + half] = a - b;
        }
      }
    }
  }

  // What predicting the square by its mean would leave.
  private int flat(Plane s, int x, int y) {
    int sum = SIZE * SIZE / 2;
    for (int r = 0; r < SIZE; r++) {
      for (int c = 0; c < SIZE; c++) {
        sum += s.samples[s.at(x + c, y + r)];
      }
    }
    Arrays.fill(both, (char) (sum / (SIZE * SIZE)));
    return difference.transformed(s.samples, s.at(x, y), s.width, both, 0, SIZE, SIZE, SIZE);
  }

  private void spread(Node to, int x, int y, int mx, int my, double amount) {
    int px = Math.clamp(x + (mx >> 2), 0, g.width - 1);
    int py = Math.clamp(y + (my >> 2), 0, g.height - 1);
    int bx = px >> LOG2;
    int by = py >> LOG2;
    double fx = (px & (SIZE - 1)) / (double) SIZE;
    double fy = (py & (SIZE - 1)) / (double) SIZE;
    int nextX = Math.min(width - 1, bx + 1);
    int nextY = Math.min(height - 1, by + 1);
    to.importance[by * width + bx] += amount * (1 - fx) * (1 - fy);
    to.importance[by * width + nextX] += amount * fx * (1 - fy);
    to.importance[nextY * width + bx] += amount * (1 - fx) * fy;
    to.importance[nextY * width + nextX] += amount * fx * fy;
  }

  private int search(Plane s, Interpolator in, int x, int y, int[] mx, int[] my, int at, int bx) {
    packed.take(s, x, y, SIZE, SIZE);
    int bestX = 0;
    int bestY = 0;
    int best = absolute(s, in, x, y, 0, 0, Integer.MAX_VALUE);
    for (int k = 0; k < 3; k++) {
      int from =
          k == 0
              ? (bx > 0 ? at - 1 : -1)
              : k == 1 ? at - width : bx + 1 < width ? at - width + 1 : -1;
      if (from < 0) {
        continue;
      }
      int cx = (mx[from] + 2) >> 2 << 2;
      int cy = (my[from] + 2) >> 2 << 2;
      int c = absolute(s, in, x, y, cx, cy, best);
      if (c < best) {
        best = c;
        bestX = cx;
        bestY = cy;
      }
    }
    for (int step = 32; step >= 4; step >>= 1) {
      boolean moved = true;
      int beforeX = 1 << 20;
      int beforeY = 0;
      for (int round = 0; moved && round < 8; round++) {
        moved = false;
        int ox = bestX;
        int oy = bestY;
        for (int d = 0; d < 8; d++) {
          int cx = ox + DX[d] * step;
          int cy = oy + DY[d] * step;
          if (Math.max(Math.abs(cx - beforeX), Math.abs(cy - beforeY)) <= step) {
            continue;
          }
          int c = absolute(s, in, x, y, cx, cy, best) + (int) lambda;
          if (c < best) {
            best = c;
            bestX = cx;
            bestY = cy;
            moved = true;
          }
        }
        beforeX = ox;
        beforeY = oy;
      }
    }
    best = transformed(s, in, x, y, bestX, bestY);
    for (int step = 2; step >= 1; step--) {
      int ox = bestX;
      int oy = bestY;
      for (int d = 0; d < 8; d++) {
        int c = transformed(s, in, x, y, ox + DX[d] * step, oy + DY[d] * step);
        if (c < best) {
          best = c;
          bestX = ox + DX[d] * step;
          bestY = oy + DY[d] * step;
        }
      }
    }
    mx[at] = bestX;
    my[at] = bestY;
    return best;
  }

  private int absolute(Plane s, Interpolator in, int x, int y, int mx, int my, int limit) {
    int at = in.wholeAt(x, y, mx, my);
    if (in.wholeSegment() != null) {
      return packed.absolute(in.wholeSegment(), at, in.wholeStride(), limit);
    }
    char[] b = in.whole();
    int sum = 0;
    for (int r = 0; r < SIZE && sum < limit; r++) {
      int i = s.at(x, y + r);
      int j = at + r * in.wholeStride();
      for (int c = 0; c < SIZE; c++) {
        sum += Math.abs(s.samples[i + c] - b[j + c]);
      }
    }
    return sum;
  }

  private int transformed(Plane s, Interpolator in, int x, int y, int mx, int my) {
    in.luma(x, y, SIZE, SIZE, mx, my, second);
    int sum = second.segment == null ? PackedDifference.UNKNOWN : packed.transformed(second);
    if (sum != PackedDifference.UNKNOWN) {
      return sum;
    }
    int shift = 6 - g.depthShift;
    int round = 1 << (shift - 1);
    for (int r = 0; r < SIZE; r++) {
      int from = second.at + r * second.stride;
      for (int c = 0; c < SIZE; c++) {
        int v = (second.samples[from + c] + round) >> shift;
        two[r * SIZE + c] = (char) (v < 0 ? 0 : v > g.maxSample ? g.maxSample : v);
      }
    }
    return difference.transformed(s.samples, s.at(x, y), s.width, two, 0, SIZE, SIZE, SIZE);
  }
}
