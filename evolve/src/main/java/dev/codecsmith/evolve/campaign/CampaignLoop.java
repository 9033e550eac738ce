package dev.codecsmith.evolve.campaign;

import dev.codecsmith.evolve.campaign.CampaignEntries.Entry;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.ExperimentCache;
import dev.codecsmith.evolve.history.HeldOut;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.history.Proposed;
import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.evolve.random.Seeds;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.experiment.ExperimentRunner;
import dev.codecsmith.lab.race.Rival;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.AnchorsProgress;
import dev.codecsmith.store.events.CampaignEvent.CampaignFinished;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopped;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopping;
import dev.codecsmith.store.events.CampaignEvent.ProposersExhausted;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs a campaign: propose, evaluate, learn, again.
 *
 * <p>Iteration n begins when the iterations up to n − lag have ended, and learns from exactly
 * those, also when later ones happen to have ended too. So at most {@code lag} iterations are under
 * way, each on a virtual thread of its own: models think, compilers compile and codecs run side by
 * side, and yet every program follows from the seed alone.
 *
 * <p>Candidates enter the store in the order of their iterations. One that turns out to be a
 * duplicate of an iteration before it, which its proposer could not know, is proposed again then.
 *
 * <p>A candidate is stored before it is run. A loop that is killed anywhere therefore continues
 * where it stopped: finished experiments are read, an unfinished one is run again with the program
 * it had, and proposals go on behind the last one stored.
 */
public final class CampaignLoop {
  private final CampaignSettings settings;
  private final EvaluationSettings evaluation;
  private final Proposer proposer;
  private final CampaignRules rules;
  private final CampaignTools tools;
  private final ExperimentRunner runner;
  private final HeldOut heldOut;
  private final Rivals rivals;
  private final WorkRetry retry;
  private final ExperimentCache experiments;
  private final CampaignEntries entries;
  private final Proposed proposed = new Proposed();

  /** Why it ends before its last iteration; empty while nothing keeps it from going on. */
  private volatile Optional<String> stopReason = Optional.empty();

  /** What has ended, and the same as proposers may see it. */
  private final EvaluationHistory ended;

  private final EvaluationHistory shown;
  private final TreeMap<Integer, Future<Optional<ExperimentRecord>>> underWay = new TreeMap<>();

  /**
   * @param settings the campaign
   * @param evaluation how its programs are measured
   * @param proposer where its programs come from; asked for several iterations at once
   * @param rules when it ends early
   * @param tools what it works with
   */
  public CampaignLoop(
      CampaignSettings settings,
      EvaluationSettings evaluation,
      Proposer proposer,
      CampaignRules rules,
      CampaignTools tools) {
    this.settings = settings;
    this.evaluation = evaluation;
    this.proposer = proposer;
    this.rules = rules;
    this.tools = tools;
    this.heldOut = HeldOut.of(evaluation);
    this.rivals = new Rivals(evaluation, tools.artifacts(), settings.seed());
    this.runner =
        new ExperimentRunner(
            tools.store(),
            tools.evaluator(),
            tools.pace().clock(),
            tools.events(),
            tools.pace().cancellations());
    this.retry = new WorkRetry(tools.pace().retry(), tools.pace().sleeper(), tools.events());
    this.experiments = new ExperimentCache(tools.store(), tools.artifacts(), settings.id());
    this.ended = new EvaluationHistory(experiments::at, evaluation.cascade(), settings.seed());
    this.shown =
        new EvaluationHistory(
            iteration -> heldOut.hide(experiments.at(iteration)),
            evaluation.cascade(),
            settings.seed());
    this.entries = new CampaignEntries(settings, tools, experiments);
  }

