package dev.codecsmith.evolve.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.ideas.IdeaBank;
import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelReplyBuilder;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.models.calls.CallLog;
import dev.codecsmith.evolve.models.calls.FileCallLog;
import dev.codecsmith.evolve.models.calls.RecordedModel;
import dev.codecsmith.evolve.models.calls.RecordingModel;
import dev.codecsmith.evolve.prompts.Prompts;
import dev.codecsmith.evolve.prompts.templates.PromptTemplates;
import dev.codecsmith.evolve.proposers.InterleavedProposer;
import dev.codecsmith.evolve.proposers.IterationShares;
import dev.codecsmith.evolve.proposers.LibraryProposer;
import dev.codecsmith.evolve.proposers.ModelProposer;
import dev.codecsmith.evolve.proposers.ModelProposerSettings;
import dev.codecsmith.evolve.proposers.ModelProposerSettingsBuilder;
import dev.codecsmith.evolve.proposers.ProgramTrial;
import dev.codecsmith.evolve.proposers.ProposerChain;
import dev.codecsmith.evolve.proposers.Writer;
import dev.codecsmith.evolve.proposers.Writers;
import dev.codecsmith.evolve.proposers.tuner.TunerProposer;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.Evaluation.Executed;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Evaluations;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignFinished;
import dev.codecsmith.store.events.CampaignEvent.CandidateProposed;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ExperimentPhase;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.lifecycle.ExperimentEvents;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Campaigns with everything at once: a library, three models and a tuner between their calls,
 * repairs, crossovers, a notebook, a hurdle, four iterations under way. Whatever ends first, and
 * whether the models answer or a recording does, it is the same campaign.
 */
@Timeout(120)
class ExactCampaignTest {
  static final int ITERATIONS = 40;
  static final int LAG = 4;
  static final int LIBRARY = 2;
  private static final Pattern NUMBER = Pattern.compile("a = (-?\\d+);");
  private static final Pattern SLOT = Pattern.compile("iteration (\\d+), turn 1");
  private static final List<String> MODELS = List.of("cheap", "dear", "odd");

  @TempDir private Path folder;

  /** What can be told of a campaign without looking at a clock. */
  private record Told(List<String> experiments, List<Integer> stored, List<ExperimentRecord> all) {}

  @ParameterizedTest
  @CsvSource({"islands, 1", "islands, 2", "islands, 3", "map-elites, 4", "pareto, 5", "greedy, 6"})
  void noOrderOfEndingsChangesACampaignAndItsRecordingGivesItAgain(String strategy, long seed)
      throws Exception {
    Told first;
    try (DataDirectory data = onDisk("a")) {
      first = live(data, strategy, seed, new EndOrder(1));
    }
    assertThat(first.all()).hasSize(ITERATIONS);
    assertThat(first.stored()).isSorted();
    for (int order = 2; order <= 4; order++) {
      // Wherever it is stored; and a disk would be waited for most of the time.
      try (DataDirectory data = MemoryStores.open(folder.resolve("b" + order))) {
        Told other = live(data, strategy, seed, new EndOrder(order));
        assertThat(other.experiments()).as("order %d", order).isEqualTo(first.experiments());
        assertThat(other.stored()).isEqualTo(first.stored());
      }
    }
    try (DataDirectory data = onDisk("c")) {
      Told again = replayed(data, "a", strategy, seed, new EndOrder(5));
      assertThat(again.experiments()).isEqualTo(first.experiments());
    }
    everythingTookPart(first, strategy);
  }

  /** Else the test would say nothing of it. */
  private void everythingTookPart(Told campaign, String strategy) throws Exception {
    Set<String> proposers =
        campaign.all().stream().map(e -> e.candidate().proposer()).collect(Collectors.toSet());
    assertThat(proposers).contains("library", "tuner", "m:cheap", "m:dear", "m:odd");
    assertThat(campaign.all().stream().flatMap(e -> e.failure().stream()).map(Failure::kind))
        .contains(FailureKind.DOMINATED);
    try (FileCallLog log = FileCallLog.openForReplay(folder.resolve("a").resolve("calls.jsonl"))) {
      IntPredicate third = n -> !log.entries("iteration %d, turn 3".formatted(n)).isEmpty();
      IntPredicate notebook = n -> !log.entries("notebook " + n).isEmpty();
      assertThat(IntStream.rangeClosed(1, campaign.all().size())).anyMatch(third::test);
      assertThat(IntStream.rangeClosed(1, campaign.all().size())).anyMatch(notebook::test);
    }
    if (strategy.equals("islands")) {
      assertThat(campaign.all()).anyMatch(e -> e.candidate().parents().size() == 2);
    }
  }

