package dev.codecsmith.dashboard.pictures;

import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.frames.CodedVideo;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.video.clips.Clip;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which video of a clip a request means: {@code source}, {@code experiment/ID/QUALITY} or {@code
 * anchor/NAME/VALUE}.
 */
final class VideoChoice {
  private static final Pattern CODED = Pattern.compile("(experiment|anchor)/(.+)/(\\d{1,9})");

  private final ExperimentStore store;

  VideoChoice(ExperimentStore store) {
    this.store = store;
  }

  /**
   * Finds it.
   *
   * @param campaign the id of the campaign that it belongs to
   * @param known that campaign's settings and anchors
   */
  ShownVideo find(String name, String campaign, CampaignAnchors.Known known, Clip clip)
      throws Refusal, StoreException {
    if (name.equals("source")) {
      return new ShownVideo.Source(clip);
    }
    Matcher coded = CODED.matcher(name);
    if (!coded.matches()) {
      throw new Refusal(400, "A video is source, experiment/ID/QUALITY or anchor/NAME/VALUE.");
    }
    int quality = Integer.parseInt(coded.group(3));
    return new ShownVideo.Coded(
        coded.group(1).equals("anchor")
            ? anchor(coded.group(2), known, clip, quality)
            : program(coded.group(2), campaign, known, clip, quality));
  }

  private CodedVideo program(
      String id, String campaign, CampaignAnchors.Known known, Clip clip, int quality)
      throws Refusal, StoreException {
    ExperimentRecord experiment =
        store
            .find(id)
            .filter(found -> found.campaignId().equals(campaign))
            .orElseThrow(() -> new Refusal(404, "This campaign has no experiment of this id."));
    Optional<String> program =
        Optional.ofNullable(experiment.candidate().artifacts().get(ProgramReference.ROLE));
    if (program.isEmpty()) {
      throw new Refusal(404, "No program is stored of this experiment.");
    }
    return new CodedVideo.OfProgram(
        new ProgramReference(experiment.candidate().programSha256(), program.get()),
        clip,
        point(experiment.points(), clip, quality),
        known.settings());
  }

  private static CodedVideo anchor(String name, CampaignAnchors.Known known, Clip clip, int value)
      throws Refusal {
    AnchorCurve curve =
        known.curves().stream()
            .filter(each -> each.anchor().name().equals(name) && each.clip().equals(clip.name()))
            .findFirst()
            .orElseThrow(() -> new Refusal(404, "This anchor was not measured on this clip."));
    return new CodedVideo.OfAnchor(curve.anchor(), clip, point(curve.points(), clip, value));
  }

  private static RatePoint point(List<RatePoint> points, Clip clip, int quality) throws Refusal {
    return points.stream()
        .filter(point -> point.clip().equals(clip.name()) && point.quality() == quality)
        .findFirst()
        .orElseThrow(() -> new Refusal(404, "This clip was not measured at that quality."));
  }
}
