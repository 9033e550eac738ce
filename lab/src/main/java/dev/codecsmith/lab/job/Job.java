package dev.codecsmith.lab.job;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.CommandAnchor;
import dev.codecsmith.lab.anchors.CurveOrigin;
import dev.codecsmith.store.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What an {@link Evaluator} is to do, all of it by hash: it can be written as JSON and done by a
 * process that shares nothing with this one but an artifact store.
 *
 * @param <A> the kind of its answer
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Job.Anchors.class, name = "anchors"),
  @JsonSubTypes.Type(value = Job.Trial.class, name = "trial"),
  @JsonSubTypes.Type(value = Job.Evaluate.class, name = "evaluation"),
})
public sealed interface Job<A extends Answer> {

  /** Names this attempt, and no other, such as {@code exp_iter3_0a1b2c/} and a UUID. */
  String attempt();

  /** How it is measured. */
  JobSettings settings();

  /** The kind of its answer. */
  @JsonIgnore
  Class<A> answer();

  /** Hashes of all artifacts that the job needs, but for its clips. */
  @JsonIgnore
  Set<String> artifacts();

  /**
   * Make sure that evaluation is possible, and measure the anchors that are not known.
   *
   * @param known the artifact with the curves that are known, a JSON array of {@link ClipCurve};
   *     empty if none is
   * @param origin what must make the others; a worker that has anything else measures none
   */
  record Anchors(String attempt, JobSettings settings, String known, CurveOrigin origin)
      implements Job<Answer.Anchors> {
    @Override
    public Class<Answer.Anchors> answer() {
      return Answer.Anchors.class;
    }

    /**
     * With the files of somebody's own anchors, which so are at hand wherever they are measured.
     */
    @Override
    public Set<String> artifacts() {
      Set<String> all = all(known);
      for (Anchor anchor : settings.anchors()) {
        if (anchor instanceof CommandAnchor own) {
          own.files().values().forEach(file -> all.add(file.sha256()));
        }
      }
      return all;
    }
  }

  /**
   * Build a program and code the smoke frames with it.
   *
   * @param program what is built
   */
  record Trial(String attempt, JobSettings settings, ProgramReference program)
      implements Job<Answer.Trial> {
    @Override
    public Class<Answer.Trial> answer() {
      return Answer.Trial.class;
    }

    @Override
    public Set<String> artifacts() {
      return all(program.artifact());
    }
  }

  /**
   * Build, run and measure a program.
   *
   * @param program what is built
   * @param curves the artifact with the anchors' curves on all clips, a JSON array of {@link
   *     ClipCurve}
   * @param known the artifact with rate points that may stand for new ones, a JSON array of {@link
   *     MeasuredPoint}; empty if there are none
   * @param hurdle the best short score known; where the settings have a cascade, a program whose
   *     own is worse than this by more than the cascade's margin is not measured further
   * @param rival the artifact with the {@link dev.codecsmith.lab.race.Rival} that its points are
   *     held against, where there is one
   */
  record Evaluate(
      String attempt,
      JobSettings settings,
      ProgramReference program,
      String curves,
      String known,
      OptionalDouble hurdle,
      @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE) Optional<String> rival)
      implements Job<Answer.Evaluated> {
    /** One without a rival. */
    public Evaluate(
        String attempt,
        JobSettings settings,
        ProgramReference program,
        String curves,
        String known,
        OptionalDouble hurdle) {
      this(attempt, settings, program, curves, known, hurdle, Optional.empty());
    }

    @Override
    public Class<Answer.Evaluated> answer() {
      return Answer.Evaluated.class;
    }

    @Override
    public Set<String> artifacts() {
      return all(program.artifact(), curves, known, rival.orElse(""));
    }
  }

  private static Set<String> all(String... hashes) {
    Set<String> all = new LinkedHashSet<>(List.of(hashes));
    all.remove("");
    return all;
  }
}
