package dev.codecsmith.lab.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RacePairsTest {
  private static final Anchor ANCHOR = Anchors.named("x264-medium");
  private static final Clip A = clip("a");
  private static final Clip B = clip("b");

  private static Clip clip(String name) {
    return new Clip(
        name,
        Path.of(name + ".y4m"),
        new VideoFormat(16, 16, PixelFormat.YUV420P, new Rational(25, 1)),
        10,
        name.repeat(64));
  }

  /** The rate that the made-up anchor needs for a quality: doubling every 5 dB. */
  private static double anchorRate(double psnr) {
    return 100 * Math.pow(2, (psnr - 30) / 5);
  }

  private static AnchorCurve curve(Clip clip) {
    List<RatePoint> points = new ArrayList<>();
    for (int crf : ANCHOR.values()) {
      points.add(Points.point(clip.name(), crf, anchorRate(67 - crf), 67 - crf));
    }
    return new AnchorCurve(ANCHOR, clip.name(), points, "ffmpeg");
  }

  private static RatePoint at(Clip clip, int quality, double psnr, double share) {
    return Points.point(clip.name(), quality, share * anchorRate(psnr), psnr);
  }

  private static Optional<RacePairs> pairs(List<RatePoint> one, List<RatePoint> other) {
    return RacePairs.of(
        Objective.DEFAULT,
        List.of(A, B),
        List.of(curve(A), curve(B)),
        new RacePairs.Runner(one, 1000),
        new RacePairs.Runner(other, 1000));
  }

  @Test
  void ratesAreComparedAtEqualQualityWhicheverEachPointHas() {
    // On both clips the one needs 0.66 of the anchor's rate and the other 0.6, at other qualities.
    RacePairs pairs =
        pairs(
                List.of(at(A, 30, 33, 0.66), at(B, 30, 36, 0.66)),
                List.of(at(A, 30, 31, 0.6), at(B, 30, 38.5, 0.6)))
            .orElseThrow();
    assertThat(pairs.pairs()).isEqualTo(2);
    assertThat(pairs.gap()).isCloseTo(6, within(1e-9));
  }

  @Test
  void onlyPointsOfTheSameClipAndQualityArePairs() {
    RacePairs pairs =
        pairs(
                List.of(at(A, 30, 33, 1), at(A, 60, 40, 5), at(B, 30, 33, 1)),
                List.of(at(A, 30, 33, 1), at(A, 40, 36, 5), at(B, 30, 33, 1), at(B, 60, 40, 9)))
            .orElseThrow();
    assertThat(pairs).isEqualTo(new RacePairs(2, 0));
  }

  @Test
  void aClipWithoutPairsTellsNothingOfAll() {
    assertThat(pairs(List.of(at(A, 30, 33, 1)), List.of(at(A, 30, 33, 1)))).isEmpty();
    assertThat(
            pairs(
                List.of(at(A, 30, 99, 1), at(B, 30, 33, 1)),
                List.of(at(A, 30, 33, 1), at(B, 30, 33, 1))))
        .as("beyond the anchor's curve")
        .isEmpty();
  }
}
