package matching;

import java.lang.foreign.MemorySegment;

/** What a way to code a block costs: squared errors, by what they count, and bits by lambda. */
final class BlockCost {
  private static final double EASY = 1 / 28.0;

  private final Picture pic;
  private final Geometry g;
  private final Plane[] source;
  private final double[] weights;
  private final BinaryCoder coder;
  private final BlockSyntax syntax;
  private final Difference difference = new Difference();
  private final PackedDifference packed = new PackedDifference();

  /** What a bit counts in squared error where errors count once. */
  final double lambda;

  /** What a bit counts in transformed difference, in the block. */
  double lambdaAbsolute;

  /** What a squared error in the block counts. */
  double weight = 1;

  /**
   * @param weights what a squared error in each plane counts
   */
  BlockCost(Picture pic, Plane[] source, BlockSyntax syntax, double[] weights, double lambda) {
    this.pic = pic;
    this.g = pic.g;
    this.source = source;
    this.coder = syntax.coder;
    this.syntax = syntax;
    this.weights = weights;
    this.lambda = lambda;
    this.lambdaAbsolute = Math.sqrt(lambda);
  }

  /** Begins with another block. */
  void begin(int x, int y, int w, int h) {
    if (pic.importance != null) {
      weight = pic.importance.of(x, y, w, h);
      lambdaAbsolute = Math.sqrt(lambda / weight);
    }
  }

  /** What a bit is worth in squared error of a plane. */
  double lambdaOf(int p) {
    return lambda / (weights[p] * weight);
  }

  /** Squared errors of a plane, each by what it counts there. */
  double weighed(int p, int x, int y, int w, int h) {
    return weights[p] * squares(p, x, y, w, h);
  }

  private double squares(int p, int x, int y, int w, int h) {
    Plane a = source[p];
    Plane b = pic.planes[p];
    long sum = 0;
    for (int r = 0; r < h; r++) {
      int i = a.at(x, y + r);
      int j = b.at(x, y + r);
      int line = 0;
      for (int c = 0; c < w; c++) {
        int d = a.samples[i + c] - b.samples[j + c];
        line += d * d;
      }
      sum += line;
    }
    return sum;
  }

  /** Squared errors of what stands in the picture, by what they count. */
  double distortion(int x, int y, int w, int h) {
    int last = (1 << Importance.LOG2) - 1;
    if (pic.importance != null && ((x & last) + w > last + 1 || (y & last) + h > last + 1)) {
      double sum = 0;
      int partH = 0;
      for (int py = y; py < y + h; py += partH) {
        partH = Math.min(y + h, (py | last) + 1) - py;
        int partW = 0;
        for (int px = x; px < x + w; px += partW) {
          partW = Math.min(x + w, (px | last) + 1) - px;
          sum += distortion(px, py, partW, partH);
        }
      }
      return sum;
    }
    double counts = pic.importance == null ? 1 : pic.importance.at(x, y);
    return counts
        * (squares(0, x, y, w, h)
            + weights[1] * squares(1, x >> 1, y >> 1, w >> 1, h >> 1)
            + weights[2] * squares(2, x >> 1, y >> 1, w >> 1, h >> 1));
  }

  /**
   * The cost of a block whose samples stand in the picture; the trial takes it if it is the best.
   */
  double finish(Block b, Trial trial) {
    double cost = distortion(b.x, b.y, b.width(), b.height());
    if (cost > trial.cost) {
      return cost;
    }
    coder.bits();
    syntax.code(b);
    cost += lambda * coder.bits();
    if (cost < trial.cost) {
      trial.cost = cost;
      trial.winner = b;
      trial.save(b.x, b.y, b.lw, b.lh);
    }
    return cost;
  }

  // Takes the source of a block, to be compared four samples at a time, if it may be.
  private boolean pack(int x, int y, int w, int h) {
    if (g.depthShift > 0 || !PackedDifference.USABLE) {
      return false;
    }
    packed.keep(source[0], x, y, w, h);
    return true;
  }

  /** The transformed difference of what stands in the picture. */
  int misfit(int x, int y, int w, int h) {
    Plane s = source[0];
    Plane d = pic.planes[0];
    return pack(x, y, w, h)
        ? packed.transformed(d.segment, d.at(x, y), d.width)
        : difference.transformed(
            s.samples, s.at(x, y), s.width, d.samples, d.at(x, y), d.width, w, h);
  }

  /** That of a prediction, row after row. */
  int misfit(char[] predicted, MemorySegment segment, int x, int y, int w, int h) {
    Plane s = source[0];
    return pack(x, y, w, h)
        ? packed.transformed(segment, 0, w)
        : difference.transformed(s.samples, s.at(x, y), s.width, predicted, 0, w, w, h);
  }

  /** Whether the best so far is so near the source that nothing else is worth a try. */
  boolean easy(Trial trial) {
    Block b = trial.winner;
    trial.restore(b.x, b.y, b.lw, b.lh);
    double step = Quantiser.sampleStep(pic.qp, g.depthShift);
    return distortion(b.x, b.y, b.width(), b.height()) / weight
        < (1 << (b.lw + b.lh)) * step * step * EASY;
  }
}
