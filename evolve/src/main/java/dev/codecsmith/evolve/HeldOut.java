package dev.codecsmith.evolve;

import dev.codecsmith.lab.EvaluationSettings;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.Failure;
import dev.codecsmith.video.Clip;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps from proposers whatever is known of held-out clips. */
final class HeldOut {
  private final Set<String> clips;

  private HeldOut(Set<String> clips) {
    this.clips = clips;
  }

  static HeldOut of(EvaluationSettings evaluation) {
    return new HeldOut(
        evaluation.heldOutClips().stream().map(Clip::name).collect(Collectors.toSet()));
  }

  Finished hide(Finished finished) {
    return clips.isEmpty() ? finished : finished.showing(hide(finished.experiment()));
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
        experiment.points().stream().filter(point -> !clips.contains(point.clip())).toList(),
        experiment.scores().entrySet().stream()
            .filter(score -> clips.stream().noneMatch(score.getValue().perClip()::containsKey))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        experiment.score(),
        experiment.shortScore(),
        experiment.failure().map(this::hide),
        experiment.warnings().stream().filter(text -> !names(text)).toList(),
        experiment.artifacts().entrySet().stream()
            .filter(role -> !names(role.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        experiment.created(),
        experiment.updated());
  }

  private Failure hide(Failure failure) {
    return names(failure.message())
        ? new Failure(failure.kind(), failure.phase(), "It failed on footage that is held out.")
        : failure;
  }

  private boolean names(String text) {
    return clips.stream().anyMatch(text::contains);
  }
}
