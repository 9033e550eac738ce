package dev.codecsmith.lab.dispatch;

import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.MeasuredPoint;
import dev.codecsmith.store.RatePoint;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which rate points an evaluation with some settings asks for.
 *
 * @param settings what is measured of a program
 */
record AskedPoints(EvaluationSettings settings) implements Predicate<MeasuredPoint> {
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern CONDITIONS = Pattern.compile("[0-9a-f]{32}");

  /**
   * Whoever measures may be another machine: only what was asked for is remembered, and only what
   * can be a key.
   */
  @Override
  public boolean test(MeasuredPoint measured) {
    RatePoint point = measured.point();
    return CONDITIONS.matcher(measured.conditions()).matches()
        && point.allArtifacts().stream().allMatch(each -> SHA_256.matcher(each).matches())
        && (isOfWholeClip(measured) || isOfShortClip(measured));
  }

  private boolean isOfWholeClip(MeasuredPoint measured) {
    return settings.qualities().mayBe(measured.point().quality())
        && settings.clips().stream()
            .anyMatch(clip ->
                clip.sha256().equals(measured.clipSha256()) && clip.frames() == measured.frames());
  }

  private boolean isOfShortClip(MeasuredPoint measured) {
    return settings
        .cascade()
        .filter(cascade -> cascade.qualities().contains(measured.point().quality()))
        .filter(cascade ->
            settings.searchClips().stream()
                .anyMatch(clip ->
                    clip.sha256().equals(measured.clipSha256())
                        && cascade.frames(clip.frames()) == measured.frames()))
        .isPresent();
  }
}
