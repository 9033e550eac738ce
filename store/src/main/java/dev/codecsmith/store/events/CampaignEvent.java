package dev.codecsmith.store.events;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.json.Json;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What happens in a campaign. Everything that shows or follows one reads these and nothing else.
 *
 * <p>In JSON the property {@code type} names the kind, such as {@code experiment-ended}. Kinds that
 * are {@link #isLive() live} tell how far something is; they reach who listens in this process and
 * are never stored.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = CampaignEvent.CampaignBegun.class, name = "campaign-begun"),
  @JsonSubTypes.Type(value = CampaignEvent.CampaignContinued.class, name = "campaign-continued"),
  @JsonSubTypes.Type(value = CampaignEvent.CampaignWaiting.class, name = "campaign-waiting"),
  @JsonSubTypes.Type(value = CampaignEvent.CampaignStopping.class, name = "campaign-stopping"),
  @JsonSubTypes.Type(value = CampaignEvent.ProposersExhausted.class, name = "proposers-exhausted"),
  @JsonSubTypes.Type(value = CampaignEvent.CampaignStopped.class, name = "campaign-stopped"),
  @JsonSubTypes.Type(value = CampaignEvent.CampaignFinished.class, name = "campaign-finished"),
  @JsonSubTypes.Type(value = CampaignEvent.AnchorsProgress.class, name = "anchors-progress"),
  @JsonSubTypes.Type(value = CampaignEvent.CandidateProposed.class, name = "candidate-proposed"),
  @JsonSubTypes.Type(value = CampaignEvent.ModelCalled.class, name = "model-called"),
  @JsonSubTypes.Type(value = CampaignEvent.ModelProgress.class, name = "model-progress"),
  @JsonSubTypes.Type(value = CampaignEvent.ModelAnswered.class, name = "model-answered"),
  @JsonSubTypes.Type(value = CampaignEvent.ModelRetried.class, name = "model-retried"),
  @JsonSubTypes.Type(value = CampaignEvent.ModelFailed.class, name = "model-failed"),
  @JsonSubTypes.Type(value = CampaignEvent.ModelsSpent.class, name = "models-spent"),
  @JsonSubTypes.Type(value = CampaignEvent.ExperimentPhase.class, name = "experiment-phase"),
  @JsonSubTypes.Type(value = CampaignEvent.ExperimentProgress.class, name = "experiment-progress"),
  @JsonSubTypes.Type(value = CampaignEvent.ExperimentEnded.class, name = "experiment-ended"),
  @JsonSubTypes.Type(
      value = CampaignEvent.ExperimentTakenOver.class,
      name = "experiment-taken-over"),
  @JsonSubTypes.Type(value = CampaignEvent.ExperimentDeleted.class, name = "experiment-deleted"),
  @JsonSubTypes.Type(value = CampaignEvent.Retrying.class, name = "retrying"),
  @JsonSubTypes.Type(value = CampaignEvent.Warning.class, name = "warning"),
  @JsonSubTypes.Type(value = CampaignEvent.WorkerUp.class, name = "worker-up"),
  @JsonSubTypes.Type(value = CampaignEvent.WorkerDown.class, name = "worker-down"),
  @JsonSubTypes.Type(value = CampaignEvent.WorkerMissing.class, name = "worker-missing"),
  @JsonSubTypes.Type(value = CampaignEvent.WorkerFound.class, name = "worker-found"),
  @JsonSubTypes.Type(value = CampaignEvent.StoreAway.class, name = "store-away"),
  @JsonSubTypes.Type(value = CampaignEvent.StoreBack.class, name = "store-back"),
  @JsonSubTypes.Type(value = CampaignEvent.OtherVersion.class, name = "other-version"),
})
public sealed interface CampaignEvent {

  /** Whether it only tells how far something is, and is not stored. */
  @JsonIgnore
  default boolean isLive() {
    return false;
  }

