package dev.codecsmith.evolve.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopping;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a campaign ends, how fast it goes, and what goes on side by side in it. */
class CampaignRulesTest {
  private static final int ITERATIONS = 10;
  private static final int LAG = 3;

  @TempDir private Path folder;
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> stops = new ArrayList<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private Proposer proposer = counting();
  private CampaignTools.StopRequest stopRequest = Optional::empty;

  /** Iteration n proposes the number 10 n, whose score is |60 − 10 n|. */
  private static Proposer counting() {
    return proposing(ProposalRequest::iteration);
  }

  @FunctionalInterface
  private interface Numbers {
    int of(ProposalRequest request) throws InterruptedException;
  }

  private static Proposer proposing(Numbers numbers) {
    return new Proposer() {
      @Override
      public String name() {
        return "counting";
      }

      @Override
      public Optional<Candidate> propose(ProposalRequest request) throws InterruptedException {
        return Optional.of(
            Candidate.of("n", program(10 * numbers.of(request)), name(), List.of(), ""));
      }
    };
  }

  private static Program program(int value) {
    return Program.of("java", "X", Map.of("X.java", "class X {\n  int a = " + value + ";\n}\n"));
  }

  @Test
  void theTargetEndsTheCampaignWhenAnIterationThatMayBeKnownHasReachedIt() throws Exception {
    List<ExperimentRecord> experiments =
        run("a", new CampaignRules(OptionalDouble.of(10), Optional.empty(), Duration.ZERO));
    // Iteration 5 scores 10 and is known when iteration 5 + LAG would begin.
    assertThat(experiments).hasSize(5 + LAG - 1);
    assertThat(stops)
        .singleElement()
        .asString()
        .contains("target of +10.00 % is reached by", "exp_iter5_");
  }

  @Test
  void aCampaignThatReachedItsTargetStaysEndedAndGoesOnWithoutOne() throws Exception {
    CampaignRules rules = new CampaignRules(OptionalDouble.of(10), Optional.empty(), Duration.ZERO);
    int reached = run("a", rules).size();
    assertThat(run("a", rules)).hasSize(reached);
    assertThat(run("a", CampaignRules.NONE)).hasSize(ITERATIONS);
  }

