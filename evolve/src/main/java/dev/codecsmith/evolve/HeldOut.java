package dev.codecsmith.evolve;

import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.lab.EvaluationSettings;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.Failure;
import dev.codecsmith.video.Clip;
import java.util.Map;
import java.util.stream.Collectors;

/** Keeps from proposers whatever is known of held-out clips. */
final class HeldOut {
  private final ClipRoles clips;

  private HeldOut(ClipRoles clips) {
    this.clips = clips;
  }

  static HeldOut of(EvaluationSettings evaluation) {
    return new HeldOut(
        new ClipRoles(
            evaluation.searchClips().stream().map(Clip::name).toList(),
            evaluation.heldOutClips().stream().map(Clip::name).toList()));
  }

  Finished hide(Finished finished) {
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
