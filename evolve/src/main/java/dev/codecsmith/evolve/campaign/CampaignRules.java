package dev.codecsmith.evolve.campaign;

import dev.codecsmith.evolve.history.PastExperiment;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * When a campaign ends before its last iteration, and how fast it goes. None of it changes what a
 * program is or how it is measured, so a campaign can be continued under other rules.
 *
 * @param target the campaign ends when an experiment has this score or a lower one, in percent
 * @param time no iteration begins when this run has lasted so long; what is under way is finished
 * @param pause waited before each new iteration but the first
 */
public record CampaignRules(OptionalDouble target, Optional<Duration> time, Duration pause) {

  /** To the last iteration, without a pause. */
  public static final CampaignRules NONE =
      new CampaignRules(OptionalDouble.empty(), Optional.empty(), Duration.ZERO);

  public CampaignRules {
    if (pause.isNegative() || time.filter(t -> t.isNegative() || t.isZero()).isPresent()) {
      throw new IllegalArgumentException(
          "A campaign's time must be above 0 and its pause 0 or more.");
    }
    if (target.isPresent() && !Double.isFinite(target.getAsDouble())) {
      throw new IllegalArgumentException("The target must be a number of percent.");
    }
  }

  /**
   * Why no further iteration may begin, in a sentence; empty while one may.
   *
   * @param best the experiment with the best score so far
   */
  Optional<String> ending(Optional<PastExperiment> best, Duration elapsed) {
    if (target.isPresent() && best.isPresent()) {
      double score = best.get().score().orElseThrow();
      if (score <= target.getAsDouble()) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "The target of %+.2f %% is reached by %s with %+.2f %%.",
                target.getAsDouble(),
                best.get().id(),
                score));
      }
    }
    return time.filter(limit -> elapsed.compareTo(limit) >= 0)
        .map(limit ->
            "The time of this run, "
                + words(limit)
                + ", is used up. The same command goes on for as long again.");
  }

  /** Such as {@code 1 h 30 min}. */
  private static String words(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "min");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.toString();
  }

  private static void append(StringBuilder text, long value, String unit) {
    if (value > 0) {
      text.append(text.isEmpty() ? "" : " ").append(value).append(' ').append(unit);
    }
  }
}
