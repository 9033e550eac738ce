package dev.codecsmith.lab.measure;

/** Rises when what is measured changes, so that older curves and points are not used any more. */
public final class MeasurementVersion {
  public static final int NUMBER = 1;

  private MeasurementVersion() {}
}
