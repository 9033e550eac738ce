package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.sandbox.program.Program;
import java.util.Arrays;
import java.util.List;

/**
 * The tunable constants of a program as a cube from 0 to 1 in each direction. A constant that is
 * positive throughout and whose range spans a factor of {@value #LOGARITHMIC} or more is on a
 * logarithmic scale there, since it matters by ratio.
 *
 * @param program the program, with the values that it has
 * @param constants of it, by file and line
 */
record ConstantSpace(Program program, List<TunableConstant> constants) {
  private static final double LOGARITHMIC = 4;

  ConstantSpace {
    constants = List.copyOf(constants);
  }

  static ConstantSpace of(Program program) {
    return new ConstantSpace(program, TunableConstant.of(program));
  }

  boolean isEmpty() {
    return constants.isEmpty();
  }

  /** What the program has in common with all that differ from it in these constants only. */
  String family() {
    return with(constants.stream().map(TunableConstant::low).toList()).sha256();
  }

  List<Long> values() {
    return constants.stream().map(TunableConstant::value).toList();
  }

  /**
   * The program with other values.
   *
   * @param values one for each constant, within its range
   */
  Program with(List<Long> values) {
    Program changed = program;
    for (int i = 0; i < constants.size(); i++) {
      changed = constants.get(i).withValue(changed, values.get(i));
    }
    return changed;
  }

  /** Where values lie in the cube. */
  double[] point(List<Long> values) {
    double[] point = new double[constants.size()];
    for (int i = 0; i < point.length; i++) {
      TunableConstant each = constants.get(i);
      point[i] =
          (scaled(each, values.get(i)) - scaled(each, each.low()))
              / (scaled(each, each.high()) - scaled(each, each.low()));
    }
    return point;
  }

  /** The values that lie nearest to a point of the cube. */
  List<Long> values(double[] point) {
    Long[] values = new Long[constants.size()];
    for (int i = 0; i < values.length; i++) {
      TunableConstant each = constants.get(i);
      double low = scaled(each, each.low());
      double scaled = low + point[i] * (scaled(each, each.high()) - low);
      double value = isLogarithmic(each) ? StrictMath.exp(scaled) : scaled;
      values[i] = Math.clamp(Math.round(value), each.low(), each.high());
    }
    return Arrays.asList(values);
  }

  /** How far apart two neighbouring values lie in the cube, in one direction, on average. */
  double spacing(int direction) {
    TunableConstant each = constants.get(direction);
    return 1.0 / (each.high() - each.low());
  }

  private static double scaled(TunableConstant constant, long value) {
    return isLogarithmic(constant) ? StrictMath.log((double) value) : (double) value;
  }

  private static boolean isLogarithmic(TunableConstant constant) {
    return constant.low() > 0 && constant.high() >= LOGARITHMIC * constant.low();
  }

  /** What values were changed to what others, for people. */
  String difference(List<Long> before, List<Long> after) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < constants.size(); i++) {
      if (!before.get(i).equals(after.get(i))) {
        text.append(text.isEmpty() ? "" : ", ")
            .append(constants.get(i).name())
            .append(' ')
            .append(before.get(i))
            .append(" → ")
            .append(after.get(i));
      }
    }
    return text.toString();
  }
}
