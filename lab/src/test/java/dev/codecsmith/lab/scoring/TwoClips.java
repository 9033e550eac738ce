package dev.codecsmith.lab.scoring;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two clips on which a made-up anchor needs twice the rate for each 5 dB. */
final class TwoClips {
  static final Anchor ANCHOR = Anchors.named("x264-medium");
  static final Clip A = clip("a");
  static final Clip B = clip("b");

  private TwoClips() {}

  private static Clip clip(String name) {
    return new Clip(
        name,
        Path.of(name + ".y4m"),
        new VideoFormat(16, 16, PixelFormat.YUV420P, new Rational(25, 1)),
        10,
        name.repeat(64));
  }

  private static double anchorRate(double psnr) {
    return 100 * Math.pow(2, (psnr - 30) / 5);
  }

  static AnchorCurve curve(Clip clip) {
    List<RatePoint> points = new ArrayList<>();
    for (int crf : ANCHOR.values()) {
      points.add(Points.point(clip.name(), crf, anchorRate(67 - crf), 67 - crf));
    }
    return new AnchorCurve(ANCHOR, clip.name(), points, "ffmpeg");
  }

  /** A point that needs so much of the anchor's rate at its quality. */
  static RatePoint at(Clip clip, int quality, double psnr, double share) {
    return Points.point(clip.name(), quality, share * anchorRate(psnr), psnr);
  }
}
