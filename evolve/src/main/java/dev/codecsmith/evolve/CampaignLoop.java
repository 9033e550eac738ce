package dev.codecsmith.evolve;

import dev.codecsmith.evolve.edits.NormalisedProgram;
import dev.codecsmith.lab.Evaluation;
import dev.codecsmith.lab.EvaluationSettings;
import dev.codecsmith.lab.Evaluator;
import dev.codecsmith.lab.ExperimentRunner;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Program;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentStore;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs a campaign: propose, evaluate, learn, again.
 *
 * <p>Iteration n is proposed when the iterations up to n − lag have ended, and learns from exactly
 * those, also when later ones happen to have ended too. So at most {@code lag} experiments are
 * under way, the cores stay busy, and yet every program follows from the seed alone.
 *
 * <p>A candidate is stored before it is run. A loop that is killed anywhere therefore continues
 * where it stopped: finished experiments are read, an unfinished one is run again with the program
 * it had, and proposals go on behind the last one stored.
 */
public final class CampaignLoop {
  private final CampaignSettings settings;
  private final EvaluationSettings evaluation;
  private final Proposer proposer;
  private final Evaluator evaluator;
  private final ExperimentStore store;
  private final ArtifactStore artifacts;
  private final String owner;
  private final Clock clock;
  private final CampaignListener listener;
  private final ExperimentRunner runner;
  private final HeldOut heldOut;
  private final Retry retry;

  /** Hashes of what was proposed so far. */
  private final Set<String> proposed = new HashSet<>();

  /** The same by what the programs are but for comments and white space. */
  private final Set<String> proposedContents = new HashSet<>();

  private final TreeMap<Integer, Finished> finished = new TreeMap<>();
  private final TreeMap<Integer, Future<Finished>> running = new TreeMap<>();

  /**
   * @param settings the campaign
   * @param evaluation how its programs are measured
   * @param proposer where its programs come from
   * @param evaluator who measures them
   * @param store where its experiments are kept
   * @param artifacts where its programs are kept
   * @param owner this process, as records name it
   * @param clock the time in records
   * @param retry what happens after a fault of the infrastructure
   * @param listener told how it goes
   */
  public CampaignLoop(
      CampaignSettings settings,
      EvaluationSettings evaluation,
      Proposer proposer,
      Evaluator evaluator,
      ExperimentStore store,
      ArtifactStore artifacts,
      String owner,
      Clock clock,
      Retry.Policy retry,
      CampaignListener listener) {
    this.settings = settings;
    this.evaluation = evaluation;
    this.proposer = proposer;
    this.evaluator = evaluator;
    this.store = store;
    this.artifacts = artifacts;
    this.owner = owner;
    this.listener = listener;
    this.heldOut = HeldOut.of(evaluation);
    this.runner = new ExperimentRunner(store, evaluator, clock);
    this.retry = new Retry(retry, listener);
    this.clock = clock;
  }