  @Test
  void noIterationBeginsWhenTheTimeIsUsedUpAndWhatIsUnderWayIsFinished() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    proposer =
        proposing(request -> {
          asked.incrementAndGet();
          now.updateAndGet(before -> before.plusSeconds(60));
          return request.iteration();
        });
    List<ExperimentRecord> experiments =
        run(
            "a",
            new CampaignRules(
                OptionalDouble.empty(), Optional.of(Duration.ofMinutes(2)), Duration.ZERO));
    assertThat(experiments).hasSize(asked.get()).hasSizeLessThan(ITERATIONS);
    assertThat(experiments).allMatch(experiment -> experiment.status().isFinal());
    assertThat(stops).singleElement().asString().contains("2 min", "used up");
  }

  @Test
  void aStopRequestEndsItAndTheSameCommandGoesOn() throws Exception {
    AtomicInteger begun = new AtomicInteger();
    stopRequest = () -> begun.incrementAndGet() > 4 ? Optional.of("Stop it.") : Optional.empty();
    assertThat(run("a", CampaignRules.NONE)).hasSize(4);
    assertThat(stops).containsExactly("5: Stop it.");
    stopRequest = Optional::empty;
    assertThat(run("a", CampaignRules.NONE)).hasSize(ITERATIONS);
  }

  @Test
  void itPausesBetweenNewIterationsOnly() throws Exception {
    Duration pause = Duration.ofSeconds(60);
    CampaignRules rules = new CampaignRules(OptionalDouble.empty(), Optional.empty(), pause);
    run("a", rules);
    assertThat(paused()).isEqualTo(pause.multipliedBy(ITERATIONS - 1));
    pauses.clear();
    run("a", rules);
    assertThat(pauses).isEmpty();
  }

  private Duration paused() {
    return pauses.stream().reduce(Duration.ZERO, Duration::plus);
  }

  @Test
  void noPauseIsMadeOnceTheTargetIsReached() throws Exception {
    Duration pause = Duration.ofHours(1);

    int begun = run("a", new CampaignRules(OptionalDouble.of(10), Optional.empty(), pause)).size();

    assertThat(paused()).isEqualTo(pause.multipliedBy(begun - 1));
    assertThat(stops).singleElement().asString().contains("target");
  }

  @Test
  void aPauseEndsWithTheTimeOfTheRun() throws Exception {
    List<ExperimentRecord> experiments =
        run(
            "a",
            new CampaignRules(
                OptionalDouble.empty(), Optional.of(Duration.ofMinutes(2)), Duration.ofHours(1)));

    assertThat(experiments).hasSize(1);
    assertThat(paused()).isEqualTo(Duration.ofMinutes(2));
    assertThat(stops).singleElement().asString().contains("2 min", "used up");
  }

  @Test
  void aRequestToStopEndsThePauseInWhichItComes() throws Exception {
    stopRequest =
        () ->
            paused().compareTo(Duration.ofSeconds(10)) >= 0
                ? Optional.of("Stop it.")
                : Optional.empty();

    List<ExperimentRecord> experiments =
        run("a", new CampaignRules(OptionalDouble.empty(), Optional.empty(), Duration.ofHours(1)));

    assertThat(experiments).hasSize(1);
    assertThat(paused()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
    assertThat(stops).containsExactly("2: Stop it.");
  }

  @Test
  void aRequestToStopThatIsThereBeforeAPauseIsNotSleptThrough() throws Exception {
    AtomicInteger looked = new AtomicInteger();
    stopRequest = () -> looked.getAndIncrement() > 0 ? Optional.of("Stop it.") : Optional.empty();

    run("a", new CampaignRules(OptionalDouble.empty(), Optional.empty(), Duration.ofHours(1)));

    assertThat(pauses).isEmpty();
    assertThat(stops).containsExactly("2: Stop it.");
  }

  @Test
  void asManyProposalsAsTheLagAllowsAreMadeAtOnce() throws Exception {
    // Each proposal waits until LAG of them are being made; were they made in turn, none would end.
    CyclicBarrier together = new CyclicBarrier(LAG);
    proposer =
        proposing(request -> {
          try {
            if (request.iteration() <= LAG) {
              together.await();
            }
          } catch (BrokenBarrierException e) {
            throw new IllegalStateException(e);
          }
          return request.iteration();
        });
    assertThat(run("a", CampaignRules.NONE)).hasSize(ITERATIONS);
  }

  @Test
  void aDuplicateOfAProposalMadeBesideItIsProposedAgain() throws Exception {
    // The number of the iteration group, or 100 more for what is known already.
    proposer =
        proposing(request -> {
          int number = 1 + (request.iteration() - 1) / LAG;
          while (request.proposed().hasContentOf(program(10 * number))) {
            number += 100;
          }
          return number;
        });
    List<ExperimentRecord> experiments = run("a", CampaignRules.NONE);
    assertThat(experiments).hasSize(ITERATIONS);
    assertThat(experiments.stream().map(e -> e.candidate().programSha256()))
        .doesNotHaveDuplicates();
    assertThat(run("b", CampaignRules.NONE).stream().map(ExperimentRecord::id))
        .isEqualTo(experiments.stream().map(ExperimentRecord::id).toList());
  }

  @Test
  void rulesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() ->
            new CampaignRules(OptionalDouble.empty(), Optional.of(Duration.ZERO), Duration.ZERO))
        .hasMessageContaining("time must be above 0");
    assertThatThrownBy(
            () -> new CampaignRules(OptionalDouble.of(Double.NaN), Optional.empty(), Duration.ZERO))
        .hasMessageContaining("target");
  }

  private void pause(Duration duration) {
    pauses.add(duration);
    now.updateAndGet(before -> before.plus(duration));
  }

  private List<ExperimentRecord> run(String name, CampaignRules rules) throws Exception {
    try (DataDirectory data =
        DataDirectory.open(folder.resolve(name), DataDirectory.Access.WRITE)) {
      CampaignTools tools =
          CampaignTools.of(
                  new ToyEvaluator(),
                  data,
                  "campaign_x",
                  new WorkRetry.Policy(List.of()),
                  (time, event) -> {
                    if (event instanceof CampaignStopping stopping) {
                      stops.add(stopping.iteration() + ": " + stopping.reason());
                    }
                  })
              .at(
                  CampaignTools.Pace.of(new WorkRetry.Policy(List.of()))
                      .withTime(((InstantSource) now::get).withZone(ZoneOffset.UTC), this::pause)
                      .stoppedBy(() -> stopRequest.sentence()));
      return new CampaignLoop(
              new CampaignSettings("campaign_x", "toy", "{}", ITERATIONS, 1, LAG),
              ToyEvaluator.SETTINGS,
              proposer,
              rules,
              tools)
          .run().stream().map(PastExperiment::experiment).toList();
    }
  }
}
