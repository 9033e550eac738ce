package dev.codecsmith.evolve.campaign;

import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.ideas.IdeaBank;
import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.budget.Budget;
import dev.codecsmith.evolve.models.budget.BudgetedModel;
import dev.codecsmith.evolve.models.calls.FileCallLog;
import dev.codecsmith.evolve.models.calls.RecordingModel;
import dev.codecsmith.evolve.models.calls.Spending;
import dev.codecsmith.evolve.models.fake.FakeModelServer;
import dev.codecsmith.evolve.models.fake.FakeRequest;
import dev.codecsmith.evolve.models.price.Price;
import dev.codecsmith.evolve.models.price.Prices;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import dev.codecsmith.evolve.models.retry.CallPolicyBuilder;
import dev.codecsmith.evolve.models.retry.CallRetrySettings;
import dev.codecsmith.evolve.models.server.ApiKey;
import dev.codecsmith.evolve.models.server.ClaudeModel;
import dev.codecsmith.evolve.models.server.OpenAiModel;
import dev.codecsmith.evolve.models.server.ServerSettings;
import dev.codecsmith.evolve.prompts.CampaignBrief;
import dev.codecsmith.evolve.prompts.CampaignBriefBuilder;
import dev.codecsmith.evolve.prompts.MeasuredQualities;
import dev.codecsmith.evolve.prompts.Prompts;
import dev.codecsmith.evolve.prompts.templates.PromptTemplates;
import dev.codecsmith.evolve.proposers.ModelProposer;
import dev.codecsmith.evolve.proposers.ModelProposerSettings;
import dev.codecsmith.evolve.proposers.ModelProposerSettingsBuilder;
import dev.codecsmith.evolve.proposers.ProgramTrial;
import dev.codecsmith.evolve.proposers.Writers;
import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.evolve.scorecard.Records;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopping;
import dev.codecsmith.store.events.CampaignEvent.ModelsSpent;
import dev.codecsmith.store.events.CampaignEvent.ProposersExhausted;
import dev.codecsmith.store.events.CampaignEvent.Retrying;
import dev.codecsmith.store.events.EventSink;
import dev.codecsmith.store.events.StoredEvent;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A campaign of toy programs written by a model behind a fake server, over one data folder. */
final class ModelCampaign {
  static final int ITERATIONS = 6;

  private static final String ID = "campaign_m";

  /** How many iterations are under way at once, unless it goes one by one. */
  static final int LAG = 2;

  static final Price PRICE =
      new Price(
          "toy-model",
          OptionalLong.empty(),
          new BigDecimal("3"),
          new BigDecimal("0.3"),
          new BigDecimal("3.75"),
          new BigDecimal("15"));

  private final Path folder;
  private final URI server;
  private final FakeRequest.Wire wire;
  private Budget budget = Budget.UNLIMITED;
  private String strategy = "islands";
  private int iterations = ITERATIONS;
  private int lag = LAG;
  final List<String> stops = new ArrayList<>();
  final List<String> retries = new ArrayList<>();

  ModelCampaign(Path folder, FakeModelServer server, FakeRequest.Wire wire) {
    this(
        folder,
        switch (wire) {
          case ANTHROPIC -> server.anthropicUrl();
          case OPENAI -> server.openAiUrl();
        },
        wire);
  }

  private ModelCampaign(Path folder, URI server, FakeRequest.Wire wire) {
    this.folder = folder;
    this.server = server;
    this.wire = wire;
  }

  /** A process to be killed: runs a campaign. Arguments: the data folder and the server. */
  public static void main(String[] arguments) throws Exception {
    List<ExperimentRecord> _ =
        new ModelCampaign(
                Path.of(arguments[0]), URI.create(arguments[1]), FakeRequest.Wire.ANTHROPIC)
            .run(new ToyEvaluator());
  }

  ModelCampaign within(Budget value) {
    budget = value;
    return this;
  }

  ModelCampaign with(String value) {
    strategy = value;
    return this;
  }

  ModelCampaign oneByOne() {
    lag = 1;
    return this;
  }