  /**
   * Runs the campaign to its end and returns its experiments. An interrupt stops it; running it
   * again continues it.
   */
  public EvaluationHistory.View run() throws InfrastructureException, InterruptedException {
    try {
      runToItsEnd();
      EvaluationHistory.View all = ended.view();
      publish(
          stopReason.isPresent()
              ? new CampaignStopped(stopReason.get())
              : new CampaignFinished(all.size(), all.best().map(PastExperiment::id)));
      return all;
    } catch (InterruptedException e) {
      stopped("Its process was asked to end.");
      throw e;
    } catch (InfrastructureException | RuntimeException e) {
      stopped(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private void runToItsEnd() throws InfrastructureException, InterruptedException {
    CampaignPauses pauses = new CampaignPauses(rules, tools, ended, tools.pace().clock().instant());
    // First, so that whatever is told of preparing comes behind the campaign's beginning.
    StoredIterations earlier = retry.run("reading the campaign", entries::open);
    retry.run(
        "preparing the campaign",
        () -> {
          for (EvaluationSettings stage : evaluation.stages()) {
            tools
                .evaluator()
                .prepare(
                    stage, (done, total) -> tools.events().send(new AnchorsProgress(done, total)));
          }
          return settings;
        });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        go(pauses, earlier, threads);
      } finally {
        underWay.values().forEach(future -> future.cancel(true));
      }
    }
  }

  private void publish(CampaignEvent event) throws InfrastructureException, InterruptedException {
    retry.run(
        "telling how the campaign ended",
        () -> {
          try {
            return tools.events().publish(event);
          } catch (StoreException e) {
            throw InfrastructureException.of(e);
          }
        });
  }

  /** Tells of an end that came from outside; it is not kept from coming by a store that fails. */
  private void stopped(String reason) {
    tools.events().send(new CampaignStopped(reason));
  }

  /** No iteration from this one on begins. */
  private void stopping(int iteration, String reason) {
    stopReason = Optional.of(reason);
    tools.events().send(new CampaignStopping(iteration, reason));
  }

  private void go(CampaignPauses pauses, StoredIterations stored, ExecutorService threads)
      throws InfrastructureException, InterruptedException {
    CompletableFuture<Boolean> previous = CompletableFuture.completedFuture(true);
    boolean asked = false;
    for (int iteration = 1; iteration <= settings.iterations(); iteration++) {
      boolean goesOn = awaitUpTo(iteration - settings.lag());
      Optional<String> known = stored(stored, iteration);
      if (goesOn && known.isEmpty()) {
        Optional<String> ending = pauses.pause(asked ? rules.pause() : Duration.ZERO);
        if (ending.isPresent()) {
          stopping(iteration, ending.get());
          goesOn = false;
        }
      }
      if (!goesOn) {
        break;
      }
      asked |= known.isEmpty();
      Flow flow = new Flow(iteration, shown.view(), previous, pauses);
      previous = flow.stored;
      underWay.put(iteration, threads.submit(() -> flow.run(known)));
    }
    boolean _ = awaitUpTo(settings.iterations());
  }

  private Optional<String> stored(StoredIterations stored, int iteration)
      throws InfrastructureException, InterruptedException {
    return retry.run(
        "reading iteration " + iteration,
        () -> {
          try {
            return stored.idOf(iteration);
          } catch (StoreException e) {
            throw InfrastructureException.of(e);
          }
        });
  }

  /**
   * Waits until all iterations up to the given one have ended.
   *
   * @return false if one of them never was, as no proposer had anything left
   */
  private boolean awaitUpTo(int iteration) throws InfrastructureException, InterruptedException {
    boolean all = true;
    while (!underWay.isEmpty() && underWay.firstKey() <= iteration) {
      Optional<ExperimentRecord> record = result(underWay.firstEntry().getValue());
      underWay.pollFirstEntry();
      if (record.isPresent()) {
        PastExperiment finished = experiments.finished(record.get());
        ended.add(finished);
        shown.add(heldOut.hide(finished));
      } else {
        all = false;
      }
    }
    return all;
  }

  private static <T> T result(Future<T> future)
      throws InfrastructureException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case InfrastructureException fault -> throw fault;
        case InterruptedException interrupted -> throw interrupted;
        // Once a campaign runs, an argument that is wrong is no longer the user's.
        case IllegalArgumentException bug ->
            throw new IllegalStateException(String.valueOf(bug.getMessage()), bug);
        case RuntimeException bug -> throw bug;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** One iteration, from the proposal to the result. */
  private final class Flow {
    private final int iteration;
    private final EvaluationHistory.View known;
    private final CompletableFuture<Boolean> before;
    private final CampaignPauses pauses;

    /** Completes when the candidate is in the store: true, or false if there is none. */
    private final CompletableFuture<Boolean> stored = new CompletableFuture<>();

    Flow(
        int iteration,
        EvaluationHistory.View known,
        CompletableFuture<Boolean> before,
        CampaignPauses pauses) {
      this.iteration = iteration;
      this.known = known;
      this.before = before;
      this.pauses = pauses;
    }

    /** Empty if there was nothing to propose, or an iteration before had nothing. */
    Optional<ExperimentRecord> run(Optional<String> earlier)
        throws InfrastructureException, InterruptedException {
      Optional<Entry> entry = Optional.empty();
      try {
        entry = earlier.isPresent() ? continued(earlier.get()) : proposed();
      } finally {
        stored.complete(entry.isPresent());
      }
      return entry.isPresent() ? Optional.of(evaluated(entry.get())) : Optional.empty();
    }

    private Optional<Entry> continued(String earlier)
        throws InfrastructureException, InterruptedException {
      Entry entry = retry.run("reading iteration " + iteration, () -> entries.continued(earlier));
      proposed.add(iteration, entry.program());
      return CampaignLoop.result(before) ? Optional.of(entry) : Optional.empty();
    }

    private Optional<Entry> proposed() throws InfrastructureException, InterruptedException {
      tools.evaluator().awaitReady();
      Optional<Candidate> first = propose(iteration - settings.lag());
      if (!CampaignLoop.result(before)) {
        return Optional.empty();
      }
      Proposed.View all = proposed.upTo(iteration - 1);
      Optional<Candidate> now =
          first.isPresent() && isDuplicate(first.get(), all) ? propose(iteration - 1) : first;
      Optional<Candidate> candidate = now.isPresent() ? now : later();
      if (candidate.isEmpty()) {
        return Optional.empty();
      }
      proposed.add(iteration, candidate.get().program());
      // What was proposed, and may have been paid for, is not asked for again when storing fails.
      return Optional.of(
          retry.run(
              "storing iteration " + iteration, () -> entries.enter(iteration, candidate.get())));
    }

    /**
     * Nothing can be proposed now: waits for what others may bring, or says why it ends. All
     * iterations before are stored, so no other one waits.
     */
    private Optional<Candidate> later() throws InfrastructureException, InterruptedException {
      Optional<String> ending = proposer.stopReason();
      Optional<Candidate> candidate = Optional.empty();
      if (ending.isEmpty() && proposer.mayHaveMore()) {
        CampaignPauses.Awaited awaited = pauses.await(() -> propose(iteration - 1));
        candidate = awaited.candidate();
        // Who is asked again may have spent its budget meanwhile.
        ending = awaited.ending().or(proposer::stopReason);
      }
      if (candidate.isEmpty()) {
        ending.ifPresentOrElse(
            reason -> stopping(iteration, reason),
            () -> tools.events().send(new ProposersExhausted(iteration)));
      }
      return candidate;
    }

    /** A candidate that is a fault anyway is no duplicate: nothing of it will be run. */
    private boolean isDuplicate(Candidate candidate, Proposed.View all) {
      return candidate.fault().isEmpty() && all.hasContentOf(candidate.program());
    }

    private Optional<Candidate> propose(int lastProposed)
        throws InfrastructureException, InterruptedException {
      return retry.run(
          "proposing iteration " + iteration,
          () -> {
            try {
              return proposer.propose(
                  new ProposalRequest(
                      iteration,
                      Seeds.ofIteration(settings.seed(), iteration),
                      known,
                      proposed.upTo(lastProposed)));
            } catch (UncheckedIOException e) {
              // A program of the history could not be read from the store.
              throw InfrastructureException.of(Objects.requireNonNull(e.getCause()));
            }
          });
    }

    private ExperimentRecord evaluated(Entry entry)
        throws InfrastructureException, InterruptedException {
      if (entry.record().status().isFinal()) {
        return entry.record();
      }
      Optional<Rival> rival =
          retry.run(
              "reading the rival of " + entry.record().id(),
              () -> rivals.of(entry.record(), known));
      EvaluationRequest request =
          new EvaluationRequest(entry.record().id(), entry.program(), evaluation.at(iteration))
              .reusing()
              // A record that was deleted, and is there again, is another evaluation.
              .attempt(Long.toString(entry.record().created().toEpochMilli()))
              .withHurdle(known.hurdle(iteration))
              .withRival(rival);
      return retry.run(
          "evaluating " + entry.record().id(), () -> runner.run(entry.record(), request));
    }
  }
}
