package dev.codecsmith.cli.dashboard;

import dev.codecsmith.cli.experiments.StoredExperiments;
import dev.codecsmith.cli.plan.CampaignSettingsText;
import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.dispatch.AnchorMemory;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Anchors of campaigns in a data folder; ffmpeg is asked for its version when the first is. */
public final class StoredAnchors implements CampaignAnchors {
  private final Path clips;
  private final ExperimentStore experiments;
  private Optional<AnchorMemory> memory = Optional.empty();

  /**
   * @param clips the folder of clips
   * @param experiments where curves are remembered
   */
  public StoredAnchors(Path clips, ExperimentStore experiments) {
    this.clips = clips;
    this.experiments = experiments;
  }

  @Override
  public String main(CampaignRecord campaign) {
    return CampaignSettingsText.mainAnchor(campaign);
  }

  @Override
  public Optional<EvaluationSettings> settings(CampaignRecord campaign) throws IOException {
    return StoredExperiments.evaluationIfThere(campaign, new ClipCatalogue(clips));
  }

  @Override
  public Optional<Known> of(CampaignRecord campaign) throws IOException {
    Optional<EvaluationSettings> known = settings(campaign);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    EvaluationSettings settings = known.get();
    List<AnchorCurve> curves = new ArrayList<>();
    for (Anchor anchor : settings.anchors()) {
      for (Clip clip : settings.clips()) {
        memory()
            .find(anchor, clip, clip.frames(), settings.objective().moreMetrics())
            .ifPresent(curves::add);
      }
    }
    return Optional.of(new Known(settings, curves));
  }

  private synchronized AnchorMemory memory() throws IOException {
    if (memory.isEmpty()) {
      memory =
          Optional.of(
              new AnchorMemory(
                  new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()), experiments));
    }
    return memory.get();
  }
}
