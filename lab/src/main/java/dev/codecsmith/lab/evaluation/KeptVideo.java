package dev.codecsmith.lab.evaluation;

/** What is kept of decoded video, as artifacts beside the figures. */
public enum KeptVideo {
  /** Nothing; the bitstreams are kept anyway. */
  NONE,

  /**
   * Of each clip the rate point of the highest QUALITY, as H.264 in MP4 (8-bit 4:2:0, coded at CRF
   * 14), which a browser plays. It is to be looked at and not to be measured. Role {@code
   * video/CLIP/QUALITY}.
   */
  PLAYABLE,

  /** Every rate point as Y4M, exactly; large. Role {@code reconstruction/CLIP/QUALITY}. */
  EXACT
}
