package dev.codecsmith.metrics.picture;

import java.util.List;

/** A frame as the metrics see it: luma alone, or Y, Cb, Cr. */
public record Picture(List<Plane> planes) {
  public Picture {
    planes = List.copyOf(planes);
  }
}
