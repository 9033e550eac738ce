package dev.codecsmith.evolve.campaign;

import dev.codecsmith.evolve.cascade.CheckedSample;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.measure.ClipHead;
import dev.codecsmith.lab.race.Racing;
import dev.codecsmith.lab.race.Rival;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * What a program is raced against: the best of its parents and of the other children of these, as
 * far as its iteration may learn from them. So those that go on from one program compete with each
 * other, while another branch that is behind is left in peace.
 */
final class Rivals {
  /** How far back children are looked for. */
  private static final int NEWEST = 200;

  /** Ten thousand points. */
  private static final int MOST_POINT_BYTES = 16 << 20;

  private final EvaluationSettings evaluation;
  private final ArtifactStore artifacts;
  private final CheckedSample sample;

  /**
   * @param seed the campaign's; it decides which programs are measured in full all the same
   */
  Rivals(EvaluationSettings evaluation, ArtifactStore artifacts, long seed) {
    this.evaluation = evaluation;
    this.artifacts = artifacts;
    this.sample = new CheckedSample(seed);
  }

  /** Empty where the campaign has no races, and for a program without a parent that has a score. */
  Optional<Rival> of(ExperimentRecord candidate, EvaluationHistory.View known)
      throws InfrastructureException {
    Optional<Racing> racing = evaluation.cascade().flatMap(Cascade::race);
    if (racing.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<PastExperiment> best = best(candidate.candidate().parents(), known);
      return best.isEmpty()
          ? Optional.empty()
          : Optional.of(
              rival(
                  best.get().experiment(),
                  shortPoints(best.get().experiment(), candidate.iteration()),
                  known,
                  sample.holds(candidate.iteration(), racing.get().checkedShare())));
    } catch (UncheckedIOException e) {
      throw InfrastructureException.of(Objects.requireNonNull(e.getCause()));
    }
  }

  private static Optional<PastExperiment> best(List<String> parents, EvaluationHistory.View known) {
    List<PastExperiment> found = parents.stream().flatMap(id -> known.find(id).stream()).toList();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    int first = found.stream().mapToInt(PastExperiment::iteration).min().orElseThrow();
    Stream<PastExperiment> children =
        known
            .after(Math.max(first, known.size() - NEWEST))
            .filter(each -> each.score().isPresent())
            .filter(each -> each.parents().stream().anyMatch(parents::contains));
    return Stream.concat(found.stream(), children)
        .filter(each -> each.score().isPresent())
        .min(Comparator.comparingDouble(each -> each.score().orElseThrow()));
  }

  private Rival rival(
      ExperimentRecord best,
      List<RatePoint> shortPoints,
      EvaluationHistory.View known,
      boolean checked) {
    List<String> searched = evaluation.searchClips().stream().map(clip -> clip.name()).toList();
    return new Rival(
        best.id(),
        best.score().orElseThrow(),
        best.decoderBytes(),
        shortPoints,
        best.points().stream().filter(point -> searched.contains(point.clip())).toList(),
        known.spreads(),
        checked);
  }

  /**
   * Those on as many frames as an iteration looks at; none where clips are so short that the first
   * frames were not measured by themselves.
   */
  private List<RatePoint> shortPoints(ExperimentRecord best, int iteration)
      throws InfrastructureException {
    int frames = evaluation.cascade().orElseThrow().framesAt(iteration);
    Set<String> heads =
        evaluation.searchClips().stream()
            .map(clip -> ClipHead.name(clip, frames))
            .collect(Collectors.toSet());
    return shortPoints(best).stream().filter(point -> heads.contains(point.clip())).toList();
  }

  private List<RatePoint> shortPoints(ExperimentRecord best) throws InfrastructureException {
    String artifact = best.artifacts().get("short-points");
    if (artifact == null) {
      return List.of();
    }
    try {
      return List.of(
          Json.mapper().readValue(artifacts.read(artifact, MOST_POINT_BYTES), RatePoint[].class));
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    } catch (JacksonException e) {
      throw InfrastructureException.lasting(
          "The artifact "
              + artifact
              + " of "
              + best.id()
              + " cannot be read as rate points: "
              + e.getOriginalMessage(),
          e);
    }
  }
}
