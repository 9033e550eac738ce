package dev.codecsmith.lab.anchors;

import dev.codecsmith.lab.measure.MeasurementVersion;

/**
 * What made and measured an anchor's curve. Another version of an encoder gives another bitstream
 * for the same settings, so programs are held against curves of one origin only.
 *
 * @param ffmpeg the version of ffmpeg, which comes with its encoders, such as {@code 8.1.2}
 * @param measurement {@link MeasurementVersion#NUMBER} of what measured it
 */
public record CurveOrigin(String ffmpeg, int measurement) {

  /** Such as {@code ffmpeg 8.1.2, measurement version 1}. */
  @Override
  public String toString() {
    return "ffmpeg " + ffmpeg + ", measurement version " + measurement;
  }
}
