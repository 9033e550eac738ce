package dev.codecsmith.metrics.kernel.hvs;

import dev.codecsmith.metrics.kernel.samples.Samples;
import java.lang.foreign.MemorySegment;

/**
 * {@link HvsKernel} as it is defined, one block after the other. Everything is computed in {@code
 * float} and in libvmaf's order, because libvmaf's figure depends on its rounding.
 */
public final class PlainHvsKernel implements HvsKernel {

  /** A block of one picture: first samples, then coefficients. */
  private static final class Block {
    final int[] values = new int[64];
    final int[] scratch = new int[64];

    void load(MemorySegment samples, long offset, long stride, int bitDepth) {
      for (int i = 0; i < 64; i++) {
        values[i] = Samples.at(samples, offset + (i >> 3) * stride, i & 7, bitDepth);
      }
    }

    /** The variances of the four quarters together, against the variance of the whole. */
    float quarterVariance() {
      float mean = 0;
      float[] means = new float[4];
      for (int i = 0; i < 64; i++) {
        mean += values[i];
        means[quarter(i)] += values[i];
      }
      mean /= 64;
      for (int i = 0; i < 4; i++) {
        means[i] /= 16;
      }
      float variance = 0;
      float[] variances = new float[4];
      for (int i = 0; i < 64; i++) {
        float difference = values[i] - mean;
        variance += difference * difference;
        float quarterDifference = values[i] - means[quarter(i)];
        variances[quarter(i)] += quarterDifference * quarterDifference;
      }
      variance *= 1 / 63f * 64;
      for (int i = 0; i < 4; i++) {
        variances[i] *= 1 / 15f * 16;
      }
      return variance > 0
          ? (variances[0] + variances[1] + variances[2] + variances[3]) / variance
          : variance;
    }

    void transform() {
      HvsTransform.forward(values, scratch);
    }

    float mask(HvsWeights weights, float quarterVariance) {
      float sum = 0;
      for (int i = 1; i < 64; i++) {
        sum += values[i] * values[i] * weights.mask[i];
      }
      return (float) Math.sqrt(sum * quarterVariance) / 32;
    }

    private static int quarter(int i) {
      return (i >> 5) + ((i >> 1) & 2);
    }
  }

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
    Block blockA = new Block();
    Block blockB = new Block();
    int bytes = bitDepth > 8 ? 2 : 1;
    int next = at;
    for (int block = 0; block < blocks; block++) {
      long position = (long) STEP * block * bytes;
      blockA.load(a, aOffset + position, aStride, bitDepth);
      blockB.load(b, bOffset + position, bStride, bitDepth);
      next = terms(blockA, blockB, weights, terms, next);
    }
    return next;
  }

  private static int terms(Block a, Block b, HvsWeights weights, float[] terms, int at) {
    float varianceA = a.quarterVariance();
    float varianceB = b.quarterVariance();
    a.transform();
    b.transform();
    float maskA = a.mask(weights, varianceA);
    float maskB = b.mask(weights, varianceB);
    float mask = maskB > maskA ? maskB : maskA;
    int next = at;
    for (int i = 0; i < 64; i++) {
      float error = Math.abs(a.values[i] - b.values[i]);
      if (i > 0) {
        float threshold = mask / weights.mask[i];
        error = error < threshold ? 0 : error - threshold;
      }
      float weighted = error * weights.error[i];
      float term = weighted * weighted;
      if (term != 0) {
        terms[next++] = term;
      }
    }
    return next;
  }
}
