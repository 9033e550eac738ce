package dev.codecsmith.metrics.kernel.gaussian;

import static dev.codecsmith.metrics.kernel.samples.Vectors.FLOATS;
import static dev.codecsmith.metrics.kernel.samples.Vectors.INTS;
import static dev.codecsmith.metrics.kernel.samples.Vectors.ORDER;

import dev.codecsmith.metrics.kernel.samples.Vectors;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link GaussianKernel} on vectors: lane by lane the operations of the plain one, in its order.
 *
 * <p>The last vector of a row may reach over its end; what it computes there is never looked at.
 */
public final class VectorGaussianKernel implements GaussianKernel {

  private static final int LANES = FLOATS.length();

  private static final VectorSpecies<Byte> QUARTER_BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, 8 * LANES)));
  private static final VectorSpecies<Short> HALF_SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(16 * LANES));

  private static final VectorShuffle<Float> EVEN = VectorShuffle.makeUnzip(FLOATS, 0);
  private static final VectorShuffle<Float> ODD = VectorShuffle.makeUnzip(FLOATS, 1);

  @Override
  public void toFloat(
      MemorySegment samples, long offset, int count, int bitDepth, float[] row, int rowOffset) {
    int bytes = bitDepth > 8 ? 2 : 1;
    int reach = bytes == 1 ? QUARTER_BYTES.length() : LANES;
    float scale = 1f / (1 << (bitDepth - 8));
    int i = 0;
    for (; i + reach <= count; i += LANES) {
      FloatVector values =
          bytes == 1
              ? (FloatVector)
                  ByteVector.fromMemorySegment(QUARTER_BYTES, samples, offset + i, ORDER)
                      .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0)
                      .convertShape(VectorOperators.I2F, FLOATS, 0)
              : ((FloatVector)
                      ShortVector.fromMemorySegment(HALF_SHORTS, samples, offset + 2L * i, ORDER)
                          .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0)
                          .convertShape(VectorOperators.I2F, FLOATS, 0))
                  .mul(scale);
      values.intoArray(row, rowOffset + i);
    }
    PlainGaussianKernel.toFloat(samples, offset, i, count, bitDepth, row, rowOffset);
  }

  @Override
  public void gaussianSsim(
      float[] a,
      float[] b,
      int at,
      int stride,
      int columns,
      boolean luminance,
      SsimScratch scratch) {
    filterColumns(a, b, at, stride, columns + GaussianWindow.SIZE - 1, scratch);
    filterRow(scratch.a, columns);
    filterRow(scratch.b, columns);
    filterRow(scratch.aa, columns);
    filterRow(scratch.bb, columns);
    filterRow(scratch.ab, columns);
    variance(scratch.a, scratch.aa, columns);
    variance(scratch.b, scratch.bb, columns);
    structure(columns, scratch);
    Vectors.addToLanes(scratch.contrast, columns, scratch.lanes[1]);
    Vectors.addToLanes(scratch.structure, columns, scratch.lanes[2]);
    if (luminance) {
      luminance(columns, scratch);
      Vectors.addToLanes(scratch.luminance, columns, scratch.lanes[0]);
      Vectors.addToLanes(scratch.product, columns, scratch.lanes[3]);
    }
  }

  private static void filterColumns(
      float[] a, float[] b, int at, int stride, int columns, SsimScratch scratch) {
    for (int column = 0; column < columns; column += LANES) {
      FloatVector meanA = FloatVector.zero(FLOATS);
      FloatVector meanB = FloatVector.zero(FLOATS);
      FloatVector aa = FloatVector.zero(FLOATS);
      FloatVector bb = FloatVector.zero(FLOATS);
      FloatVector ab = FloatVector.zero(FLOATS);
      int sample = at + column;
      for (int row = 0; row < GaussianWindow.SIZE; row++) {
        FloatVector tap = FloatVector.broadcast(FLOATS, GaussianWindow.TAPS[row]);
        FloatVector sampleA = FloatVector.fromArray(FLOATS, a, sample);
        FloatVector sampleB = FloatVector.fromArray(FLOATS, b, sample);
        meanA = sampleA.fma(tap, meanA);
        meanB = sampleB.fma(tap, meanB);
        aa = sampleA.mul(sampleA).fma(tap, aa);
        bb = sampleB.mul(sampleB).fma(tap, bb);
        ab = sampleA.mul(sampleB).fma(tap, ab);
        sample += stride;
      }
      meanA.intoArray(scratch.a, column);
      meanB.intoArray(scratch.b, column);
      aa.intoArray(scratch.aa, column);
      bb.intoArray(scratch.bb, column);
      ab.intoArray(scratch.ab, column);
    }
  }

  /** Filters a row in place: what is read lies at or behind what is written. */
  private static void filterRow(float[] row, int columns) {
    for (int column = 0; column < columns; column += LANES) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int tap = 0; tap < GaussianWindow.SIZE; tap++) {
        sum =
            FloatVector.fromArray(FLOATS, row, column + tap)
                .fma(FloatVector.broadcast(FLOATS, GaussianWindow.TAPS[tap]), sum);
      }
      sum.intoArray(row, column);
    }
  }

  /** Turns mean squares into variances. */
  private static void variance(float[] means, float[] squares, int columns) {
    for (int column = 0; column < columns; column += LANES) {
      FloatVector mean = FloatVector.fromArray(FLOATS, means, column);
      FloatVector.fromArray(FLOATS, squares, column)
          .sub(mean.mul(mean))
          .max(0)
          .intoArray(squares, column);
    }
  }

  /** Fills contrast and structure. */
  private static void structure(int columns, SsimScratch scratch) {
    for (int column = 0; column < columns; column += LANES) {
      FloatVector a = FloatVector.fromArray(FLOATS, scratch.a, column);
      FloatVector b = FloatVector.fromArray(FLOATS, scratch.b, column);
      FloatVector covariance = FloatVector.fromArray(FLOATS, scratch.ab, column).sub(a.mul(b));
      FloatVector varianceA = FloatVector.fromArray(FLOATS, scratch.aa, column);
      FloatVector varianceB = FloatVector.fromArray(FLOATS, scratch.bb, column);
      FloatVector root = varianceA.mul(varianceB).sqrt();
      VectorMask<Float> rough = root.compare(VectorOperators.GT, 0);
      root.add(root)
          .add(GaussianWindow.C2)
          .div(varianceA.add(varianceB).add(GaussianWindow.C2))
          .intoArray(scratch.contrast, column);
      covariance
          .max(0)
          .blend(covariance, rough)
          .add(GaussianWindow.C3)
          .div(root.add(GaussianWindow.C3))
          .intoArray(scratch.structure, column);
    }
  }

  /** Fills luminance and the product of all three. */
  private static void luminance(int columns, SsimScratch scratch) {
    for (int column = 0; column < columns; column += LANES) {
      FloatVector a = FloatVector.fromArray(FLOATS, scratch.a, column);
      FloatVector b = FloatVector.fromArray(FLOATS, scratch.b, column);
      FloatVector luminance =
          a.add(a).mul(b).add(GaussianWindow.C1).div(a.mul(a).add(b.mul(b)).add(GaussianWindow.C1));
      luminance.intoArray(scratch.luminance, column);
      luminance
          .mul(FloatVector.fromArray(FLOATS, scratch.contrast, column))
          .mul(FloatVector.fromArray(FLOATS, scratch.structure, column))
          .intoArray(scratch.product, column);
    }
  }

  @Override
  public void halve(
      float[] rows, int at, int stride, int columns, float[] scratch, float[] out, int outAt) {
    float[] taps = GaussianWindow.LOW_PASS;
    int width = 2 * columns + taps.length - 2;
    // Even columns go to the front of the scratch, odd ones behind all columns.
    int odd = width + 2 * LANES;
    lowPass(rows, at, stride, width, scratch);
    part(scratch, width, odd);
    int whole = columns - columns % LANES;
    lowPassParted(scratch, odd, whole, out, outAt);
    for (int column = whole; column < columns; column++) {
      float sum = 0;
      for (int tap = 0; tap < taps.length; tap++) {
        sum = Math.fma(taps[tap], scratch[column + tap / 2 + tap % 2 * odd], sum);
      }
      out[outAt + column] = sum;
    }
  }

  private static void lowPassParted(float[] parted, int odd, int columns, float[] out, int outAt) {
    for (int column = 0; column < columns; column += LANES) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int tap = 0; tap < GaussianWindow.LOW_PASS.length - 1; tap += 2) {
        int at = column + tap / 2;
        sum =
            FloatVector.fromArray(FLOATS, parted, at)
                .fma(FloatVector.broadcast(FLOATS, GaussianWindow.LOW_PASS[tap]), sum);
        sum =
            FloatVector.fromArray(FLOATS, parted, at + odd)
                .fma(FloatVector.broadcast(FLOATS, GaussianWindow.LOW_PASS[tap + 1]), sum);
      }
      int last = GaussianWindow.LOW_PASS.length - 1;
      FloatVector.fromArray(FLOATS, parted, column + last / 2)
          .fma(FloatVector.broadcast(FLOATS, GaussianWindow.LOW_PASS[last]), sum)
          .intoArray(out, outAt + column);
    }
  }

  private static void lowPass(float[] rows, int at, int stride, int width, float[] scratch) {
    for (int column = 0; column < width; column += LANES) {
      FloatVector sum = FloatVector.zero(FLOATS);
      int sample = at + column;
      for (int tap = 0; tap < GaussianWindow.LOW_PASS.length; tap++) {
        sum =
            FloatVector.fromArray(FLOATS, rows, sample)
                .fma(FloatVector.broadcast(FLOATS, GaussianWindow.LOW_PASS[tap]), sum);
        sample += stride;
      }
      sum.intoArray(scratch, column);
    }
  }

  /** Parts even columns from odd ones, in place for the even ones. */
  private static void part(float[] scratch, int width, int odd) {
    for (int column = 0; column < width; column += 2 * LANES) {
      FloatVector low = FloatVector.fromArray(FLOATS, scratch, column);
      FloatVector high = FloatVector.fromArray(FLOATS, scratch, column + LANES);
      low.rearrange(EVEN, high).intoArray(scratch, column / 2);
      low.rearrange(ODD, high).intoArray(scratch, odd + column / 2);
    }
  }
}
