package dev.codecsmith.cli;

import dev.codecsmith.evolve.CampaignSettings;
import dev.codecsmith.evolve.Proposer;
import dev.codecsmith.evolve.ideas.IdeaBank;
import dev.codecsmith.evolve.ideas.IdeaBankException;
import dev.codecsmith.evolve.models.ApiKey;
import dev.codecsmith.evolve.models.BudgetedModel;
import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.CallPolicy;
import dev.codecsmith.evolve.models.ClaudeModel;
import dev.codecsmith.evolve.models.CommandModel;
import dev.codecsmith.evolve.models.FileCallLog;
import dev.codecsmith.evolve.models.InboxModel;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.OpenAiModel;
import dev.codecsmith.evolve.models.Prices;
import dev.codecsmith.evolve.models.RecordingModel;
import dev.codecsmith.evolve.models.ServerSettings;
import dev.codecsmith.evolve.models.Spending;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.prompts.PromptException;
import dev.codecsmith.evolve.prompts.PromptTemplates;
import dev.codecsmith.evolve.prompts.Prompts;
import dev.codecsmith.evolve.proposers.ModelProposer;
import dev.codecsmith.evolve.proposers.ModelProposerSettings;
import dev.codecsmith.evolve.proposers.Writers;
import dev.codecsmith.lab.EvaluationRequest;
import dev.codecsmith.lab.EvaluationSettings;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The language model of a campaign: its calls are kept in the data folder. */
final class CampaignModel implements AutoCloseable {
  private static final Duration COMMAND_DEADLINE = Duration.ofMinutes(30);

  private final FileCallLog log;
  private final Proposer proposer;

  private CampaignModel(FileCallLog log, Proposer proposer) {
    this.log = log;
    this.proposer = proposer;
  }

  /** Where the calls of a campaign are kept. */
  static Path callsOf(Path data, String campaignId) {
    return data.resolve("models").resolve(campaignId + ".jsonl");
  }

  /**
   * Makes everything ready; asks nothing yet.
   *
   * @throws IOException with a sentence if a key, a file or a price is missing
   */
  static CampaignModel open(
      String kind,
      CampaignPlan plan,
      CampaignSettings settings,
      EvaluationSettings evaluation,
      Workbench bench)
      throws IOException {
    ModelPlan models = plan.models();
    Prices prices = prices(models);
    LanguageModel model = model(kind, models, prices);
    if (models.budget().usd().isPresent()
        && prices.costUsd(model.name(), TokenUsage.NONE).isEmpty()) {
      throw new IOException(
          "No price is known of the model "
              + model.name()
              + ", so --budget-usd cannot be kept. Give its price with --prices, or a budget with"
              + " --budget-tokens.");
    }
    ModelProposerSettings how =
        new ModelProposerSettings(
            kind,
            models.strategy(),
            plan.seed(),
            models.repairs(),
            models.promptTokens(),
            models.replyTokens());
    Prompts prompts = prompts(models);
    IdeaBank ideas = ideas(models);
    CampaignBriefing briefing = new CampaignBriefing(plan.goal(), evaluation, bench.anchors());
    FileCallLog log = FileCallLog.open(callsOf(bench.data().path(), settings.id()));
    return new CampaignModel(
        log,
        new ModelProposer(
            how,
            briefing,
            prompts,
            ideas,
            Writers.only(
                kind,
                new RecordingModel(
                    new BudgetedModel(model, models.budget(), log), log, CallClock.system())),
            program ->
                bench.evaluator().trial(new EvaluationRequest("trial", program, evaluation))));
  }

  Proposer proposer() {
    return proposer;
  }

  /** What all calls of the campaign took so far, in all its runs. */
  Spending spending() {
    return Spending.of(log.entries());
  }

  /** Such as {@code 12 model calls, 45,678 tokens, $0.1234}. */
  static String text(Spending spent) {
    String dollars =
        spent.callsOfUnknownCost() == spent.calls()
            ? "cost unknown"
            : "$"
                + spent.knownUsd().setScale(4, RoundingMode.HALF_UP).toPlainString()
                + (spent.callsOfUnknownCost() > 0
                    ? " and " + spent.callsOfUnknownCost() + " calls of unknown cost"
                    : "");
    return String.format(
        Locale.ROOT,
        "%d model calls, %,d tokens, %s",
        spent.calls(),
        spent.tokens(),
        spent.calls() == 0 ? "$0.0000" : dollars);
  }

  @Override
  public void close() throws IOException {
    log.close();
  }

  private static LanguageModel model(String kind, ModelPlan plan, Prices prices)
      throws IOException {
    CallPolicy policy = CallPolicy.defaults().withPrices(prices);
    try {
      return switch (kind) {
        case "claude" ->
            new ClaudeModel(
                server(plan),
                ApiKey.require(System.getenv(), ClaudeModel.KEY_VARIABLE, plan.keyFile()),
                policy);
        case "openai" ->
            new OpenAiModel(
                server(plan),
                plan.url().isPresent()
                    ? ApiKey.find(System.getenv(), OpenAiModel.KEY_VARIABLE, plan.keyFile())
                    : Optional.of(
                        ApiKey.require(System.getenv(), OpenAiModel.KEY_VARIABLE, plan.keyFile())),
                policy);
        case "command" ->
            new CommandModel(
                plan.name().orElse(kind),
                List.of("/bin/sh", "-c", plan.command().orElseThrow()),
                Path.of("").toAbsolutePath(),
                COMMAND_DEADLINE,
                policy);
        default ->
            new InboxModel(
                plan.name().orElse(kind), plan.inbox().orElseThrow().toAbsolutePath(), policy);
      };
    } catch (ModelException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static ServerSettings server(ModelPlan plan) {
    ServerSettings settings = ServerSettings.of(plan.name().orElseThrow());
    return plan.url().map(settings::at).orElse(settings);
  }

  private static Prices prices(ModelPlan plan) throws IOException {
    return plan.prices().isPresent()
        ? Prices.builtIn().overriddenBy(plan.prices().get())
        : Prices.builtIn();
  }

  private static Prompts prompts(ModelPlan plan) throws IOException {
    try {
      return new Prompts(
          plan.prompts().isPresent()
              ? PromptTemplates.with(plan.prompts().get())
              : PromptTemplates.shipped());
    } catch (PromptException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static IdeaBank ideas(ModelPlan plan) throws IOException {
    try {
      IdeaBank shipped = IdeaBank.shipped();
      return plan.ideas().isPresent() ? shipped.with(plan.ideas().get()) : shipped;
    } catch (IdeaBankException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