  private DataDirectory onDisk(String name) throws StoreException {
    return DataDirectory.open(folder.resolve(name), DataDirectory.Access.WRITE);
  }

  private Told live(DataDirectory data, String strategy, long seed, EndOrder order)
      throws Exception {
    try (FileCallLog log = FileCallLog.open(data.path().resolve("calls.jsonl"))) {
      List<LanguageModel> models = new ArrayList<>();
      for (String model : MODELS) {
        models.add(new RecordingModel(new Toy(model, order), log, CallClock.system()));
      }
      return run(data, strategy, seed, order, models, log);
    }
  }

  private Told replayed(
      DataDirectory data, String recorded, String strategy, long seed, EndOrder order)
      throws Exception {
    Path calls = folder.resolve(recorded).resolve("calls.jsonl");
    try (FileCallLog log = FileCallLog.openForReplay(calls)) {
      List<LanguageModel> models = new ArrayList<>();
      for (String model : MODELS) {
        models.add(new RecordedModel(model, log));
      }
      return run(data, strategy, seed, order, models, log);
    }
  }

  private Told run(
      DataDirectory data,
      String strategy,
      long seed,
      EndOrder order,
      List<LanguageModel> models,
      CallLog log)
      throws Exception {
    IterationShares turns = new IterationShares(LIBRARY + 1, 1);
    SequencedMap<String, Program> library = new LinkedHashMap<>();
    library.put("far", program(5));
    library.put("near", program(45));
    ModelProposer proposer =
        new ModelProposer(
            ModelProposerSettingsBuilder.builder(ModelProposerSettings.of("m", seed))
                .strategy(strategy)
                .notebookEvery(5)
                .build(),
            ModelCampaign::brief,
            new Prompts(PromptTemplates.shipped()),
            IdeaBank.shipped(),
            Writers.of(
                models.stream().map(model -> new Writer("m:" + model.name(), model)).toList(),
                log,
                turns,
                seed),
            trial());
    Set<Integer> stored = Collections.synchronizedSet(new LinkedHashSet<>());
    List<CampaignEvent> heard = Collections.synchronizedList(new ArrayList<>());
    List<ExperimentRecord> experiments =
        new CampaignLoop(
                new CampaignSettings("campaign_e", "toy", "{}", ITERATIONS, seed, LAG),
                ToyEvaluator.SETTINGS,
                new ProposerChain(
                    List.of(
                        new LibraryProposer(library),
                        new InterleavedProposer(proposer, new TunerProposer(library, 7), turns))),
                CampaignRules.NONE,
                CampaignTools.of(
                    new Ordered(order),
                    data,
                    "campaign_e",
                    new WorkRetry.Policy(List.of()),
                    (time, event) -> {
                      if (!event.isLive()) {
                        heard.add(event);
                      }
                      switch (event) {
                        case CandidateProposed proposed -> stored.add(proposed.iteration());
                        case ExperimentEnded ended -> order.ended(ended.iteration());
                        default -> {}
                      }
                    }))
            .run().stream().map(PastExperiment::experiment).toList();
    List<StoredEvent> events = data.events().events("campaign_e", 0, 100_000);
    assertThat(events)
        .extracting(StoredEvent::event)
        .as("the log is what was heard")
        .isEqualTo(heard);
    everythingIsToldInOrder(events, experiments);
    return new Told(
        experiments.stream().map(ExactCampaignTest::told).toList(),
        List.copyOf(stored),
        experiments);
  }

