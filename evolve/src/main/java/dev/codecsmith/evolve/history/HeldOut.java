package dev.codecsmith.evolve.history;

import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecordBuilder;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.Failure;
import dev.codecsmith.video.clips.Clip;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Keeps from proposers whatever is known of held-out clips. */
public final class HeldOut {
  private final ClipRoles clips;

  private HeldOut(ClipRoles clips) {
    this.clips = clips;
  }

  public static HeldOut of(EvaluationSettings evaluation) {
    return of(
        new ClipRoles(
            evaluation.searchClips().stream().map(Clip::name).toList(),
            evaluation.heldOutClips().stream().map(Clip::name).toList()));
  }

  public static HeldOut of(ClipRoles clips) {
    return new HeldOut(clips);
  }

  /** What proposers may see of it: no flags, and nothing of held-out clips. */
  public PastExperiment hide(PastExperiment finished) {
    return finished.showing(this::hide);
  }

  /** The same of a record. */
  public ExperimentRecord hide(ExperimentRecord experiment) {
    ExperimentResult result = experiment.result();
    ExperimentResult shown =
        ExperimentResultBuilder.builder(result)
            .points(
                result.points().stream()
                    .filter(point -> !clips.holdOut().contains(point.clip()))
                    .toList())
            .scores(
                result.scores().entrySet().stream()
                    .filter(score ->
                        clips.holdOut().stream().noneMatch(score.getValue().perClip()::containsKey))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
            .failure(result.failure().map(this::hide))
            .warnings(result.warnings().stream().filter(text -> !clips.namesHoldOut(text)).toList())
            .flags(List.of())
            .artifacts(
                result.artifacts().entrySet().stream()
                    .filter(role -> !clips.namesHoldOut(role.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
            .build();
    return ExperimentRecordBuilder.builder(experiment).result(shown).build();
  }

  private Failure hide(Failure failure) {
    return clips.namesHoldOut(failure.message())
        ? new Failure(failure.kind(), failure.phase(), "It failed on footage that is held out.")
        : failure;
  }
}
