package dev.codecsmith.lab.job;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.anchors.CurveOrigin;

/**
 * An anchor's curve on the first frames of a clip, or on all.
 *
 * @param clipSha256 the hash of the whole clip
 * @param frames how many of its first frames
 * @param curve what was measured
 * @param origin what made and measured it
 */
public record ClipCurve(String clipSha256, int frames, AnchorCurve curve, CurveOrigin origin) {

  /** Whether it is that anchor's on these frames. */
  public boolean isOf(Anchor anchor, String clip, int firstFrames) {
    return clipSha256.equals(clip) && frames == firstFrames && curve.anchor().equals(anchor);
  }
}
