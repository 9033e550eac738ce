package dev.codecsmith.dashboard.compare;

import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.objective.CampaignObjective;
import dev.codecsmith.metrics.bd.Band;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.BdRates;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Several experiments and anchors of a campaign against the first that is named. */
public final class Comparison {
  /** So many are compared at once. */
  public static final int MOST = 8;

  private final ExperimentStore store;
  private final CampaignAnchors anchors;

  public Comparison(ExperimentStore store, CampaignAnchors anchors) {
    this.store = store;
    this.anchors = anchors;
  }

  /** On which clips they are compared. */
  public enum Clips {
    ALL,
    /** Nothing in the answer tells of held-out clips. */
    SEARCH
  }

  /**
   * Compares.
   *
   * @param of {@code experiment/ID} and {@code anchor/NAME}, once each
   */
  public ObjectNode of(CampaignRecord campaign, List<String> of, Clips shown)
      throws Refusal, IOException {
    Set<String> names = new LinkedHashSet<>(of);
    if (names.isEmpty() || names.size() > MOST) {
      throw new Refusal(400, "of names what is compared, once each, at most " + MOST + " of them.");
    }
    Optional<CampaignAnchors.Known> known = anchors.of(campaign);
    List<String> hidden = shown == Clips.ALL ? List.of() : heldOut(campaign).toList();
    List<Contestant> all = new ArrayList<>();
    for (String name : names) {
      all.add(Contestant.find(name, campaign.id(), known, store).without(hidden));
    }
    List<String> clips =
        all.stream()
            .flatMap(each -> each.points().stream())
            .map(RatePoint::clip)
            .distinct()
            .toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    List<String> heldOut = heldOut(campaign).filter(clips::contains).toList();
    if (shown == Clips.ALL) {
      heldOut.forEach(answer.putArray("held_out")::add);
    }
    ArrayNode clipsNode = answer.putArray("clips");
    clips.stream().filter(clip -> !heldOut.contains(clip)).forEach(clipsNode::add);
    List<ClipRates.By> figures = ClipRates.By.of(CampaignObjective.of(campaign));
    ArrayNode contestants = answer.putArray("contestants");
    for (Contestant each : all) {
      ObjectNode node = contestants.addObject();
      node.put("name", each.name()).put("title", each.title());
      ObjectNode rates = node.putObject("bd_rate");
      for (ClipRates.By by : figures) {
        rates.set(by.key(), rates(by, all.getFirst(), each, clips, heldOut, known, shown));
      }
      ArrayNode points = node.putArray("points");
      each.points().forEach(point -> points.add(toJson(point, figures)));
    }
    return answer;
  }

  /** Those that the campaign was begun with, also where their files are gone. */
  private static Stream<String> heldOut(CampaignRecord campaign) {
    return Json.mapper()
        .readTree(campaign.settingsJson())
        .path("held_out")
        .valueStream()
        .map(clip -> clip.path("name").asString());
  }

  /**
   * By clip, and {@code mean} over those that make the score, {@code held_out} over the others;
   * {@code band} is {@code score} where each is over the band of scores, or else {@code common}.
   */
  private static ObjectNode rates(
      ClipRates.By by,
      Contestant reference,
      Contestant test,
      List<String> clips,
      List<String> heldOut,
      Optional<CampaignAnchors.Known> known,
      Clips shown) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    List<BdRate> search = new ArrayList<>();
    List<BdRate> held = new ArrayList<>();
    ObjectNode perClip = JsonNodeFactory.instance.objectNode();
    boolean isOverBandOfScores = true;
    for (String clip : clips) {
      Optional<Band> band = ClipRates.band(by, main(known, clip));
      isOverBandOfScores &= band.isPresent();
      BdRate rate = ClipRates.of(by, reference.on(clip), test.on(clip), band);
      (heldOut.contains(clip) ? held : search).add(rate);
      perClip.set(clip, BdRates.toOutside(rate));
    }
    Answers.put(node, "mean", ClipRates.mean(search));
    if (shown == Clips.ALL) {
      Answers.put(node, "held_out", ClipRates.mean(held));
    }
    node.put("band", isOverBandOfScores ? "score" : "common");
    node.set("clips", perClip);
    return node;
  }

  private static Optional<AnchorCurve> main(Optional<CampaignAnchors.Known> known, String clip) {
    return known.stream()
        .flatMap(each ->
            each.curves().stream()
                .filter(curve ->
                    curve.clip().equals(clip)
                        && curve.anchor().equals(each.settings().mainAnchor())))
        .findFirst();
  }

  private static ObjectNode toJson(RatePoint point, List<ClipRates.By> figures) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("clip", point.clip()).put("quality", point.quality());
    node.set("bitrate_kbps", Json.figure(point.bitrateKbps()));
    for (ClipRates.By by : figures) {
      Answers.put(node, by.metric(), Optional.ofNullable(point.metrics().get(by.metric())));
    }
    return node;
  }
}
