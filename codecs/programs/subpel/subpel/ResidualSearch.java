package subpel;

import java.util.Arrays;

/**
 * Quantises one transform so that the sum of distortion and rate is least: each level is the
 * nearest, the one below or zero, whatever costs less with the contexts as they stand; then the
 * last coefficient is placed where it pays, or all are dropped.
 */
final class ResidualSearch {
  private static final int ROUNDING = 26; // tune: 12..32

  private final int depthShift;
  private final Plane[] source;
  private final Picture picture;
  private final Reconstructor reconstructor;
  private final CostMeter meter;
  private final Lambda lambda;
  private final int[] residual = new int[32 * 32];
  private final int[] coefficients = new int[32 * 32];
  private final int[] sizes = new int[ResidualSyntax.STRIDE * ResidualSyntax.STRIDE];
  private final int[] chosen = new int[32 * 32];
  private final long[] dropped = new long[32 * 32];
  private final long[] kept = new long[32 * 32];
  private final long[] flagged = new long[32 * 32];
  private final long[] groupFlag = new long[64];

  ResidualSearch(
      int bitDepth,
      Plane[] source,
      Picture picture,
      Reconstructor reconstructor,
      CostMeter meter,
      Lambda lambda) {
    this.depthShift = bitDepth - 8;
    this.source = source;
    this.picture = picture;
    this.reconstructor = reconstructor;
    this.meter = meter;
    this.lambda = lambda;
  }

  /**
   * Codes the difference between the source and the prediction, which stands in the picture, and
   * adds it there.
   *
   * @param codedContext the context of the transform's flag
   * @return whether anything is left to code
   */
  boolean code(int plane, int x, int y, int log2, int[] levels, int offset, int codedContext) {
    int n = 1 << log2;
    Plane from = source[plane];
    Plane to = picture.planes[plane];
    int sum = 0;
    for (int row = 0; row < n; row++) {
      int a = from.at(x, y + row);
      int b = to.at(x, y + row);
      for (int column = 0; column < n; column++) {
        int value = from.samples[a + column] - to.samples[b + column];
        residual[row * n + column] = value;
        sum += Math.abs(value);
      }
    }
    Arrays.fill(levels, offset, offset + n * n, 0);
    // No coefficient exceeds 2/n times the sum of the residual: often that is below the dead zone.
    int largest = (sum << (1 + Transform.SCALE_BITS)) >> (log2 + depthShift);
    if (nearest(largest + 2, reconstructor.quantiser(plane).step) == 0) {
      return false;
    }
    reconstructor.transform().forward(residual, coefficients, log2);
    if (!quantise(plane, log2, levels, offset, codedContext)) {
      return false;
    }
    reconstructor.addResidual(plane, x, y, log2, levels, offset);
    return true;
  }

  private boolean quantise(int plane, int log2, int[] levels, int offset, int codedContext) {
    Scan scan = Scan.of(log2);
    int step = reconstructor.quantiser(plane).step;
    int last = scan.length - 1;
    while (last >= 0 && nearest(coefficients[scan.raster[last]], step) == 0) {
      last--;
    }
    if (last < 0) {
      return false;
    }
    boolean luma = plane == 0;
    chooseLevels(scan, log2, luma, step, last);
    int end = chooseEnd(scan, log2, luma, last, codedContext);
    for (int i = 0; i <= end; i++) {
      int raster = scan.raster[i];
      levels[offset + raster] = coefficients[raster] < 0 ? -chosen[i] : chosen[i];
    }
    return end >= 0;
  }

  private static int nearest(int coefficient, int step) {
    int scaled = Math.abs(coefficient) << 4;
    return 64 * scaled < (64 - ROUNDING) * step ? 0 : (64 * scaled + ROUNDING * step) / (64 * step);
  }

