package dev.codecsmith.dashboard.compare;

import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.util.List;
import java.util.Optional;

/**
 * Who is compared.
 *
 * @param name {@code experiment/ID} or {@code anchor/NAME}
 * @param title for a person
 * @param points what was measured, on any clips
 */
record Contestant(String name, String title, List<RatePoint> points) {
  private static final String EXPERIMENT = "experiment/";
  private static final String ANCHOR = "anchor/";

  Contestant {
    points = List.copyOf(points);
  }

  /**
   * Finds one.
   *
   * @param campaign the id of the campaign that it belongs to
   * @param known that campaign's anchors; empty where nobody can say what was measured
   */
  static Contestant find(
      String name, String campaign, Optional<CampaignAnchors.Known> known, ExperimentStore store)
      throws Refusal, StoreException {
    if (name.startsWith(EXPERIMENT)) {
      ExperimentRecord experiment =
          store
              .find(name.substring(EXPERIMENT.length()))
              .filter(found -> found.campaignId().equals(campaign))
              .orElseThrow(() -> new Refusal(404, "This campaign has no experiment of this id."));
      return new Contestant(
          name,
          "Iteration " + experiment.iteration() + ", " + experiment.candidate().name(),
          experiment.points());
    }
    if (name.startsWith(ANCHOR)) {
      String anchor = name.substring(ANCHOR.length());
      List<RatePoint> points =
          known.stream()
              .flatMap(each -> each.curves().stream())
              .filter(curve -> curve.anchor().name().equals(anchor))
              .map(AnchorCurve::points)
              .flatMap(List::stream)
              .toList();
      if (points.isEmpty()) {
        throw new Refusal(404, "This anchor was not measured in this campaign.");
      }
      return new Contestant(name, anchor, points);
    }
    throw new Refusal(400, "Compared are experiment/ID and anchor/NAME.");
  }

  Contestant without(List<String> clips) {
    return new Contestant(
        name, title, points.stream().filter(point -> !clips.contains(point.clip())).toList());
  }

  List<RatePoint> on(String clip) {
    return points.stream().filter(point -> point.clip().equals(clip)).toList();
  }
}
