package dev.codecsmith.lab.frames;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.clips.Clip;

/** A clip that was coded at one quality, and measured. */
public sealed interface CodedVideo {
  /** What was coded. */
  Clip clip();

  /** What was measured of it. */
  RatePoint point();

  /** What its frames follow from: equal for equal ones. */
  String key();

  /**
   * Coded by a program, whose bitstream is an artifact.
   *
   * @param settings of its campaign: limits and devices
   */
  record OfProgram(
      ProgramReference program, Clip clip, RatePoint point, EvaluationSettings settings)
      implements CodedVideo {
    @Override
    public String key() {
      return String.join("/", program.sha256(), clip.sha256(), point.bitstreamSha256());
    }
  }

  /** Coded by a reference codec, whose bitstreams nobody keeps: it is coded again. */
  record OfAnchor(Anchor anchor, Clip clip, RatePoint point) implements CodedVideo {
    @Override
    public String key() {
      return String.join("/", anchor.toString(), clip.sha256(), "" + point.quality());
    }
  }
}
