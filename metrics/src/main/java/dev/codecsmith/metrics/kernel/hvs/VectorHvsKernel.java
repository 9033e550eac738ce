package dev.codecsmith.metrics.kernel.hvs;

import static dev.codecsmith.metrics.kernel.hvs.HvsScratch.BLOCKS;
import static dev.codecsmith.metrics.kernel.samples.Vectors.FLOATS;
import static dev.codecsmith.metrics.kernel.samples.Vectors.INTS;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link HvsKernel} on vectors: as many blocks at a time as a vector has lanes, each lane going
 * through the operations of the plain loop in its order. Where a row has no more blocks, lanes
 * repeat the last one, and their terms are dropped.
 */
public final class VectorHvsKernel implements HvsKernel {

  private static final int LANES = INTS.length();

  /** From a value of a block to the one below it. */
  private static final int ROW = BLOCK * BLOCKS;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public int terms(
      MemorySegment a,
      long aOffset,
      long aStride,
      MemorySegment b,
      long bOffset,
      long bStride,
      int bitDepth,
      int blocks,
      HvsWeights weights,
      HvsScratch scratch,
      float[] terms,
      int at) {
    int next = at;
    for (int block = 0; block < blocks; block += LANES) {
      load(a, aOffset, aStride, bitDepth, block, blocks, scratch.a);
      load(b, bOffset, bStride, bitDepth, block, blocks, scratch.b);
      quarterVariance(scratch.a, scratch, scratch.maskA);
      quarterVariance(scratch.b, scratch, scratch.maskB);
      transform(scratch.a, scratch);
      transform(scratch.b, scratch);
      mask(scratch.a, weights, scratch.maskA);
      mask(scratch.b, weights, scratch.maskB);
      weigh(weights, scratch);
      next = append(scratch.terms, Math.min(LANES, blocks - block), terms, next);
    }
    return next;
  }

  private static void load(
      MemorySegment samples,
      long offset,
      long stride,
      int bitDepth,
      int block,
      int blocks,
      int[] values) {
    for (int lane = 0; lane < LANES; lane++) {
      int column = STEP * Math.min(block + lane, blocks - 1);
      for (int row = 0; row < BLOCK; row++) {
        int to = row * ROW + lane;
        if (bitDepth == 8) {
          unpack8(samples.get(LONG, offset + row * stride + column), values, to);
        } else {
          long from = offset + row * stride + 2L * column;
          unpack16(samples.get(LONG, from), values, to);
          unpack16(samples.get(LONG, from + 8), values, to + 4 * BLOCKS);
        }
      }
    }
  }

  private static void unpack8(long packed, int[] values, int to) {
    for (int i = 0; i < 8; i++) {
      values[to + i * BLOCKS] = (int) (packed >>> (8 * i)) & 0xFF;
    }
  }

  private static void unpack16(long packed, int[] values, int to) {
    for (int i = 0; i < 4; i++) {
      values[to + i * BLOCKS] = (int) (packed >>> (16 * i)) & 0xFFFF;
    }
  }

  /** The variances of the four quarters together, against the variance of the whole. */
  private static void quarterVariance(int[] values, HvsScratch scratch, float[] result) {
    float[] variances = scratch.variances;
    variance(values, 0, 8, variances, 0);
    variance(values, 0, 4, variances, BLOCKS);
    variance(values, 4 * BLOCK, 4, variances, 2 * BLOCKS);
    variance(values, 4, 4, variances, 3 * BLOCKS);
    variance(values, 4 * BLOCK + 4, 4, variances, 4 * BLOCKS);
    FloatVector whole = FloatVector.fromArray(FLOATS, variances, 0).mul(1 / 63f * 64);
    FloatVector quarters = FloatVector.fromArray(FLOATS, variances, BLOCKS).mul(1 / 15f * 16);
    for (int quarter = 2; quarter <= 4; quarter++) {
      quarters =
          quarters.add(
              FloatVector.fromArray(FLOATS, variances, quarter * BLOCKS).mul(1 / 15f * 16));
    }
    VectorMask<Float> rough = whole.compare(VectorOperators.GT, 0);
    whole.blend(quarters.div(whole), rough).intoArray(result, 0);
  }

  /** Stores the sum of squared differences from the mean, over a square that begins at a value. */
  private static void variance(int[] values, int first, int side, float[] result, int at) {
    IntVector sum = IntVector.zero(INTS);
    for (int row = first; row < first + side * BLOCK; row += BLOCK) {
      for (int i = row; i < row + side; i++) {
        sum = sum.add(IntVector.fromArray(INTS, values, i * BLOCKS));
      }
    }
    FloatVector mean = ((FloatVector) sum.convert(VectorOperators.I2F, 0)).div(side * side);
    FloatVector variance = FloatVector.zero(FLOATS);
    for (int row = first; row < first + side * BLOCK; row += BLOCK) {
      for (int i = row; i < row + side; i++) {
        IntVector value = IntVector.fromArray(INTS, values, i * BLOCKS);
        FloatVector difference = ((FloatVector) value.convert(VectorOperators.I2F, 0)).sub(mean);
        variance = variance.add(difference.mul(difference));
      }
    }
    variance.intoArray(result, at);
  }

