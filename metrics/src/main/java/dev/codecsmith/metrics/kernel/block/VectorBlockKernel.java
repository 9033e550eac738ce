package dev.codecsmith.metrics.kernel.block;

import static dev.codecsmith.metrics.kernel.samples.Vectors.BYTES;
import static dev.codecsmith.metrics.kernel.samples.Vectors.DOUBLES;
import static dev.codecsmith.metrics.kernel.samples.Vectors.FLOATS;
import static dev.codecsmith.metrics.kernel.samples.Vectors.HALF_FLOATS;
import static dev.codecsmith.metrics.kernel.samples.Vectors.HALF_INTS;
import static dev.codecsmith.metrics.kernel.samples.Vectors.INTS;
import static dev.codecsmith.metrics.kernel.samples.Vectors.LONGS;
import static dev.codecsmith.metrics.kernel.samples.Vectors.ORDER;
import static dev.codecsmith.metrics.kernel.samples.Vectors.SHORTS;
import static jdk.incubator.vector.VectorOperators.D2F;
import static jdk.incubator.vector.VectorOperators.I2D;
import static jdk.incubator.vector.VectorOperators.L2I;
import static jdk.incubator.vector.VectorOperators.LSHR;

import dev.codecsmith.metrics.kernel.samples.BlockSums;
import dev.codecsmith.metrics.kernel.samples.Vectors;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link BlockKernel} on vectors, for up to 12 bits; above, the plain one works.
 *
 * <p>Samples of 8 bits are never widened one by one. A vector of bytes is seen as one of 16-bit
 * lanes, whose low halves are the even columns and whose high halves the odd ones: one mask and one
 * shift part them. A product of two samples fits 16 bits unsigned, so a 16-bit multiplication is
 * exact; two neighbouring products are added in 32 bits, again by one mask and one shift, and a
 * 32-bit lane then is one block. Instead of a²+b², (a-b)² is summed, which is both the squared
 * error and, with 2ab added, a²+b². Samples of up to 12 bits are treated alike with lanes twice as
 * wide.
 */
public final class VectorBlockKernel implements BlockKernel {

  private static final short LOW_BYTE = 0xFF;
  private static final int LOW_SHORT = 0xFFFF;
  private static final long LOW_INT = 0xFFFF_FFFFL;

  /** Sums of so many products of two 12-bit samples fit 31 bits. */
  private static final int NARROW_PRODUCTS = 64;

  private final PlainBlockKernel plain = new PlainBlockKernel();

  @Override
  public long squaredError(
      MemorySegment a, long aOffset, MemorySegment b, long bOffset, int count, int bitDepth) {
    if (bitDepth > BlockSums.NARROW_BITS) {
      return plain.squaredError(a, aOffset, b, bOffset, count, bitDepth);
    }
    int lanes = bitDepth == 8 ? BYTES.length() : SHORTS.length();
    int whole = count - count % lanes;
    long sum =
        bitDepth == 8
            ? squaredError8(a, aOffset, b, bOffset, whole)
            : squaredError12(a, aOffset, b, bOffset, whole);
    return sum + PlainBlockKernel.squaredError(a, aOffset, b, bOffset, whole, count, bitDepth);
  }

  private static long squaredError8(
      MemorySegment a, long aOffset, MemorySegment b, long bOffset, int count) {
    long sum = 0;
    // A 32-bit lane takes 4 squares of 16 bits in a step.
    int stretch = (1 << 12) * BYTES.length();
    for (int start = 0; start < count; start += stretch) {
      IntVector errors = IntVector.zero(INTS);
      int end = Math.min(count, start + stretch);
      for (int i = start; i < end; i += BYTES.length()) {
        ShortVector x =
            ByteVector.fromMemorySegment(BYTES, a, aOffset + i, ORDER).reinterpretAsShorts();
        ShortVector y =
            ByteVector.fromMemorySegment(BYTES, b, bOffset + i, ORDER).reinterpretAsShorts();
        ShortVector even = x.and(LOW_BYTE).sub(y.and(LOW_BYTE));
        ShortVector odd = x.lanewise(LSHR, 8).sub(y.lanewise(LSHR, 8));
        IntVector evenErrors = even.mul(even).reinterpretAsInts();
        IntVector oddErrors = odd.mul(odd).reinterpretAsInts();
        errors =
            errors
                .add(evenErrors.and(LOW_SHORT).add(evenErrors.lanewise(LSHR, 16)))
                .add(oddErrors.and(LOW_SHORT).add(oddErrors.lanewise(LSHR, 16)));
      }
      sum += Vectors.sum(errors);
    }
    return sum;
  }