  // Fills chosen, and per coefficient its cost dropped, kept, and kept with its flag.
  private void chooseLevels(Scan scan, int log2, boolean luma, int step, int last) {
    int n = 1 << log2;
    ResidualSyntax.clear(sizes, n);
    for (int group = last >> 4; group >= 0; group--) {
      int start = Math.min(last, 16 * group + 15);
      int flagContext = ResidualSyntax.groupContext(sizes, scan.raster[16 * group], log2, luma);
      long cost = 0;
      long costDropped = 0;
      boolean any = false;
      for (int i = start; i >= 16 * group; i--) {
        choose(scan.raster[i], i, log2, luma, step);
        any |= chosen[i] != 0;
        cost += flagged[i];
        costDropped += dropped[i];
      }
      groupFlag[group] = 0;
      if (group == last >> 4 || group == 0) {
        continue;
      }
      long flagZero = lambda.ofBits(meter.costOf(flagContext, 0));
      groupFlag[group] = lambda.ofBits(meter.costOf(flagContext, 1));
      if (!any || cost + groupFlag[group] > costDropped + flagZero) {
        groupFlag[group] = flagZero;
        for (int i = start; i >= 16 * group; i--) {
          int raster = scan.raster[i];
          sizes[(raster >> log2) * ResidualSyntax.STRIDE + (raster & (n - 1))] = 0;
          chosen[i] = 0;
          flagged[i] = dropped[i];
        }
      }
    }
  }

  private void choose(int raster, int i, int log2, boolean luma, int step) {
    int n = 1 << log2;
    int at = (raster >> log2) * ResidualSyntax.STRIDE + (raster & (n - 1));
    int sum = ResidualSyntax.neighbours(sizes, at);
    int size = Math.abs(coefficients[raster]);
    int level = nearest(size, step);
    int significant = ResidualSyntax.significantContext(raster, log2, luma, sum);
    dropped[i] = lambda.ofCoefficientError(size, luma);
    flagged[i] = dropped[i] + lambda.ofBits(meter.costOf(significant, 0));
    kept[i] = Long.MAX_VALUE;
    chosen[i] = 0;
    if (level > 0) {
      int greater = ResidualSyntax.greaterContext(raster, log2, luma, sum);
      long flag = lambda.ofBits(meter.costOf(significant, 1));
      for (int l = level; l > 0 && l >= level - 1; l--) {
        int error = size - ((l * step + 8) >> 4);
        long cost =
            lambda.ofCoefficientError(error, luma)
                + lambda.ofBits(ResidualSyntax.magnitudeCost(meter, greater, l - 1));
        if (cost + flag < flagged[i]) {
          flagged[i] = cost + flag;
          kept[i] = cost;
          chosen[i] = l;
        }
      }
    }
    sizes[at] = chosen[i];
  }

  // The order of the last coefficient to keep, or -1.
  private int chooseEnd(Scan scan, int log2, boolean luma, int last, int codedContext) {
    int n = 1 << log2;
    long behind = 0;
    for (int i = 0; i <= last; i++) {
      behind += dropped[i];
    }
    int end = -1;
    long best = behind + lambda.ofBits(meter.costOf(codedContext, 0));
    long coded = lambda.ofBits(meter.costOf(codedContext, 1));
    long before = 0;
    for (int i = 0; i <= last; i++) {
      if ((i & 15) == 0 && i > 0) {
        before += groupFlag[(i >> 4) - 1];
      }
      behind -= dropped[i];
      if (chosen[i] != 0) {
        int raster = scan.raster[i];
        int place =
            ResidualSyntax.lastCost(meter, log2, luma, 0, raster & (n - 1))
                + ResidualSyntax.lastCost(meter, log2, luma, 1, raster >> log2);
        long cost = before + kept[i] + behind + coded + lambda.ofBits(place);
        if (cost < best) {
          best = cost;
          end = i;
        }
      }
      before += flagged[i];
    }
    return end;
  }

  /** The squared error of a rectangle of the picture, as a cost. */
  long error(int plane, int x, int y, int width, int height) {
    Plane from = source[plane];
    Plane to = picture.planes[plane];
    long sum = 0;
    for (int row = 0; row < height; row++) {
      int a = from.at(x, y + row);
      int b = to.at(x, y + row);
      int line = 0;
      for (int column = 0; column < width; column++) {
        int difference = from.samples[a + column] - to.samples[b + column];
        line += difference * difference;
      }
      sum += Integer.toUnsignedLong(line);
    }
    return lambda.ofError(sum, plane == 0);
  }

  /** The squared error of a whole block, as a cost. */
  long error(Geometry geometry, Block block) {
    long error = 0;
    for (int p = 0; p < geometry.planes; p++) {
      int shiftX = geometry.shiftX(p);
      int shiftY = geometry.shiftY(p);
      int size = 1 << block.log2;
      error += error(p, block.x >> shiftX, block.y >> shiftY, size >> shiftX, size >> shiftY);
    }
    return error;
  }
}
