package dev.codecsmith.evolve.history;

import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.Failure;
import dev.codecsmith.video.clips.Clip;
import java.util.Map;
import java.util.stream.Collectors;

/** Keeps from proposers whatever is known of held-out clips. */
public final class HeldOut {
  private final ClipRoles clips;

  private HeldOut(ClipRoles clips) {
    this.clips = clips;
  }

  public static HeldOut of(EvaluationSettings evaluation) {
    return new HeldOut(
        new ClipRoles(
            evaluation.searchClips().stream().map(Clip::name).toList(),
            evaluation.heldOutClips().stream().map(Clip::name).toList()));
  }

  public PastExperiment hide(PastExperiment finished) {
    return clips.holdOut().isEmpty() ? finished : finished.showing(this::hide);
  }

  private ExperimentRecord hide(ExperimentRecord experiment) {
    return new ExperimentRecord(
        experiment.id(),
        experiment.campaignId(),
        experiment.iteration(),
        experiment.status(),
        experiment.owner(),
        experiment.candidate(),
        experiment.decoderBytes(),
        experiment.executedProgramSha256(),
        experiment.points().stream()
            .filter(point -> !clips.holdOut().contains(point.clip()))
            .toList(),
        experiment.scores().entrySet().stream()
            .filter(score ->
                clips.holdOut().stream().noneMatch(score.getValue().perClip()::containsKey))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        experiment.score(),
        experiment.shortScore(),
        experiment.failure().map(this::hide),
        experiment.warnings().stream().filter(text -> !clips.namesHoldOut(text)).toList(),
        experiment.artifacts().entrySet().stream()
            .filter(role -> !clips.namesHoldOut(role.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        experiment.created(),
        experiment.updated());
  }

  private Failure hide(Failure failure) {
    return clips.namesHoldOut(failure.message())
        ? new Failure(failure.kind(), failure.phase(), "It failed on footage that is held out.")
        : failure;
  }
}