  private static long squaredError12(
      MemorySegment a, long aOffset, MemorySegment b, long bOffset, int count) {
    long sum = 0;
    // A 32-bit lane takes 2 squares of 24 bits in a step.
    int stretch = NARROW_PRODUCTS / 2 * SHORTS.length();
    for (int start = 0; start < count; start += stretch) {
      IntVector errors = IntVector.zero(INTS);
      int end = Math.min(count, start + stretch);
      for (int i = start; i < end; i += SHORTS.length()) {
        IntVector x = IntVector.fromMemorySegment(INTS, a, aOffset + 2L * i, ORDER);
        IntVector y = IntVector.fromMemorySegment(INTS, b, bOffset + 2L * i, ORDER);
        IntVector even = x.and(LOW_SHORT).sub(y.and(LOW_SHORT));
        IntVector odd = x.lanewise(LSHR, 16).sub(y.lanewise(LSHR, 16));
        errors = errors.add(even.mul(even)).add(odd.mul(odd));
      }
      sum += Vectors.sum(errors);
    }
    return sum;
  }

  @Override
  public long blockSums(
      MemorySegment a,
      long aOffset,
      long aStride,
      MemorySegment b,
      long bOffset,
      long bStride,
      int bitDepth,
      BlockSums sums) {
    if (bitDepth > BlockSums.NARROW_BITS) {
      return plain.blockSums(a, aOffset, aStride, b, bOffset, bStride, bitDepth, sums);
    }
    int blocks = bitDepth == 8 ? INTS.length() : DOUBLES.length();
    int whole = sums.blocks - sums.blocks % blocks;
    long error =
        bitDepth == 8
            ? blockSums8(a, aOffset, aStride, b, bOffset, bStride, sums, whole)
            : blockSums12(a, aOffset, aStride, b, bOffset, bStride, sums, whole);
    return error
        + PlainBlockKernel.blockSums(
            a, aOffset, aStride, b, bOffset, bStride, bitDepth, sums, whole);
  }

  private static long blockSums8(
      MemorySegment a,
      long aOffset,
      long aStride,
      MemorySegment b,
      long bOffset,
      long bStride,
      BlockSums sums,
      int blocks) {
    long error = 0;
    for (int row = 0; row < 4; row++) {
      error = addRow8(a, aOffset + row * aStride, b, bOffset + row * bStride, sums, blocks, row);
    }
    return error;
  }

  /** Adds a row of samples to the sums, and returns the sum of (a-b)² over the rows so far. */
  private static long addRow8(
      MemorySegment a,
      long aOffset,
      MemorySegment b,
      long bOffset,
      BlockSums sums,
      int blocks,
      int row) {
    IntVector total = IntVector.zero(INTS);
    for (int block = 0; block < blocks; block += INTS.length()) {
      ShortVector x =
          ByteVector.fromMemorySegment(BYTES, a, aOffset + 4L * block, ORDER).reinterpretAsShorts();
      ShortVector y =
          ByteVector.fromMemorySegment(BYTES, b, bOffset + 4L * block, ORDER).reinterpretAsShorts();
      ShortVector evenA = x.and(LOW_BYTE);
      ShortVector evenB = y.and(LOW_BYTE);
      ShortVector oddA = x.lanewise(LSHR, 8);
      ShortVector oddB = y.lanewise(LSHR, 8);
      ShortVector even = evenA.sub(evenB);
      ShortVector odd = oddA.sub(oddB);
      IntVector pairsA = evenA.add(oddA).reinterpretAsInts();
      IntVector pairsB = evenB.add(oddB).reinterpretAsInts();
      IntVector evenProducts = evenA.mul(evenB).reinterpretAsInts();
      IntVector oddProducts = oddA.mul(oddB).reinterpretAsInts();
      IntVector evenErrors = even.mul(even).reinterpretAsInts();
      IntVector oddErrors = odd.mul(odd).reinterpretAsInts();
      IntVector sumA = pairsA.and(LOW_SHORT).add(pairsA.lanewise(LSHR, 16));
      IntVector sumB = pairsB.and(LOW_SHORT).add(pairsB.lanewise(LSHR, 16));
      IntVector products =
          evenProducts
              .and(LOW_SHORT)
              .add(evenProducts.lanewise(LSHR, 16))
              .add(oddProducts.and(LOW_SHORT).add(oddProducts.lanewise(LSHR, 16)));
      IntVector errors =
          evenErrors
              .and(LOW_SHORT)
              .add(evenErrors.lanewise(LSHR, 16))
              .add(oddErrors.and(LOW_SHORT).add(oddErrors.lanewise(LSHR, 16)));
      if (row > 0) {
        sumA = sumA.add(IntVector.fromArray(INTS, sums.a, block));
        sumB = sumB.add(IntVector.fromArray(INTS, sums.b, block));
        products = products.add(IntVector.fromArray(INTS, sums.products, block));
        errors = errors.add(IntVector.fromArray(INTS, sums.errors, block));
      }
      sumA.intoArray(sums.a, block);
      sumB.intoArray(sums.b, block);
      products.intoArray(sums.products, block);
      errors.intoArray(sums.errors, block);
      total = total.add(errors);
    }
    return Vectors.sum(total);
  }

