package dev.codecsmith.service.worker;

import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Evaluations;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.experiment.ExperimentRunner;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.scoring.Flags;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.Replies;
import dev.codecsmith.service.protocol.Submission;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.video.clips.Clip;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Has an evaluator do jobs, and measures programs that were sent in on the worker's own clips. */
public final class EvaluatorWork implements Work {
  private final Evaluator evaluator;
  private final Evaluations evaluations;
  private final OwnSettings own;
  private final Flags flags;
  private final ArtifactStore artifacts;
  private final Clock clock;

  /** How programs are measured that are sent in. */
  @FunctionalInterface
  public interface OwnSettings {
    /** Waits until they are known; empty where the worker was given no clip. */
    Optional<EvaluationSettings> get() throws InfrastructureException, InterruptedException;
  }

  /**
   * @param evaluator does jobs
   * @param evaluations measures programs, over the same machine
   * @param own clips, qualities and anchors of programs that are sent in
   * @param flags finds what a person should look at of a program that was sent in
   * @param artifacts keeps the program, beside what it makes
   */
  public EvaluatorWork(
      Evaluator evaluator,
      Evaluations evaluations,
      OwnSettings own,
      Flags flags,
      ArtifactStore artifacts,
      Clock clock) {
    this.evaluator = evaluator;
    this.evaluations = evaluations;
    this.own = own;
    this.flags = flags;
    this.artifacts = artifacts;
    this.clock = clock;
  }

  @Override
  public ObjectNode run(Submission submission, Heartbeats heartbeats)
      throws InfrastructureException, BadRequestException, InterruptedException {
    return switch (submission) {
      case Submission.OfJob(var id, var fingerprint, Job<?> job) ->
          Replies.ofJob(id, evaluator.run(job, heartbeats), clock.instant());
      case Submission.OfProgram program -> measured(program, heartbeats);
    };
  }

  private ObjectNode measured(Submission.OfProgram submission, Heartbeats heartbeats)
      throws InfrastructureException, BadRequestException, InterruptedException {
    Instant begin = clock.instant();
    EvaluationSettings settings = settings(submission);
    List<InfrastructureException> faults = new ArrayList<>();
    evaluations.prepare(
        settings,
        (done, total) -> hear(heartbeats, new Heartbeat.AnchorsDone(done, total), faults));
    Evaluation evaluation =
        evaluations.evaluate(
            new EvaluationRequest(submission.id().toString(), submission.program(), settings),
            (phase, done, total) -> heartbeats.hear(new Heartbeat.Phase(phase, done, total)));
    if (!faults.isEmpty()) {
      throw faults.getFirst();
    }
    Instant end = clock.instant();
    return Replies.ofProgram(
        submission.id(),
        stored(submission.program()),
        evaluation,
        settings,
        remarks(submission, evaluation, begin),
        Duration.between(begin, end),
        end);
  }

  private String stored(Program program) throws InfrastructureException {
    try {
      return ProgramReference.store(artifacts, program).artifact();
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  private List<String> remarks(
      Submission.OfProgram submission, Evaluation evaluation, Instant begin)
      throws InfrastructureException {
    Program program = submission.program();
    ExperimentRecord record =
        ExperimentLifecycle.queued(
            submission.id().toString(),
            "worker",
            1,
            evaluation.executed().worker(),
            new CandidateRecord(
                submission.id().experiment(),
                program.language(),
                program.sha256(),
                "user",
                List.of(),
                "",
                Map.of()),
            begin);
    try {
      ExperimentResult result = flags.on(record, ExperimentRunner.result(evaluation));
      return Stream.concat(result.warnings().stream(), result.flags().stream()).toList();
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  private static void hear(
      Heartbeats heartbeats, Heartbeat heartbeat, List<InfrastructureException> faults) {
    try {
      heartbeats.hear(heartbeat);
    } catch (InfrastructureException e) {
      faults.add(e);
    }
  }

  private EvaluationSettings settings(Submission.OfProgram submission)
      throws InfrastructureException, BadRequestException, InterruptedException {
    EvaluationSettings usual =
        own.get()
            .orElseThrow(() ->
                new BadRequestException(
                    "This worker was started without --clip, so it measures no program by"
                        + " itself."));
    List<Clip> clips = clips(submission.clips(), usual.searchClips());
    try {
      return new EvaluationSettings(
          clips,
          List.of(),
          submission.qualities().orElse(usual.qualities()),
          usual.anchors(),
          submission.limits().orElse(CodingLimits.defaults()),
          usual.extras().keeping(KeptVideo.PLAYABLE));
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(String.valueOf(e.getMessage()));
    }
  }

  private static List<Clip> clips(List<String> wanted, List<Clip> all) throws BadRequestException {
    if (wanted.isEmpty()) {
      return all;
    }
    List<Clip> found = new ArrayList<>();
    for (String name : wanted) {
      found.add(
          all.stream()
              .filter(clip -> clip.name().equals(name) || clip.sha256().equals(name))
              .findFirst()
              .orElseThrow(() ->
                  new BadRequestException(
                      "This worker has no clip "
                          + PlainText.quoted(name)
                          + "; it was started with "
                          + String.join(", ", all.stream().map(Clip::name).toList())
                          + ".")));
    }
    return found;
  }
}
