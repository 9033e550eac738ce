package dev.codecsmith.lab.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.Evaluation.Executed;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.RatePoint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What came of a job, in a form that can be written as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Answer.Anchors.class, name = "anchors"),
  @JsonSubTypes.Type(value = Answer.Trial.class, name = "trial"),
  @JsonSubTypes.Type(value = Answer.Evaluated.class, name = "evaluation"),
})
public sealed interface Answer {

  /** The worker that did it. */
  String worker();

  /** Hashes of the artifacts that it names. */
  @JsonIgnore
  default Set<String> artifacts() {
    return Set.of();
  }

  /**
   * Evaluation is possible.
   *
   * @param curves of every anchor on every clip, and of the main anchor on the cascade's short ones
   */
  record Anchors(String worker, List<ClipCurve> curves) implements Answer {
    public Anchors {
      curves = List.copyOf(curves);
    }
  }

  /**
   * A program was tried.
   *
   * @param failure its fault; empty if it builds and runs
   */
  record Trial(String worker, Optional<Failure> failure) implements Answer {}

  /** A program was evaluated. */
  record Evaluated(String worker, Evaluation evaluation) implements Answer {
    @Override
    public Set<String> artifacts() {
      Set<String> all = new LinkedHashSet<>(evaluation.artifacts().values());
      for (RatePoint point : evaluation.points()) {
        all.addAll(point.allArtifacts());
      }
      return all;
    }

    /** What was built and run. */
    @JsonIgnore
    public Executed executed() {
      return evaluation.executed();
    }
  }
}
