package dev.codecsmith.store.experiments;

import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.ResultLine;
import dev.codecsmith.store.ResultLine.MeanFigures;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which of a campaign's experiments are listed, and in which order.
 *
 * @param statuses one of which they have
 * @param text that stands in their id, name or proposer, the case of ASCII letters aside; empty for
 *     any
 * @param failure the kind in which they failed; empty for any
 * @param order first by this, then by iteration
 * @param descending whether the order is turned round
 */
public record ExperimentFilter(
    Set<ExperimentStatus> statuses,
    String text,
    Optional<FailureKind> failure,
    Order order,
    boolean descending) {
  public ExperimentFilter {
    statuses = Set.copyOf(statuses);
  }

  /** Below any PSNR and SSIM that a decoded clip has. */
  private static final double NO_QUALITY = -1e9;

  /** What a list is in the order of. */
  public enum Order {
    ITERATION,
    NAME,
    PROPOSER,
    /** Those without a score come as if theirs were worse than any. */
    SCORE,
    /** The mean of the rate points, see {@link MeanFigures}; none comes as if it were below any. */
    PSNR,
    /** The same of SSIM. */
    SSIM,
    /** The same of kbit/s; none comes as if it were above any. */
    KBPS,
    DECODER_BYTES,
    /** From when it was made to when it last changed. */
    DURATION
  }

  /** All in some statuses, the highest iteration first. */
  public static ExperimentFilter newest(Set<ExperimentStatus> statuses) {
    return new ExperimentFilter(statuses, "", Optional.empty(), Order.ITERATION, true);
  }

  /** Whether an experiment is listed. */
  public boolean matches(ExperimentSummary line) {
    return statuses.contains(line.status())
        && (failure.isEmpty()
            || line.result().failure().filter(each -> each.kind() == failure.get()).isPresent())
        && (contains(line.id())
            || contains(line.program().name())
            || contains(line.program().proposer()));
  }

  private boolean contains(String name) {
    return lowerCase(name).contains(lowerCase(text));
  }

  /** As SQLite has it. */
  private static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < lower.length(); i++) {
      char each = lower.charAt(i);
      if (each >= 'A' && each <= 'Z') {
        lower.setCharAt(i, (char) (each - 'A' + 'a'));
      }
    }
    return lower.toString();
  }

  private static double mean(
      ExperimentSummary line, Function<MeanFigures, Optional<Double>> figure, double none) {
    return line.result().means().flatMap(figure).orElse(none);
  }

  /** The order of the list. */
  public Comparator<ExperimentSummary> comparator() {
    Comparator<ExperimentSummary> comparator =
        switch (order) {
          case ITERATION -> Comparator.comparingInt(ExperimentSummary::iteration);
          case NAME -> Comparator.comparing(line -> lowerCase(line.program().name()));
          case PROPOSER -> Comparator.comparing(line -> lowerCase(line.program().proposer()));
          case SCORE -> Comparator.comparing(line -> line.score().orElse(Double.MAX_VALUE));
          case PSNR ->
              Comparator.comparingDouble(line -> mean(line, MeanFigures::psnrYuv, NO_QUALITY));
          case SSIM ->
              Comparator.comparingDouble(line -> mean(line, MeanFigures::ssim, NO_QUALITY));
          case KBPS ->
              Comparator.comparingDouble(
                  line -> mean(line, each -> Optional.of(each.kbps()), Double.MAX_VALUE));
          case DECODER_BYTES ->
              Comparator.comparing(
                  ExperimentSummary::result, Comparator.comparingLong(ResultLine::decoderBytes));
          case DURATION ->
              Comparator.comparing(
                  line -> Duration.between(line.identity().created(), line.updated()));
        };
    Comparator<ExperimentSummary> whole = comparator.thenComparingInt(ExperimentSummary::iteration);
    return descending ? whole.reversed() : whole;
  }
}
