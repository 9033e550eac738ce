package dev.codecsmith.lab.machine;

import dev.codecsmith.lab.evaluation.CodingLimits;
import java.util.Locale;

/**
 * How fast a machine is, by the CPU time that a fixed program takes there ({@link Calibration}),
 * held against a reference machine. Limits on CPU time are stretched by it, so that whether a
 * program meets them depends less on where it was run; times that are reported stay as they were
 * measured. Where it was never measured, nothing is stretched. Safe for all threads.
 *
 * <p>The factor is rounded to quarters of an octave: two measurements on one machine differ by
 * less, and points that were measured under other limits are not remembered for these.
 */
public final class MachineSpeed {
  /** Limits become at most this much longer, and at most this much shorter. */
  public static final double BOUND = 2;

  private static final double STEPS_AN_OCTAVE = 4;

  private final String machine;
  private volatile double factor = 1;
  private volatile boolean measured;

  /**
   * @param machine what records call it
   */
  public MachineSpeed(String machine) {
    this.machine = machine;
  }

  /** A machine that nobody held against others, called by its processor. */
  public static MachineSpeed unmeasured() {
    return new MachineSpeed(Processor.description());
  }

  /**
   * Takes what was measured in place of what was before.
   *
   * @param times as much CPU time as on the reference machine
   */
  public void measured(double times) {
    if (!(times > 0) || Double.isInfinite(times)) {
      throw new IllegalArgumentException("A machine takes some time, found " + times + ".");
    }
    double octaves = Math.log(times) / Math.log(2);
    double rounded = Math.pow(2, Math.round(octaves * STEPS_AN_OCTAVE) / STEPS_AN_OCTAVE);
    factor = Math.clamp(rounded, 1 / BOUND, BOUND);
    measured = true;
  }

  /** By what limits on CPU time are multiplied here, from 1/{@link #BOUND} to {@link #BOUND}. */
  public double factor() {
    return factor;
  }

  /** Limits, as they are here. */
  public CodingLimits here(CodingLimits limits) {
    return factor == 1 ? limits : limits.stretched(factor);
  }

  /** The machine, as records name it. */
  @Override
  public String toString() {
    return measured
        ? String.format(Locale.ROOT, "%s; limits on CPU time × %.2f", machine, factor)
        : machine;
  }
}