  /**
   * Runs the campaign to its end and returns its experiments by iteration. An interrupt stops it;
   * running it again continues it.
   */
  public List<ExperimentRecord> run() throws InfrastructureException, InterruptedException {
    retry.run(
        "preparing the campaign",
        () -> {
          evaluator.prepare(evaluation, listener::anchors);
          return settings;
        });
    Map<Integer, ExperimentRecord> stored = retry.run("reading the campaign", this::load);
    listener.continued(
        (int) stored.values().stream().filter(record -> record.status().isFinal()).count());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        for (int iteration = 1; iteration <= settings.iterations(); iteration++) {
          awaitUpTo(iteration - settings.lag());
          Optional<Started> started = start(iteration, Optional.ofNullable(stored.get(iteration)));
          if (started.isEmpty()) {
            int last = iteration;
            proposer
                .stopReason()
                .ifPresentOrElse(
                    reason -> listener.stopped(last, reason), () -> listener.exhausted(last));
            break;
          }
          Started next = started.get();
          proposed.add(next.record().candidate().programSha256());
          proposedContents.add(NormalisedProgram.hash(next.program()));
          if (next.record().status().isFinal()) {
            finished.put(iteration, new Finished(next.record(), next.program()));
          } else {
            running.put(iteration, threads.submit(() -> evaluate(next)));
          }
        }
        awaitUpTo(settings.iterations());
      } finally {
        running.values().forEach(future -> future.cancel(true));
      }
    }
    return finished.values().stream().map(Finished::experiment).toList();
  }

  /** An experiment that is in the store, with its program. */
  private record Started(ExperimentRecord record, Program program) {}

  private Map<Integer, ExperimentRecord> load() throws InfrastructureException {
    try {
      store.putCampaignIfAbsent(
          new CampaignRecord(
              settings.id(), settings.name(), settings.settingsJson(), clock.instant()));
      Map<Integer, ExperimentRecord> byIteration = new HashMap<>();
      for (ExperimentRecord record : store.experiments(settings.id())) {
        byIteration.put(record.iteration(), record);
      }
      return byIteration;
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  private Optional<Started> start(int iteration, Optional<ExperimentRecord> stored)
      throws InfrastructureException, InterruptedException {
    if (stored.isPresent()) {
      return Optional.of(continued(stored.get()));
    }
    Optional<Candidate> candidate =
        retry.run("proposing iteration " + iteration, () -> proposer.propose(request(iteration)));
    if (candidate.isEmpty()) {
      return Optional.empty();
    }
    // What was proposed, and may have been paid for, is not asked for again when storing fails.
    return Optional.of(
        retry.run("storing iteration " + iteration, () -> queued(iteration, candidate.get())));
  }

  private ProposalRequest request(int iteration) {
    return new ProposalRequest(
        iteration,
        Seeds.random(settings.seed(), iteration),
        finished.headMap(iteration - settings.lag(), true).values().stream()
            .map(heldOut::hide)
            .toList(),
        proposed,
        proposedContents);
  }

  private Started continued(ExperimentRecord record) throws InfrastructureException {
    try {
      String program = record.candidate().artifacts().get(ProgramArtifacts.ROLE);
      if (program == null) {
        throw new StoreException("The experiment " + record.id() + " has no stored program.");
      }
      Started started = new Started(record, ProgramArtifacts.read(artifacts, program));
      if (record.status().isFinal() || record.owner().equals(owner)) {
        return started;
      }
      if (!store.takeOver(record.id(), owner)) {
        throw new StoreException(
            "The experiment " + record.id() + " changed while it was taken over; run again.");
      }
      // What its dead owner had done of it is gone: it starts again.
      ExperimentRecord mine =
          store.find(record.id()).orElse(record).at(ExperimentStatus.QUEUED, clock.instant());
      store.update(mine);
      return new Started(mine, started.program());
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  private Started queued(int iteration, Candidate candidate) throws InfrastructureException {
    try {
      Map<String, String> roles = new HashMap<>();
      roles.put(ProgramArtifacts.ROLE, ProgramArtifacts.write(artifacts, candidate.program()));
      putText(roles, "prompt", candidate.prompt());
      putText(roles, "reply", candidate.reply());
      String programSha256 = candidate.program().sha256();
      ExperimentRecord record =
          ExperimentRunner.queued(
              ExperimentIds.of(settings.id(), iteration, programSha256),
              settings.id(),
              iteration,
              owner,
              new CandidateRecord(
                  candidate.name(),
                  candidate.program().language(),
                  programSha256,
                  candidate.proposer(),
                  candidate.parents(),
                  candidate.reasoning(),
                  roles),
              clock.instant());
      ExperimentRecord first =
          candidate.fault().map(fault -> stillborn(record, fault)).orElse(record);
      if (!store.create(first)) {
        throw new StoreException(
            "Another process writes the campaign " + settings.id() + " at the same time.");
      }
      listener.progress(first, first.status(), 0, 1);
      return new Started(first, candidate.program());
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  /** The record of a candidate that has no program to run. */
  private ExperimentRecord stillborn(ExperimentRecord record, Failure fault) {
    return ExperimentRunner.ended(
        record,
        new Evaluation("", 0, List.of(), Map.of(), Optional.empty(), Optional.of(fault), Map.of()),
        clock.instant());
  }

  private void putText(Map<String, String> roles, String role, String text) throws StoreException {
    if (!text.isEmpty()) {
      roles.put(role, artifacts.put(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private Finished evaluate(Started started) throws InfrastructureException, InterruptedException {
    ExperimentRecord record =
        retry.run(
            "evaluating " + started.record().id(),
            () -> runner.run(started.record(), started.program(), evaluation, listener::progress));
    return new Finished(record, started.program());
  }

  /** Waits until all iterations up to the given one have ended. */
  private void awaitUpTo(int iteration) throws InfrastructureException, InterruptedException {
    List<Integer> due = new ArrayList<>(running.headMap(iteration, true).keySet());
    for (int next : due) {
      Future<Finished> future = running.get(next);
      if (future == null) {
        continue;
      }
      try {
        finished.put(next, future.get());
        running.remove(next);
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case InfrastructureException fault -> throw fault;
          case InterruptedException interrupted -> throw interrupted;
          case RuntimeException bug -> throw bug;
          case null, default -> throw new IllegalStateException(e);
        }
      }
    }
  }
}