  private static void transform(int[] values, HvsScratch scratch) {
    for (int i = 0; i < BLOCK; i++) {
      forward(values, i * BLOCKS, scratch.half, i * ROW, scratch.stages);
    }
    for (int i = 0; i < BLOCK; i++) {
      forward(scratch.half, i * BLOCKS, values, i * ROW, scratch.stages);
    }
  }

  /** {@link HvsTransform}, from a column to a row. */
  private static void forward(int[] in, int from, int[] out, int to, int[] stages) {
    fold(in, from, stages);
    even(stages, out, to);
    odd(stages);
    oddEnd(stages, out, to);
  }

  /** Leaves the inputs of the even half in stages 0 to 3, of the odd half in 4 to 7. */
  private static void fold(int[] in, int from, int[] stages) {
    IntVector in0 = IntVector.fromArray(INTS, in, from);
    IntVector in2 = IntVector.fromArray(INTS, in, from + 2 * ROW);
    IntVector odd0 = in0.sub(IntVector.fromArray(INTS, in, from + 7 * ROW));
    IntVector odd0Half =
        odd0.add(odd0.lanewise(VectorOperators.LSHR, 31)).lanewise(VectorOperators.ASHR, 1);
    odd0.intoArray(stages, 4 * BLOCKS);
    odd0Half.intoArray(stages, 8 * BLOCKS);
    IntVector in6 = IntVector.fromArray(INTS, in, from + 6 * ROW);
    IntVector even1 = IntVector.fromArray(INTS, in, from + 1 * ROW).add(in6);
    IntVector even1Half =
        even1.add(even1.lanewise(VectorOperators.LSHR, 31)).lanewise(VectorOperators.ASHR, 1);
    in6.sub(even1Half).intoArray(stages, 5 * BLOCKS);
    IntVector odd2 = in2.sub(IntVector.fromArray(INTS, in, from + 5 * ROW));
    odd2.intoArray(stages, 6 * BLOCKS);
    IntVector even2 =
        even1Half.sub(
            in2.sub(
                odd2.add(odd2.lanewise(VectorOperators.LSHR, 31))
                    .lanewise(VectorOperators.ASHR, 1)));
    even2.sub(even1).intoArray(stages, BLOCKS);
    even2.intoArray(stages, 2 * BLOCKS);
    IntVector in4 = IntVector.fromArray(INTS, in, from + 4 * ROW);
    IntVector even3 = IntVector.fromArray(INTS, in, from + 3 * ROW).add(in4);
    IntVector even3Half =
        even3.add(even3.lanewise(VectorOperators.LSHR, 31)).lanewise(VectorOperators.ASHR, 1);
    even3Half.sub(in4).intoArray(stages, 7 * BLOCKS);
    IntVector even0 = in0.sub(odd0Half).add(even3Half);
    even0.intoArray(stages, 0);
    even0.sub(even3).intoArray(stages, 3 * BLOCKS);
  }

  private static void even(int[] stages, int[] out, int to) {
    IntVector even0 = IntVector.fromArray(INTS, stages, 0);
    IntVector even1 = IntVector.fromArray(INTS, stages, BLOCKS);
    IntVector even2 = IntVector.fromArray(INTS, stages, 2 * BLOCKS);
    IntVector even3 = IntVector.fromArray(INTS, stages, 3 * BLOCKS);
    even0 = even0.sub(even1.mul(13573).add(16384).lanewise(VectorOperators.ASHR, 15));
    even1 = even1.add(even0.mul(11585).add(8192).lanewise(VectorOperators.ASHR, 14));
    even0.sub(even1.mul(13573).add(16384).lanewise(VectorOperators.ASHR, 15)).intoArray(out, to);
    even1.intoArray(out, to + 4 * BLOCKS);
    even3 = even3.sub(even2.mul(21895).add(16384).lanewise(VectorOperators.ASHR, 15));
    even2 = even2.add(even3.mul(15137).add(8192).lanewise(VectorOperators.ASHR, 14));
    even2.intoArray(out, to + 2 * BLOCKS);
    even3
        .sub(even2.mul(21895).add(16384).lanewise(VectorOperators.ASHR, 15))
        .intoArray(out, to + 6 * BLOCKS);
  }