  private static long blockSums12(
      MemorySegment a,
      long aOffset,
      long aStride,
      MemorySegment b,
      long bOffset,
      long bStride,
      BlockSums sums,
      int blocks) {
    long error = 0;
    for (int row = 0; row < 4; row++) {
      error = addRow12(a, aOffset + row * aStride, b, bOffset + row * bStride, sums, blocks, row);
    }
    return error;
  }

  /** {@link #addRow8} with every lane twice as wide. */
  private static long addRow12(
      MemorySegment a,
      long aOffset,
      MemorySegment b,
      long bOffset,
      BlockSums sums,
      int blocks,
      int row) {
    LongVector total = LongVector.zero(LONGS);
    for (int block = 0; block < blocks; block += LONGS.length()) {
      IntVector x = IntVector.fromMemorySegment(INTS, a, aOffset + 8L * block, ORDER);
      IntVector y = IntVector.fromMemorySegment(INTS, b, bOffset + 8L * block, ORDER);
      IntVector evenA = x.and(LOW_SHORT);
      IntVector evenB = y.and(LOW_SHORT);
      IntVector oddA = x.lanewise(LSHR, 16);
      IntVector oddB = y.lanewise(LSHR, 16);
      IntVector even = evenA.sub(evenB);
      IntVector odd = oddA.sub(oddB);
      LongVector pairsA = evenA.add(oddA).reinterpretAsLongs();
      LongVector pairsB = evenB.add(oddB).reinterpretAsLongs();
      LongVector pairProducts = evenA.mul(evenB).add(oddA.mul(oddB)).reinterpretAsLongs();
      LongVector pairErrors = even.mul(even).add(odd.mul(odd)).reinterpretAsLongs();
      LongVector errors = pairErrors.and(LOW_INT).add(pairErrors.lanewise(LSHR, 32));
      IntVector sumA =
          (IntVector)
              pairsA.and(LOW_INT).add(pairsA.lanewise(LSHR, 32)).convertShape(L2I, HALF_INTS, 0);
      IntVector sumB =
          (IntVector)
              pairsB.and(LOW_INT).add(pairsB.lanewise(LSHR, 32)).convertShape(L2I, HALF_INTS, 0);
      IntVector products =
          (IntVector)
              pairProducts
                  .and(LOW_INT)
                  .add(pairProducts.lanewise(LSHR, 32))
                  .convertShape(L2I, HALF_INTS, 0);
      IntVector sumErrors = (IntVector) errors.convertShape(L2I, HALF_INTS, 0);
      if (row > 0) {
        sumA = sumA.add(IntVector.fromArray(HALF_INTS, sums.a, block));
        sumB = sumB.add(IntVector.fromArray(HALF_INTS, sums.b, block));
        products = products.add(IntVector.fromArray(HALF_INTS, sums.products, block));
        sumErrors = sumErrors.add(IntVector.fromArray(HALF_INTS, sums.errors, block));
      }
      sumA.intoArray(sums.a, block);
      sumB.intoArray(sums.b, block);
      products.intoArray(sums.products, block);
      sumErrors.intoArray(sums.errors, block);
      total = total.add(sumErrors.convertShape(VectorOperators.I2L, LONGS, 0));
    }
    return total.reduceLanes(VectorOperators.ADD);
  }

  @Override
  public double ssim(BlockSums above, BlockSums below, int bitDepth) {
    if (bitDepth > BlockSums.NARROW_BITS) {
      return plain.ssim(above, below, bitDepth);
    }
    // The last vector may reach over the end: what it computes there is not looked at.
    int windows = below.blocks - 1;
    addWindows(above.a, below.a, windows, below.windowA);
    addWindows(above.b, below.b, windows, below.windowB);
    addWindows(above.errors, below.errors, windows, below.windowErrors);
    addWindows(above.products, below.products, windows, below.windowProducts);
    if (bitDepth == 8) {
      windows8(below, windows);
    } else {
      windows12(below, windows, bitDepth);
    }
    Arrays.fill(below.lanes, 0);
    Vectors.addToLanes(below.windows, windows, below.lanes);
    return below.sumOfLanes();
  }

