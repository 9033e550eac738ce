package dev.codecsmith.metrics.kernel.samples;

import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors of this machine, as wide as it likes them, and what all vectorised loops share.
 *
 * <p>A rule for such loops: within a loop, call nothing but the Vector API. The compiler always
 * inlines the API, but gives up on our own methods when a compilation has grown large, and a vector
 * that crosses a real call is allocated: some loops ran four times slower for one small helper. A
 * loop as a whole may well be called; then it is compiled by itself.
 */
public final class Vectors {

  public static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
  public static final VectorSpecies<Short> SHORTS = BYTES.withLanes(short.class);
  public static final VectorSpecies<Integer> INTS = BYTES.withLanes(int.class);
  public static final VectorSpecies<Long> LONGS = BYTES.withLanes(long.class);
  public static final VectorSpecies<Float> FLOATS = BYTES.withLanes(float.class);
  public static final VectorSpecies<Double> DOUBLES = BYTES.withLanes(double.class);

  private static final VectorShape HALF = VectorShape.forBitSize(BYTES.vectorBitSize() / 2);

  /** As many lanes as {@link #DOUBLES}. */
  public static final VectorSpecies<Float> HALF_FLOATS = VectorSpecies.of(float.class, HALF);

  /** As many lanes as {@link #DOUBLES}. */
  public static final VectorSpecies<Integer> HALF_INTS = VectorSpecies.of(int.class, HALF);

  public static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  private Vectors() {}

  public static String description() {
    return "Vector API, " + BYTES.vectorBitSize() + " bits";
  }

  /** Adds a row of values to the sums they belong to by their column. */
  public static void addToLanes(float[] row, int count, double[] lanes) {
    int whole = count - count % BlockSums.SUM_LANES;
    for (int lane = 0; lane < BlockSums.SUM_LANES; lane += DOUBLES.length()) {
      DoubleVector sum = DoubleVector.fromArray(DOUBLES, lanes, lane);
      for (int column = lane; column < whole; column += BlockSums.SUM_LANES) {
        sum =
            sum.add(
                FloatVector.fromArray(HALF_FLOATS, row, column)
                    .convertShape(VectorOperators.F2D, DOUBLES, 0));
      }
      sum.intoArray(lanes, lane);
    }
    for (int column = whole; column < count; column++) {
      lanes[column % BlockSums.SUM_LANES] += row[column];
    }
  }

  /** The sum of all lanes, which need not fit an {@code int}. */
  public static long sum(IntVector values) {
    LongVector low = (LongVector) values.convertShape(VectorOperators.I2L, LONGS, 0);
    LongVector high = (LongVector) values.convertShape(VectorOperators.I2L, LONGS, 1);
    return low.add(high).reduceLanes(VectorOperators.ADD);
  }
}