  /**
   * What names this event in its campaign, where it may be told twice: by who did not see that it
   * had told it before it was killed. A log holds one event of a key.
   *
   * <p>The deletion of an experiment frees the keys of what was told of it before, and what is told
   * of it next frees the deletion's: that is another experiment of the same id.
   */
  @JsonIgnore
  default Optional<String> key() {
    return Optional.empty();
  }

  /** The experiment it is about, if it is about one. */
  @JsonIgnore
  default Optional<String> experiment() {
    return Optional.empty();
  }

  /**
   * The campaign was run for the first time.
   *
   * @param name for people
   * @param iterations how many are asked for
   */
  record CampaignBegun(String name, int iterations) implements CampaignEvent {
    @Override
    public Optional<String> key() {
      return Optional.of("begun");
    }
  }

  /**
   * It was run again.
   *
   * @param finished how many of the iterations asked for earlier runs finished
   * @param iterations how many are asked for
   * @param best the best score of those, in percent; empty where none has a score
   */
  record CampaignContinued(int finished, int iterations, Optional<Double> best)
      implements CampaignEvent {}

  /**
   * It waits.
   *
   * @param reason what it waits for, in a sentence
   * @param until when it goes on, where that is known
   */
  record CampaignWaiting(String reason, Optional<Instant> until) implements CampaignEvent {}

  /**
   * It begins no further iteration; those under way are finished.
   *
   * @param iteration the one that is not begun
   * @param reason why, in a sentence
   */
  record CampaignStopping(int iteration, String reason) implements CampaignEvent {}

  /**
   * Nobody has anything left to propose; the iterations under way are finished.
   *
   * @param iteration the one that is not begun
   */
  record ProposersExhausted(int iteration) implements CampaignEvent {}

  /**
   * The last event of a run that ended before the last iteration; the same command goes on.
   *
   * @param reason why, in a sentence
   */
  record CampaignStopped(String reason) implements CampaignEvent {}

  /**
   * The last event of a run that came to its end.
   *
   * @param experiments how many ended
   * @param best the id of the best; empty where none has a score
   */
  record CampaignFinished(int experiments, Optional<String> best) implements CampaignEvent {}

  /**
   * The anchors are being measured.
   *
   * @param done of how many anchor curves
   * @param total all that the campaign needs
   */
  record AnchorsProgress(int done, int total) implements CampaignEvent {
    @Override
    public boolean isLive() {
      return true;
    }
  }

  /**
   * A candidate was proposed, and is an experiment from now on.
   *
   * @param id the experiment that it became
   * @param iteration from 1
   * @param name the candidate's short name
   * @param proposer who made it
   * @param parents ids of the experiments it was made from
   */
  record CandidateProposed(
      String id, int iteration, String name, String proposer, List<String> parents)
      implements CampaignEvent {
    public CandidateProposed {
      parents = List.copyOf(parents);
    }

    /** The key of an experiment's proposal. */
    public static String key(String id) {
      return "proposed/" + id;
    }

    @Override
    public Optional<String> key() {
      return Optional.of(key(id));
    }

    @Override
    public Optional<String> experiment() {
      return Optional.of(id);
    }
  }