  private static void odd(int[] stages) {
    IntVector odd0 = IntVector.fromArray(INTS, stages, 4 * BLOCKS);
    IntVector odd1 = IntVector.fromArray(INTS, stages, 5 * BLOCKS);
    IntVector odd2 = IntVector.fromArray(INTS, stages, 6 * BLOCKS);
    odd2 = odd2.add(odd1.mul(19195).add(16384).lanewise(VectorOperators.ASHR, 15));
    odd1 = odd1.add(odd2.mul(11585).add(8192).lanewise(VectorOperators.ASHR, 14));
    odd2 = odd2.sub(odd1.mul(7489).add(4096).lanewise(VectorOperators.ASHR, 13));
    IntVector odd3 =
        odd1.add(odd1.lanewise(VectorOperators.LSHR, 31))
            .lanewise(VectorOperators.ASHR, 1)
            .sub(IntVector.fromArray(INTS, stages, 7 * BLOCKS));
    odd2 = IntVector.fromArray(INTS, stages, 8 * BLOCKS).sub(odd2);
    odd0.sub(odd2).intoArray(stages, 4 * BLOCKS);
    odd1.sub(odd3).intoArray(stages, 5 * BLOCKS);
    odd2.intoArray(stages, 6 * BLOCKS);
    odd3.intoArray(stages, 7 * BLOCKS);
  }

  private static void oddEnd(int[] stages, int[] out, int to) {
    IntVector odd0 = IntVector.fromArray(INTS, stages, 4 * BLOCKS);
    IntVector odd1 = IntVector.fromArray(INTS, stages, 5 * BLOCKS);
    IntVector odd2 = IntVector.fromArray(INTS, stages, 6 * BLOCKS);
    IntVector odd3 = IntVector.fromArray(INTS, stages, 7 * BLOCKS);
    odd3 = odd3.add(odd0.mul(3227).add(16384).lanewise(VectorOperators.ASHR, 15));
    odd0 = odd0.sub(odd3.mul(6393).add(16384).lanewise(VectorOperators.ASHR, 15));
    odd0.intoArray(out, to + BLOCKS);
    odd3.add(odd0.mul(3227).add(16384).lanewise(VectorOperators.ASHR, 15))
        .intoArray(out, to + 7 * BLOCKS);
    odd1 = odd1.add(odd2.mul(2485).add(4096).lanewise(VectorOperators.ASHR, 13));
    odd2 = odd2.sub(odd1.mul(18205).add(16384).lanewise(VectorOperators.ASHR, 15));
    odd2.intoArray(out, to + 3 * BLOCKS);
    odd1.add(odd2.mul(2485).add(4096).lanewise(VectorOperators.ASHR, 13))
        .intoArray(out, to + 5 * BLOCKS);
  }

  /** Turns the ratio of variances into what the block masks. */
  private static void mask(int[] values, HvsWeights weights, float[] variance) {
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int i = 1; i < 64; i++) {
      IntVector value = IntVector.fromArray(INTS, values, i * BLOCKS);
      FloatVector energy = (FloatVector) value.mul(value).convert(VectorOperators.I2F, 0);
      sum = sum.add(energy.mul(weights.mask[i]));
    }
    sum.mul(FloatVector.fromArray(FLOATS, variance, 0)).sqrt().div(32).intoArray(variance, 0);
  }

  private static void weigh(HvsWeights weights, HvsScratch scratch) {
    FloatVector maskA = FloatVector.fromArray(FLOATS, scratch.maskA, 0);
    FloatVector maskB = FloatVector.fromArray(FLOATS, scratch.maskB, 0);
    FloatVector mask = maskA.blend(maskB, maskB.compare(VectorOperators.GT, maskA));
    for (int i = 0; i < 64; i++) {
      FloatVector error =
          (FloatVector)
              IntVector.fromArray(INTS, scratch.a, i * BLOCKS)
                  .sub(IntVector.fromArray(INTS, scratch.b, i * BLOCKS))
                  .abs()
                  .convert(VectorOperators.I2F, 0);
      if (i > 0) {
        FloatVector threshold = mask.div(weights.mask[i]);
        error = error.sub(threshold).blend(0f, error.compare(VectorOperators.LT, threshold));
      }
      FloatVector weighted = error.mul(weights.error[i]);
      weighted.mul(weighted).intoArray(scratch.terms, i * BLOCKS);
    }
  }

  /** Appends the terms of the first blocks, block by block, without zeros. */
  private static int append(float[] side, int blocks, float[] terms, int at) {
    int next = at;
    for (int block = 0; block < blocks; block++) {
      for (int i = 0; i < 64; i++) {
        float term = side[i * BLOCKS + block];
        terms[next] = term;
        next += term == 0 ? 0 : 1;
      }
    }
    return next;
  }
}
