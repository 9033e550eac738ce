package dev.codecsmith.cli.drafts;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What an evaluation of an agent's program takes of a budget of CPU time: what its runs took.
 * Points that were measured before take nothing. Of a program that fails there are no points for
 * what failed, so at least the time counts that its build and its runs took: else one that runs
 * into a limit at every point would be free. Waiting for the programs of others, and measuring
 * anchors, is none of it.
 */
public final class EvaluationCost {
  private final Set<Run> before;
  private final LongSupplier clock;
  private final long begun;

  /** What tells one measurement of a point from another of the same. */
  private record Run(
      int quality, String bitstream, RatePoint.Resources encode, RatePoint.Resources decode) {
    static Run of(RatePoint point) {
      return new Run(point.quality(), point.bitstreamSha256(), point.encode(), point.decode());
    }
  }

  /**
   * @param known what was measured of the program before
   * @param clock nanoseconds
   */
  EvaluationCost(Collection<RatePoint> known, LongSupplier clock) {
    this.before = known.stream().map(Run::of).collect(Collectors.toSet());
    this.clock = clock;
    this.begun = clock.getAsLong();
  }

  /** Of an evaluation that begins now. */
  public static EvaluationCost begin(Program program, Workbench bench)
      throws InfrastructureException {
    try {
      return new EvaluationCost(
          bench.data().experiments().measuredPoints(program.sha256()).values(), System::nanoTime);
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  /**
   * In CPU seconds, of a program that did not fail.
   *
   * @param points that it came to
   */
  public double seconds(List<RatePoint> points) {
    return points.stream()
        .filter(point -> !before.contains(Run.of(point)))
        .mapToDouble(point -> point.encode().cpuSeconds() + point.decode().cpuSeconds())
        .sum();
  }

  /**
   * In CPU seconds. Where an evaluator does not tell how long the runs of a program that failed
   * took, the time counts that passed.
   */
  public double seconds(Evaluation evaluation) {
    double measured = seconds(evaluation.points());
    return evaluation.failure().isEmpty()
        ? measured
        : Math.max(measured, evaluation.runSeconds().orElseGet(this::passedSeconds));
  }

  /** Since it began. */
  double passedSeconds() {
    return (clock.getAsLong() - begun) / 1e9;
  }
}
