package dev.codecsmith.dashboard.live;

import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.store.CampaignRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What a campaign's programs are held against. */
public interface CampaignAnchors {
  /**
   * What was measured of a campaign's anchors.
   *
   * @param settings what is to be measured
   * @param curves those that were measured so far
   */
  record Known(EvaluationSettings settings, List<AnchorCurve> curves) {
    public Known {
      curves = List.copyOf(curves);
    }
  }

  /** The name of the anchor that scores are against. */
  String main(CampaignRecord campaign);

  /** How a campaign's programs are measured; empty where a clip is gone. */
  default Optional<EvaluationSettings> settings(CampaignRecord campaign) throws IOException {
    return of(campaign).map(Known::settings);
  }

  /** All anchors; empty where a clip is gone, so that nobody can say what was measured on it. */
  Optional<Known> of(CampaignRecord campaign) throws IOException;
}