  ModelCampaign of(int experiments) {
    iterations = experiments;
    return this;
  }

  List<ExperimentRecord> run(ToyEvaluator evaluator) throws Exception {
    try (DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE);
        FileCallLog log = FileCallLog.open(folder.resolve("calls.jsonl"))) {
      CampaignTools tools =
          CampaignTools.of(
              evaluator, data, ID, new WorkRetry.Policy(List.of(Duration.ZERO)), this::heard);
      LanguageModel model =
          new RecordingModel(
              new BudgetedModel(model(tools.events()), budget, log),
              log,
              CallClock.system(),
              tools.events());
      ModelProposer proposer =
          new ModelProposer(
              ModelProposerSettingsBuilder.builder(ModelProposerSettings.of("claude", 7))
                  .strategy(strategy)
                  .build(),
              ModelCampaign::brief,
              new Prompts(PromptTemplates.shipped()),
              IdeaBank.shipped(),
              Writers.only("claude", model),
              trial());
      return new CampaignLoop(
              new CampaignSettings(ID, "toy", "{}", iterations, 7, lag),
              ToyEvaluator.SETTINGS,
              proposer,
              CampaignRules.NONE,
              tools.spending(() -> spent(log)))
          .run().stream().map(PastExperiment::experiment).toList();
    }
  }

  private static ModelsSpent spent(FileCallLog log) {
    Spending all = log.spent();
    return new ModelsSpent(
        all.calls(),
        all.usage().prompt(),
        all.usage().output(),
        all.knownUsd(),
        all.callsOfUnknownCost(),
        all.callsOfUnknownTokens());
  }

  /** What the log tells of it. */
  List<StoredEvent> events() throws Exception {
    try (DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.READ)) {
      return data.events().events(ID, 0, 10_000);
    }
  }

  Spending spending() throws Exception {
    try (FileCallLog log = FileCallLog.openForReplay(folder.resolve("calls.jsonl"))) {
      return log.spent();
    }
  }

  private LanguageModel model(EventSink events) throws ModelException {
    CallRetrySettings retry =
        new CallRetrySettings(
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            Duration.ofSeconds(20),
            Duration.ofSeconds(1),
            3);
    CallPolicy policy =
        CallPolicyBuilder.builder(CallPolicy.defaults())
            .events(events)
            .retry(retry)
            .prices(Prices.none().overriddenBy(List.of(PRICE)))
            .build();
    ApiKey key = ApiKey.require(Map.of("KEY", "secret"), "KEY", Optional.empty());
    ServerSettings settings = ServerSettings.of("toy-model");
    return switch (wire) {
      case ANTHROPIC -> new ClaudeModel(settings.at(server), key, policy);
      case OPENAI -> new OpenAiModel(settings.at(server), Optional.of(key), policy);
    };
  }

  /** A program without the number, or with something broken, does not build. */
  private static ProgramTrial trial() {
    return program -> {
      String text = String.join("\n", program.files().values());
      return text.contains("int a = ") && !text.contains("broken")
          ? Optional.empty()
          : Optional.of(
              new Failure(
                  FailureKind.COMPILE_ERROR,
                  ExperimentStatus.BUILDING,
                  "X.java:2: error: there is no a"));
    };
  }

  static CampaignBrief brief() {
    return CampaignBriefBuilder.builder()
        .contract("THE CONTRACT")
        .goal("Come near to sixty.")
        .language("java")
        .clips(new ClipRoles(List.of("toy"), List.of("secretclip")))
        .clipFacts(new TreeMap<>(Map.of("toy", "16x16, 25 fps, 1 frame")))
        .anchors(Records.anchors("toy"))
        .qualities(new MeasuredQualities(Qualities.DEFAULT, "CRF 37", "CRF 22"))
        .limits("")
        .build();
  }

  private void heard(Instant time, CampaignEvent event) {
    switch (event) {
      case Retrying retrying -> retries.add(retrying.reason());
      case ProposersExhausted _ -> stops.add("exhausted");
      case CampaignStopping stopping -> stops.add(stopping.iteration() + ": " + stopping.reason());
      default -> {}
    }
  }
}
