package dev.codecsmith.dashboard.pictures;

import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Queries;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.video.clips.Clip;
import io.javalin.http.Context;
import java.io.IOException;

/** Which clip a request means, of which campaign, and which of its videos. */
final class AskedClips {
  private final ExperimentStore store;
  private final CampaignAnchors anchors;
  private final VideoChoice choice;

  AskedClips(ExperimentStore store, CampaignAnchors anchors) {
    this.store = store;
    this.anchors = anchors;
    this.choice = new VideoChoice(store);
  }

  /** What a request speaks of. */
  record Asked(CampaignRecord campaign, CampaignAnchors.Known known, Clip clip) {}

  Asked asked(Context context) throws Refusal, IOException {
    CampaignRecord campaign = campaign(context);
    CampaignAnchors.Known known = known(campaign);
    String name = context.pathParam("clip");
    Clip clip =
        known.settings().clips().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new Refusal(404, "This campaign has no clip of this name."));
    return new Asked(campaign, known, clip);
  }

  /** The video that a parameter names; the source where it names none. */
  ShownVideo video(Context context, String parameter, Asked asked) throws Refusal, IOException {
    return choice.find(
        Queries.text(context, parameter).orElse("source"),
        asked.campaign().id(),
        asked.known(),
        asked.clip());
  }

  CampaignRecord campaign(Context context) throws Refusal, IOException {
    return CampaignChoice.named(store, context);
  }

  CampaignAnchors.Known known(CampaignRecord campaign) throws Refusal, IOException {
    return anchors
        .of(campaign)
        .orElseThrow(() ->
            new Refusal(
                409,
                "A clip of this campaign is no longer in the data folder, so there is nothing to"
                    + " look at; add it again with codecsmith clips add FILE."));
  }
}
