package dev.codecsmith.cli.drafts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.drafts.QuickLook.Seen;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class QuickTextTest {
  private static Seen seen(OptionalDouble one, OptionalDouble two) {
    Map<String, OptionalDouble> perClip = new LinkedHashMap<>();
    perClip.put("one", one);
    perClip.put("two", two);
    return new Seen(8, perClip, List.of(), Optional.empty(), 0);
  }

  private static Seen seen(double one, double two) {
    return seen(OptionalDouble.of(one), OptionalDouble.of(two));
  }

  private static RatePoint point(int quality, double bitrateKbps, double psnr, double cpuSeconds) {
    return RatePointBuilder.builder()
        .clip("one")
        .quality(quality)
        .bytes(1)
        .bitrateKbps(bitrateKbps)
        .metrics(Map.of("psnr_yuv", psnr))
        .encode(new RatePoint.Resources(cpuSeconds, cpuSeconds, 1))
        .decode(new RatePoint.Resources(cpuSeconds / 10, cpuSeconds / 10, 1))
        .bitstreamSha256("")
        .framesSha256("")
        .machine(Optional.empty())
        .videoSha256(Optional.empty())
        .bitsSha256(Optional.empty())
        .build();
  }

  private static Seen seen(RatePoint... points) {
    return new Seen(8, Map.of("one", OptionalDouble.of(50)), List.of(points), Optional.empty(), 0);
  }

  @Test
  void theParentsFiguresStandBesideTheDraftsAtEachPoint() {
    Seen draft = seen(point(30, 101.26, 31.5, 2), point(70, 500, 39.126, 3));
    Seen parent = seen(point(70, 480, 39, 2.5));
    assertThat(QuickText.paired(draft, parent, "x264", Objective.DEFAULT))
        .endsWith(
            """
            | clip | QUALITY | kbit/s | the parent | PSNR-YUV | the parent | encode CPU s | the parent | decode CPU s | the parent |
            |---|---|---|---|---|---|---|---|---|---|
            | one | 30 | 101.3 | - | 31.50 | - | 2.00 | - | 0.20 | - |
            | one | 70 | 500.0 | 480.0 | 39.13 | 39.00 | 3.00 | 2.50 | 0.30 | 0.25 |
            """);
    assertThat(QuickText.alone(draft, "x264"))
        .endsWith(
            """
            | clip | QUALITY | kbit/s | PSNR-YUV | encode CPU s | decode CPU s |
            |---|---|---|---|---|---|
            | one | 30 | 101.3 | 31.50 | 2.00 | 0.20 |
            | one | 70 | 500.0 | 39.13 | 3.00 | 0.30 |
            """);
  }

  @Test
  void theChangeIsOfTheRateAndNotOfThePercentages() {
    // 1.5 of the anchor's rate in place of 2.0 is a quarter less.
    assertThat(QuickText.change(OptionalDouble.of(50), OptionalDouble.of(100))).hasValue(-25);
    assertThat(QuickText.change(OptionalDouble.empty(), OptionalDouble.of(100))).isEmpty();
    assertThat(QuickText.change(OptionalDouble.of(50), OptionalDouble.empty())).isEmpty();
  }

  @Test
  void aDraftIsHeldAgainstItsParentInTheMeanAndByClip() {
    assertThat(QuickText.paired(seen(50, 100), seen(100, 100), "x264", Objective.DEFAULT))
        .startsWith(
            "Better than the parent: -12.50 % of the rate at equal PSNR-YUV, over the first 8"
                + " frames of each of 2 clips.\n")
        .contains("- one: -25.00 %; against x264 +50.00 %, the parent +100.00 %\n")
        .contains("- two: +0.00 %; against x264 +100.00 %, the parent +100.00 %\n")
        .contains("Few frames flatter");
    assertThat(QuickText.paired(seen(100, 100), seen(100, 100), "x264", Objective.DEFAULT))
        .startsWith("Not better than the parent: +0.00 %");
    assertThat(QuickText.paired(seen(0, 0), seen(1, 1), "x264", Objective.of("ssim")))
        .contains("by the metrics of the campaign's objective, prices left out");
  }

  @Test
  void aClipWithoutAFigureLeavesNoMean() {
    Seen half = seen(OptionalDouble.of(50), OptionalDouble.empty());
    assertThat(QuickText.paired(half, seen(100, 100), "x264", Objective.DEFAULT))
        .startsWith("No figure: on a clip a point lies outside of what x264 reaches")
        .contains("- one: -25.00 %")
        .contains("- two: no figure; against x264 no figure, the parent +100.00 %");
    assertThat(QuickText.alone(half, "x264"))
        .startsWith("no figure against x264 over the first 8 frames (no parent")
        .contains("- one: +50.00 %\n- two: no figure\n");
  }

  @Test
  void aFailureIsToldWithItsKindAndPhase() {
    assertThat(
            QuickText.failed(
                new Seen(
                    8,
                    Map.of(),
                    List.of(),
                    Optional.of(
                        new Failure(FailureKind.COMPILE_ERROR, ExperimentStatus.BUILDING, "No ;")),
                    0)))
        .isEqualTo("It failed (compile-error, while building):\nNo ;");
    assertThat(QuickText.failed(new Seen(8, Map.of(), List.of(), Optional.empty(), 0)))
        .isEqualTo("It gave no rate point.");
  }
}
