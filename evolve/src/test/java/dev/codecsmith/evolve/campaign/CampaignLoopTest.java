package dev.codecsmith.evolve.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.cascade.CheckedSample;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.proposers.LibraryProposer;
import dev.codecsmith.evolve.proposers.ProposerChain;
import dev.codecsmith.evolve.proposers.tuner.TunerProposer;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.race.Racing;
import dev.codecsmith.lab.race.Rival;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopped;
import dev.codecsmith.store.events.CampaignEvent.Warning;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.events.EventPublisher;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignLoopTest {
  private static final int ITERATIONS = 12;

  @TempDir private Path folder;
  private SequencedMap<String, Program> library;

  @BeforeEach
  void library() {
    library = new LinkedHashMap<>();
    library.put("plain", program(10));
    library.put("better", program(30));
  }

  private static Program program(int value) {
    return Program.of(
        "java", "X", Map.of("X.java", "class X {\n  int a = " + value + "; // tune: 0..99\n}\n"));
  }

  @Test
  void sameSeedGivesTheSameProgramsAndScores() throws Exception {
    assertThat(outcome(run("a", new ToyEvaluator(), 5)))
        .isEqualTo(outcome(run("b", new ToyEvaluator(), 5)));
  }

  @Test
  void anotherSeedGivesOtherPrograms() throws Exception {
    assertThat(outcome(run("a", new ToyEvaluator(), 5)))
        .isNotEqualTo(outcome(run("b", new ToyEvaluator(), 6)));
  }

  @Test
  void resultsDoNotDependOnWhichEvaluationEndsFirst() throws Exception {
    assertThat(outcome(run("a", new ToyEvaluator().endingOddIterationsLast(), 5)))
        .isEqualTo(outcome(run("b", new ToyEvaluator(), 5)));
  }

  @Test
  void theTunerImprovesOnTheLibrary() throws Exception {
    List<ExperimentRecord> experiments = run("a", new ToyEvaluator(), 1);
    double first = experiments.getFirst().score().orElseThrow();
    assertThat(experiments).hasSize(ITERATIONS);
    assertThat(experiments.stream().mapToDouble(e -> e.score().orElse(1e9)).min().orElseThrow())
        .isLessThan(first);
  }

  @Test
  void aCampaignThatDiedAnywhereContinuesToTheSameEnd() throws Exception {
    List<String> undisturbed = outcome(run("undisturbed", new ToyEvaluator(), 3));
    for (int evaluations = 1; evaluations < ITERATIONS; evaluations++) {
      String name = "killed-after-" + evaluations;
      ToyEvaluator dying = new ToyEvaluator().dyingAfter(evaluations);
      assertThatThrownBy(() -> run(name, dying, 3)).isInstanceOf(InfrastructureException.class);
      ToyEvaluator second = new ToyEvaluator();
      assertThat(outcome(run(name, second, 3))).isEqualTo(undisturbed);
      assertThat(second.evaluated()).doesNotContainAnyElementsOf(dying.evaluated());
    }
  }

  @Test
  void anInfrastructureFaultIsTriedAgainAndConsumesNoIteration() throws Exception {
    ToyEvaluator shaky = new ToyEvaluator().failingOnceAt(4);
    assertThat(outcome(run("a", shaky, 3))).isEqualTo(outcome(run("b", new ToyEvaluator(), 3)));
  }

  @Test
  void aFailedProgramIsAResultAndCountsAsAnIteration() throws Exception {
    library.put("better", program(77));
    List<ExperimentRecord> experiments = run("a", new ToyEvaluator().rejecting(77), 3);
    assertThat(experiments.get(1).status()).isEqualTo(ExperimentStatus.FAILED);
    assertThat(experiments.get(1).failure().orElseThrow().message()).contains("77");
    assertThat(experiments).hasSize(ITERATIONS);
  }

  @Test
  void aProgramThatIsNotTheOneAskedForIsNotKeptAndTheLogTellsOfIt() throws Exception {
    assertThatThrownBy(() -> run("a", new ToyEvaluator().runningAnotherProgram(), 3))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("was built and run; its result is not kept");
    try (DataDirectory data = open("a")) {
      assertThat(data.experiments().counts("campaign_x"))
          .doesNotContainKeys(ExperimentStatus.SUCCEEDED, ExperimentStatus.FAILED);
      assertThat(data.events().events("campaign_x", 0, 1000))
          .extracting(StoredEvent::event)
          .filteredOn(Warning.class::isInstance)
          .isNotEmpty()
          .allSatisfy(event ->
              assertThat(((Warning) event).text())
                  .contains("asked for program ", "but " + "f".repeat(64)));
      assertThat(data.events().events("campaign_x", 0, 1000).getLast().event())
          .as("the end of the run is told, too")
          .isInstanceOfSatisfying(
              CampaignStopped.class,
              stopped -> assertThat(stopped.reason()).contains("its result is not kept"));
    }
  }

  @Test
  void aCandidateThatWasStoredButNotSeenIsOurs() throws Exception {
    List<String> undisturbed = outcome(run("undisturbed", new ToyEvaluator(), 3));
    AtomicInteger faults = new AtomicInteger();
    List<ExperimentRecord> experiments =
        run(
            "a",
            new ToyEvaluator(),
            3,
            store ->
                creating(
                    store,
                    (record, create) -> {
                      boolean created = create.call();
                      if (record.iteration() == 3 && faults.getAndIncrement() == 0) {
                        throw new StoreException("the disk failed right behind the commit");
                      }
                      return created;
                    }));
    assertThat(faults.get()).as("tried again").isEqualTo(2);
    assertThat(outcome(experiments)).isEqualTo(undisturbed);
  }

  @Test
  void aCandidateThatAnotherProcessStoredIsNotOurs() {
    assertThatThrownBy(() ->
            run(
                "a",
                new ToyEvaluator(),
                3,
                store ->
                    creating(
                        store,
                        (record, create) -> {
                          if (record.iteration() == 3) {
                            store.create(
                                ExperimentLifecycle.queued(
                                    record.id(),
                                    record.campaignId(),
                                    record.iteration(),
                                    "them",
                                    record.candidate(),
                                    record.created()));
                          }
                          return create.call();
                        })))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("Another process writes the campaign campaign_x");
  }

  /** What becomes of storing a record. */
  @FunctionalInterface
  private interface Creating {
    boolean create(ExperimentRecord record, Callable<Boolean> create) throws Exception;
  }

  /** The store, with something else done in place of storing new records. */
  private static ExperimentStore creating(ExperimentStore store, Creating instead) {
    return (ExperimentStore)
        Proxy.newProxyInstance(
            ExperimentStore.class.getClassLoader(),
            new Class<?>[] {ExperimentStore.class},
            (proxy, method, arguments) -> {
              Callable<Object> through =
                  () -> {
                    try {
                      return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                      throw e.getCause() instanceof Exception fault ? fault : e;
                    }
                  };
              return method.getName().equals("create")
                  ? instead.create((ExperimentRecord) arguments[0], () -> (boolean) through.call())
                  : through.call();
            });
  }

  @Test
  void aDeletedExperimentIsEvaluatedAgain() throws Exception {
    List<ExperimentRecord> experiments = run("a", new ToyEvaluator(), 3);
    try (DataDirectory data = open("a")) {
      data.experiments().delete(List.of(experiments.get(4).id()));
    }
    ToyEvaluator again = new ToyEvaluator();
    assertThat(outcome(run("a", again, 3))).isEqualTo(outcome(experiments));
    assertThat(again.evaluated()).containsExactly(experiments.get(4).id());
  }

  @Test
  void theHurdleIsTheBestShortScoreOfWhatTheIterationMayKnow() throws Exception {
    ToyEvaluator evaluator = new ToyEvaluator();
    List<ExperimentRecord> experiments = run("a", evaluator, 3);
    for (ExperimentRecord experiment : experiments) {
      OptionalDouble best =
          experiments.stream()
              .filter(known -> known.iteration() <= experiment.iteration() - 2)
              .mapToDouble(known -> known.shortScore().orElseThrow())
              .min();
      assertThat(evaluator.hurdles().get(experiment.id())).isEqualTo(best);
    }
    assertThat(evaluator.hurdles().values()).filteredOn(OptionalDouble::isPresent).hasSize(10);
  }

  @Test
  void afterARiseOnlyLooksAtAsManyFramesAreAHurdle() throws Exception {
    Cascade rising =
        new Cascade(1, List.of(60), 1000, Optional.empty(), List.of(new Cascade.Rise(6, 2)), 0);
    ToyEvaluator evaluator = new ToyEvaluator();
    List<ExperimentRecord> experiments =
        run(
            "a",
            evaluator,
            3,
            store -> store,
            ToyEvaluator.SETTINGS.withCascade(Optional.of(rising)));
    for (ExperimentRecord experiment : experiments) {
      boolean risen = experiment.iteration() >= 6;
      assertThat(evaluator.frames()).containsEntry(experiment.id(), risen ? 2 : 1);
      OptionalDouble best =
          experiments.stream()
              .filter(known -> known.iteration() <= experiment.iteration() - 2)
              .filter(known -> known.iteration() >= 6 || !risen)
              .mapToDouble(known -> known.shortScore().orElseThrow())
              .min();
      assertThat(evaluator.hurdles().get(experiment.id())).isEqualTo(best);
    }
    assertThat(evaluator.hurdles().get(experiments.get(5).id())).isEmpty();
  }

  @Test
  void whatIsDrawnToBeMeasuredInFullHasNoHurdle() throws Exception {
    Cascade checking = new Cascade(1, List.of(60), 1000).checking(0.4);
    CheckedSample sample = new CheckedSample(3);
    ToyEvaluator evaluator = new ToyEvaluator();
    List<ExperimentRecord> experiments =
        run(
            "a",
            evaluator,
            3,
            store -> store,
            ToyEvaluator.SETTINGS.withCascade(Optional.of(checking)));
    assertThat(experiments.stream().map(ExperimentRecord::iteration))
        .anyMatch(iteration -> iteration > 2 && sample.holds(iteration, 0.4));
    for (ExperimentRecord experiment : experiments) {
      boolean meets = experiment.iteration() > 2 && !sample.holds(experiment.iteration(), 0.4);
      assertThat(Optional.ofNullable(evaluator.hurdles().get(experiment.id())))
          .matches(hurdle -> hurdle.orElseThrow().isPresent() == meets);
    }
  }

  @Test
  void aProgramThatFailedSetsNoHurdle() throws Exception {
    library.put("plain", program(60));
    library.put("better", program(30));
    List<ExperimentRecord> experiments = run("a", new ToyEvaluator().rejecting(60), 3);
    assertThat(experiments.getFirst().shortScore()).hasValue(0.0);
    assertThat(hurdle(experiments.subList(0, 1))).isEmpty();
    assertThat(hurdle(experiments.subList(0, 2))).hasValue(30);
  }

  private static OptionalDouble hurdle(List<ExperimentRecord> known) {
    return EvaluationHistory.of(
            known.stream()
                .map(experiment -> new PastExperiment(experiment, () -> program(0)))
                .toList())
        .hurdle(known.size() + 1);
  }

  @Test
  void aProgramIsRacedAgainstTheBestOfItsFamilyThatItsIterationMayKnow() throws Exception {
    ToyEvaluator evaluator = new ToyEvaluator();
    List<ExperimentRecord> experiments =
        run("a", evaluator, 3, store -> store, raced(new Racing(0.05, 0.5)));
    int raced = 0;
    for (ExperimentRecord experiment : experiments) {
      List<String> parents = experiment.candidate().parents();
      Optional<ExperimentRecord> best =
          experiments.stream()
              .filter(known -> known.iteration() <= experiment.iteration() - 2)
              .filter(known ->
                  parents.contains(known.id())
                      || known.candidate().parents().stream().anyMatch(parents::contains))
              .min(Comparator.comparingDouble(known -> known.score().orElseThrow()));
      Rival rival = evaluator.rivals().get(experiment.id());
      assertThat(Optional.ofNullable(rival).map(Rival::experiment))
          .isEqualTo(best.map(ExperimentRecord::id));
      raced += rival == null ? 0 : 1;
    }
    assertThat(raced).isGreaterThan(5);
    assertThat(evaluator.rivals().values()).extracting(Rival::checked).contains(true, false);

    ToyEvaluator again = new ToyEvaluator();
    var _ = run("b", again, 3, store -> store, raced(new Racing(0.05, 0.5)));
    assertThat(again.rivals()).as("the same in each run").isEqualTo(evaluator.rivals());
  }

  @Test
  void withoutRacesNothingHasARival() throws Exception {
    ToyEvaluator evaluator = new ToyEvaluator();
    var _ = run("a", evaluator, 3);
    assertThat(evaluator.rivals()).isEmpty();
  }

  private static EvaluationSettings raced(Racing racing) {
    return ToyEvaluator.SETTINGS.withCascade(
        Optional.of(new Cascade(1, List.of(60), 1000, Optional.of(racing))));
  }

  private DataDirectory open(String name) throws IOException {
    return DataDirectory.open(folder.resolve(name), DataDirectory.Access.WRITE);
  }

  private List<ExperimentRecord> run(String name, ToyEvaluator evaluator, long seed)
      throws IOException, InterruptedException {
    return run(name, evaluator, seed, store -> store);
  }

  private List<ExperimentRecord> run(
      String name, ToyEvaluator evaluator, long seed, UnaryOperator<ExperimentStore> stores)
      throws IOException, InterruptedException {
    return run(name, evaluator, seed, stores, ToyEvaluator.SETTINGS);
  }

  private List<ExperimentRecord> run(
      String name,
      ToyEvaluator evaluator,
      long seed,
      UnaryOperator<ExperimentStore> stores,
      EvaluationSettings measured)
      throws IOException, InterruptedException {
    try (DataDirectory data = open(name)) {
      return new CampaignLoop(
              new CampaignSettings("campaign_x", "toy", "{}", ITERATIONS, seed, 2),
              measured,
              new ProposerChain(
                  List.of(new LibraryProposer(library), new TunerProposer(library, 7))),
              CampaignRules.NONE,
              new CampaignTools(
                  evaluator,
                  stores.apply(data.experiments()),
                  data.artifacts(),
                  data.owner(),
                  new EventPublisher(
                      data.events(), "campaign_x", Clock.systemUTC(), EventListener.none()),
                  CampaignTools.Pace.of(new WorkRetry.Policy(List.of(Duration.ZERO))),
                  Optional::empty))
          .run().stream().map(PastExperiment::experiment).toList();
    }
  }

  private static List<String> outcome(List<ExperimentRecord> experiments) {
    return experiments.stream()
        .map(e -> e.iteration() + " " + e.id() + " " + e.status() + " " + e.score())
        .toList();
  }
}
