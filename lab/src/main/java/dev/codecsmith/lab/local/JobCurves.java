package dev.codecsmith.lab.local;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.video.clips.Clip;
import java.util.List;

/**
 * The anchors' curves that a job came with.
 *
 * @param attempt names the job in messages
 * @param all of every anchor on every clip, and of the main one on the cascade's short clips
 */
record JobCurves(String attempt, List<ClipCurve> all) {

  /**
   * The curve on a clip, or on its first frames.
   *
   * @throws InfrastructureException a lasting one, if the job lacks it
   */
  AnchorCurve of(Anchor anchor, Clip whole, Clip coded) throws InfrastructureException {
    return all.stream()
        .filter(curve -> curve.isOf(anchor, whole.sha256(), coded.frames()))
        .findFirst()
        .map(found -> found.curve().named(coded.name()))
        .orElseThrow(() ->
            InfrastructureException.lasting(
                "The job "
                    + attempt
                    + " lacks the curve of "
                    + anchor.name()
                    + " on "
                    + coded.name()
                    + "; whoever sends it must have the anchors measured first."));
  }
}