  /**
   * A model was asked.
   *
   * @param model which was asked
   * @param slot for what, such as {@code iteration 12, turn 1}
   * @param atMost after how long it is stopped, where it is one that works that long, such as a
   *     coding agent
   */
  record ModelCalled(
      String model,
      String slot,
      @JsonInclude(JsonInclude.Include.NON_ABSENT)
          @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE)
          Optional<Duration> atMost)
      implements CampaignEvent {
    /** One that answers when it has an answer. */
    public ModelCalled(String model, String slot) {
      this(model, slot, Optional.empty());
    }
  }

  /**
   * A model writes.
   *
   * @param model which is answering
   * @param slot for what
   * @param tokens about how many it has written
   */
  record ModelProgress(String model, String slot, long tokens) implements CampaignEvent {
    @Override
    public boolean isLive() {
      return true;
    }
  }

  /**
   * A model answered, and its answer is written down.
   *
   * @param model which answered
   * @param slot for what
   * @param question the SHA-256 of what was asked, as the log of model calls has it
   * @param inputTokens as the server counted; empty where it told none
   * @param outputTokens likewise
   * @param costUsd in dollars; empty where it is not known
   * @param duration from the question to the answer, all attempts
   */
  record ModelAnswered(
      String model,
      String slot,
      String question,
      Optional<Long> inputTokens,
      Optional<Long> outputTokens,
      Optional<BigDecimal> costUsd,
      Duration duration)
      implements CampaignEvent {
    @Override
    public Optional<String> key() {
      return Optional.of("answered/" + model + "/" + slot + "/" + question);
    }
  }

  /**
   * An attempt of a call failed; another follows.
   *
   * @param model which is asked again
   * @param slot for what
   * @param attempt the one that failed, from 1
   * @param reason why, in a sentence
   * @param pause before the next
   */
  record ModelRetried(String model, String slot, int attempt, String reason, Duration pause)
      implements CampaignEvent {}

  /**
   * A call ended without an answer.
   *
   * @param model which was asked
   * @param slot for what
   * @param reason why, in a sentence
   * @param charged whether it took tokens all the same
   * @param inputTokens as the server counted; empty where it told none
   * @param outputTokens likewise
   * @param costUsd in dollars; empty where it is not known
   */
  record ModelFailed(
      String model,
      String slot,
      String reason,
      boolean charged,
      Optional<Long> inputTokens,
      Optional<Long> outputTokens,
      Optional<BigDecimal> costUsd)
      implements CampaignEvent {}

  /**
   * What all model calls of the campaign took up to now, in all its runs. Told when a run begins
   * that may ask models; what later calls take comes on top.
   *
   * @param calls how many
   * @param inputTokens of all prompts that were counted
   * @param outputTokens of all replies that were counted
   * @param costUsd in dollars, of all calls of known cost
   * @param callsOfUnknownCost how many calls are missing in {@code costUsd}
   * @param callsOfUnknownTokens how many calls are missing in the tokens
   */
  record ModelsSpent(
      int calls,
      long inputTokens,
      long outputTokens,
      BigDecimal costUsd,
      int callsOfUnknownCost,
      int callsOfUnknownTokens)
      implements CampaignEvent {}

  /**
   * An experiment entered a phase.
   *
   * @param id the experiment
   * @param iteration from 1
   * @param name the candidate's short name
   * @param phase never a final one
   */
  record ExperimentPhase(String id, int iteration, String name, ExperimentStatus phase)
      implements CampaignEvent {
    @Override
    public Optional<String> experiment() {
      return Optional.of(id);
    }
  }

  /**
   * An experiment is on its way through a phase.
   *
   * @param id the experiment
   * @param iteration from 1
   * @param phase where it is
   * @param done of how many runs of the phase
   * @param total all runs of the phase
   */
  record ExperimentProgress(String id, int iteration, ExperimentStatus phase, int done, int total)
      implements CampaignEvent {
    @Override
    public boolean isLive() {
      return true;
    }

    @Override
    public Optional<String> experiment() {
      return Optional.of(id);
    }
  }

  /**
   * An experiment ended.
   *
   * @param id the experiment
   * @param iteration from 1
   * @param name the candidate's short name
   * @param score in percent; present unless it failed
   * @param failure present if it failed
   * @param phase where it failed, or {@code succeeded}
   * @param message the first line of the failure's text; empty unless it failed
   * @param warnings what a person should look at
   * @param others its BD-rates against the campaign's other anchors, where they have a figure
   * @param unrated the other anchors against which it has none, and why
   */
  @RecordBuilder
  record ExperimentEnded(
      String id,
      int iteration,
      String name,
      Optional<Double> score,
      Optional<FailureKind> failure,
      ExperimentStatus phase,
      String message,
      List<String> warnings,
      @JsonInclude(JsonInclude.Include.NON_ABSENT)
          @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE)
          Optional<List<Against>> others,
      @JsonInclude(JsonInclude.Include.NON_ABSENT)
          @JacksonInject(value = Json.ALSO_ABSENT, useInput = OptBoolean.TRUE)
          Optional<List<Unrated>> unrated)
      implements CampaignEvent {
    /**
     * A BD-rate.
     *
     * @param anchor against which anchor
     * @param rate in percent
     */
    public record Against(String anchor, double rate) {}

    /**
     * That there is no BD-rate.
     *
     * @param anchor against which anchor
     * @param state the reason's name, such as {@code too-little-overlap}
     */
    public record Unrated(String anchor, String state) {}

    public ExperimentEnded {
      warnings = List.copyOf(warnings);
      others = others.map(List::copyOf);
      unrated = unrated.map(List::copyOf);
    }

    /** The key of an experiment's end. */
    public static String key(String id) {
      return "ended/" + id;
    }

    @Override
    public Optional<String> key() {
      return Optional.of(key(id));
    }

    @Override
    public Optional<String> experiment() {
      return Optional.of(id);
    }
  }

  /** Its owner was dead; another process goes on with it. */
  record ExperimentTakenOver(String id, String from, String to) implements CampaignEvent {
    @Override
    public Optional<String> key() {
      return Optional.of("taken-over/" + id + "/" + to);
    }

    @Override
    public Optional<String> experiment() {
      return Optional.of(id);
    }
  }

  /** It was deleted; an experiment of the same id may come again and end again. */
  record ExperimentDeleted(String id, int iteration) implements CampaignEvent {
    @Override
    public Optional<String> key() {
      return Optional.of("deleted/" + id);
    }

    @Override
    public Optional<String> experiment() {
      return Optional.of(id);
    }
  }

  /**
   * The machine failed; the same work is tried again.
   *
   * @param what the work, such as {@code evaluating exp_iter3_…}
   * @param reason why, in a sentence
   * @param pause before it is tried again
   */
  record Retrying(String what, String reason, Duration pause) implements CampaignEvent {}

  /**
   * Something that a person should look at.
   *
   * @param about the experiment; empty where it is about none
   * @param text a sentence
   */
  record Warning(Optional<String> about, String text) implements CampaignEvent {
    @Override
    public Optional<String> experiment() {
      return about;
    }
  }

  /**
   * A worker can be given work.
   *
   * @param worker its name
   * @param about what it is, in words
   */
  record WorkerUp(String worker, String about) implements CampaignEvent {}

  /**
   * A worker cannot be given work any more.
   *
   * @param worker its name
   * @param reason why, in a sentence
   */
  record WorkerDown(String worker, String reason) implements CampaignEvent {}

  /**
   * Some of the work waits, and none of the workers is fit for it; the rest goes on.
   *
   * @param work in words, such as {@code programs in rust}
   * @param reason and what to do, in sentences
   */
  record WorkerMissing(String work, String reason) implements CampaignEvent {}

  /**
   * A worker is fit for that work, or none of it waits any more.
   *
   * @param work as it was told to wait
   */
  record WorkerFound(String work) implements CampaignEvent {}

  /**
   * The store cannot be reached; what is written waits on the disk of the process that runs the
   * campaign.
   *
   * @param reason why, in a sentence
   */
  record StoreAway(String reason) implements CampaignEvent {}

  /**
   * The store can be reached again, and has what had waited.
   *
   * @param delivered how many writes had
   */
  record StoreBack(int delivered) implements CampaignEvent {}

  /**
   * An event that another version of this program stored.
   *
   * @param kind its type there
   * @param detail what it says
   */
  record OtherVersion(String kind, JsonNode detail) implements CampaignEvent {}
}
