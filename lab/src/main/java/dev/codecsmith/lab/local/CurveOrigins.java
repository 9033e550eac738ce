package dev.codecsmith.lab.local;

import dev.codecsmith.lab.anchors.CurveOrigin;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.lab.measure.MeasurementVersion;
import dev.codecsmith.sandbox.InfrastructureException;
import java.util.List;

/** Makes sure that what a worker measures may be held against what was measured elsewhere. */
final class CurveOrigins {
  private CurveOrigins() {}

  /**
   * Makes sure that a worker may add curves to those of a campaign.
   *
   * @throws InfrastructureException a lasting one, if its curves would be of another origin
   */
  static void requireSame(String worker, CurveOrigin own, CurveOrigin campaigns)
      throws InfrastructureException {
    if (!own.equals(campaigns)) {
      throw InfrastructureException.lasting(
          "The worker "
              + worker
              + " measures anchors with "
              + own
              + ", and the campaign's are of "
              + campaigns
              + ": install the same version of Codecsmith on both.");
    }
  }

  /**
   * Makes sure that a program that this worker measures may be held against curves.
   *
   * @throws InfrastructureException a lasting one, if they are of several origins, or measured by
   *     another version than this worker's
   */
  static void requireUsable(String worker, List<ClipCurve> curves) throws InfrastructureException {
    List<CurveOrigin> origins = curves.stream().map(ClipCurve::origin).distinct().toList();
    if (origins.size() > 1) {
      throw InfrastructureException.lasting(
          "The worker "
              + worker
              + " was sent anchors of "
              + origins.get(0)
              + " and of "
              + origins.get(1)
              + ", which are not held against one another: measure them with one version of"
              + " Codecsmith.");
    }
    if (!origins.isEmpty() && origins.getFirst().measurement() != MeasurementVersion.NUMBER) {
      throw InfrastructureException.lasting(
          "The worker "
              + worker
              + " measures programs with measurement version "
              + MeasurementVersion.NUMBER
              + ", and the campaign's anchors are of "
              + origins.getFirst()
              + ": install the same version of Codecsmith on both.");
    }
  }
}