  /** Whatever ended first: each experiment is proposed in its turn, moves on, and ends once. */
  private static void everythingIsToldInOrder(
      List<StoredEvent> log, List<ExperimentRecord> experiments) {
    for (int i = 0; i < log.size(); i++) {
      assertThat(log.get(i).number()).isEqualTo(i + 1);
    }
    assertThat(log.getFirst().event()).isEqualTo(new CampaignBegun("toy", ITERATIONS));
    assertThat(log.getLast().event())
        .isInstanceOfSatisfying(
            CampaignFinished.class,
            finished -> assertThat(finished.experiments()).isEqualTo(ITERATIONS));
    List<CampaignEvent> events = log.stream().map(StoredEvent::event).toList();
    assertThat(events)
        .filteredOn(CandidateProposed.class::isInstance)
        .extracting(event -> event.experiment().orElseThrow())
        .isEqualTo(experiments.stream().map(ExperimentRecord::id).toList());
    for (ExperimentRecord experiment : experiments) {
      List<CampaignEvent> its =
          events.stream()
              .filter(event -> event.experiment().equals(Optional.of(experiment.id())))
              .toList();
      assertThat(its.getFirst()).isEqualTo(ExperimentEvents.proposed(experiment));
      assertThat(its.getLast()).isEqualTo(ExperimentEvents.ended(experiment));
      assertThat(its.subList(1, its.size() - 1))
          .allMatch(ExperimentPhase.class::isInstance)
          .extracting(event -> ((ExperimentPhase) event).phase())
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  private static String told(ExperimentRecord e) {
    return String.join(
        " ",
        e.id(),
        e.status().toString(),
        e.score().toString(),
        e.shortScore().toString(),
        e.failure().toString(),
        e.candidate().toString());
  }

  private static Program program(int value) {
    return Program.of("java", "X", Map.of("X.java", source(value)));
  }

  private static String source(int value) {
    return "class X {\n  int a = %d; // tune: 0..99\n}\n".formatted(value);
  }

  private static ProgramTrial trial() {
    return program ->
        program.files().toString().contains("broken")
            ? Optional.of(
                new Failure(
                    FailureKind.COMPILE_ERROR, ExperimentStatus.BUILDING, "X.java:2: broken"))
            : Optional.empty();
  }

  /** The nearer to sixty the better; what is far behind the hurdle is not measured in full. */
  private record Ordered(EndOrder order) implements Evaluations {
    @Override
    public Optional<Failure> trial(EvaluationRequest request) {
      return Optional.empty();
    }

    @Override
    public void prepare(EvaluationSettings settings, PreparationListener listener) {}

    @Override
    public Evaluation evaluate(
        EvaluationRequest request, dev.codecsmith.lab.evaluation.EvaluationListener listener)
        throws InfrastructureException, InterruptedException {
      Matcher id = Pattern.compile("exp_iter(\\d+)_.*").matcher(request.experimentId());
      assertThat(id.matches()).isTrue();
      listener.phase(ExperimentStatus.BUILDING, 0, 1);
      order.awaitTurnToEnd(Integer.parseInt(id.group(1)));
      listener.phase(ExperimentStatus.MEASURING, 1, 1);
      Matcher number = NUMBER.matcher(String.join("\n", request.program().files().values()));
      Optional<Double> score =
          number.find()
              ? Optional.of((double) Math.abs(60 - Integer.parseInt(number.group(1))))
              : Optional.empty();
      OptionalDouble hurdle = request.hurdle();
      Optional<Failure> failure =
          score.isEmpty()
              ? Optional.of(new Failure(FailureKind.CRASHED, ExperimentStatus.SMOKE, "no number"))
              : hurdle.isPresent() && score.get() > hurdle.getAsDouble() + 20
                  ? Optional.of(
                      new Failure(
                          FailureKind.DOMINATED,
                          ExperimentStatus.SCREENING,
                          "behind " + hurdle.getAsDouble()))
                  : Optional.empty();
      return new Evaluation(
          new Executed("toy", request.program().sha256(), 100, 0),
          List.of(),
          Map.of(),
          failure.isPresent() ? Optional.empty() : score,
          score.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
          failure,
          Map.of());
    }
  }

  /** Its reply follows from its name and the whole question; some replies do not work. */
  private record Toy(String name, EndOrder order) implements LanguageModel {
    @Override
    public ModelReply ask(ModelRequest request) throws InterruptedException {
      Matcher slot = SLOT.matcher(request.slot());
      if (slot.matches()) {
        int iteration = Integer.parseInt(slot.group(1));
        order.awaitTurnToAnswer(iteration);
        order.answered(iteration);
      }
      int drawn = Math.floorMod((name + request.hash()).hashCode(), 1_000_003);
      String text =
          request.slot().startsWith("notebook")
              ? "- Lesson %d of %s.\n".formatted(drawn, name)
              : switch (drawn % 9) {
                case 0 -> "Here is my opinion.";
                case 1 -> written(drawn, "class X {\n  int a = 1; int broken;\n}\n");
                case 2 -> "";
                // Few numbers, so that iterations beside each other write the same.
                default -> written(drawn, source(drawn / 9 % 12 * 5));
              };
      return ModelReplyBuilder.builder()
          .text(text)
          .reasoning("")
          .stop(text.isEmpty() ? StopReason.EMPTY : StopReason.COMPLETE)
          .stopDetail(Optional.empty())
          .usage(Optional.of(new TokenUsage(100, 0, 0, drawn % 50)))
          .costUsd(Optional.of(new BigDecimal(name.equals("dear") ? "0.03" : "0.02")))
          .latency(Duration.ZERO)
          .model(name)
          .requestId("")
          .attempts(List.of())
          .build();
    }

    private static String written(int drawn, String source) {
      return "I tried %d.\nIDEA: %s\n\nENTRY: X\nFILE: X.java\n```java\n%s```\n"
          .formatted(drawn, drawn % 2 == 0 ? "cabac" : "alf", source);
    }
  }
}