  /** Sums windows from neighbouring blocks of neighbouring rows. */
  private static void addWindows(int[] above, int[] below, int windows, int[] result) {
    for (int i = 0; i < windows; i += INTS.length()) {
      IntVector.fromArray(INTS, above, i)
          .add(IntVector.fromArray(INTS, above, i + 1))
          .add(IntVector.fromArray(INTS, below, i))
          .add(IntVector.fromArray(INTS, below, i + 1))
          .intoArray(result, i);
    }
  }

  private static void windows8(BlockSums sums, int windows) {
    int c1 = (int) PlainBlockKernel.c1(8);
    int c2 = (int) PlainBlockKernel.c2(8);
    for (int i = 0; i < windows; i += INTS.length()) {
      IntVector a = IntVector.fromArray(INTS, sums.windowA, i);
      IntVector b = IntVector.fromArray(INTS, sums.windowB, i);
      IntVector errors = IntVector.fromArray(INTS, sums.windowErrors, i);
      IntVector products = IntVector.fromArray(INTS, sums.windowProducts, i);
      IntVector ab = a.mul(b);
      IntVector means = a.mul(a).add(b.mul(b));
      IntVector covariances = products.lanewise(VectorOperators.LSHL, 6).sub(ab);
      IntVector variances =
          errors.add(products.add(products)).lanewise(VectorOperators.LSHL, 6).sub(means);
      FloatVector meanFactor =
          (FloatVector) ab.add(ab).add(c1).convertShape(VectorOperators.I2F, FLOATS, 0);
      FloatVector covarianceFactor =
          (FloatVector)
              covariances.add(covariances).add(c2).convertShape(VectorOperators.I2F, FLOATS, 0);
      FloatVector squaresFactor =
          (FloatVector) means.add(c1).convertShape(VectorOperators.I2F, FLOATS, 0);
      FloatVector variancesFactor =
          (FloatVector) variances.add(c2).convertShape(VectorOperators.I2F, FLOATS, 0);
      meanFactor
          .mul(covarianceFactor)
          .div(squaresFactor.mul(variancesFactor))
          .intoArray(sums.windows, i);
    }
  }

  /** In {@code double}, where whole numbers of this size are exact. */
  private static void windows12(BlockSums sums, int windows, int bitDepth) {
    double c1 = PlainBlockKernel.c1(bitDepth);
    double c2 = PlainBlockKernel.c2(bitDepth);
    for (int i = 0; i < windows; i += DOUBLES.length()) {
      DoubleVector a =
          (DoubleVector)
              IntVector.fromArray(HALF_INTS, sums.windowA, i).convertShape(I2D, DOUBLES, 0);
      DoubleVector b =
          (DoubleVector)
              IntVector.fromArray(HALF_INTS, sums.windowB, i).convertShape(I2D, DOUBLES, 0);
      DoubleVector errors =
          (DoubleVector)
              IntVector.fromArray(HALF_INTS, sums.windowErrors, i).convertShape(I2D, DOUBLES, 0);
      DoubleVector products =
          (DoubleVector)
              IntVector.fromArray(HALF_INTS, sums.windowProducts, i).convertShape(I2D, DOUBLES, 0);
      DoubleVector ab = a.mul(b);
      DoubleVector means = a.mul(a).add(b.mul(b));
      DoubleVector covariances = products.mul(64).sub(ab);
      DoubleVector variances = errors.add(products.add(products)).mul(64).sub(means);
      FloatVector meanFactor = (FloatVector) ab.add(ab).add(c1).convertShape(D2F, HALF_FLOATS, 0);
      FloatVector covarianceFactor =
          (FloatVector) covariances.add(covariances).add(c2).convertShape(D2F, HALF_FLOATS, 0);
      FloatVector squaresFactor = (FloatVector) means.add(c1).convertShape(D2F, HALF_FLOATS, 0);
      FloatVector variancesFactor =
          (FloatVector) variances.add(c2).convertShape(D2F, HALF_FLOATS, 0);
      meanFactor
          .mul(covarianceFactor)
          .div(squaresFactor.mul(variancesFactor))
          .intoArray(sums.windows, i);
    }
  }
}
