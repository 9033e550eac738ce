package dev.codecsmith.cli.models;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.cli.drafts.DraftEvaluation;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.cli.plan.ModelEntry;
import dev.codecsmith.cli.plan.ModelPlan;
import dev.codecsmith.evolve.campaign.CampaignSettings;
import dev.codecsmith.evolve.ideas.IdeaBank;
import dev.codecsmith.evolve.ideas.IdeaBankException;
import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.models.agent.AgentModel;
import dev.codecsmith.evolve.models.agent.AgentSettings;
import dev.codecsmith.evolve.models.agent.WorkspaceEvaluation;
import dev.codecsmith.evolve.models.budget.Allowance;
import dev.codecsmith.evolve.models.budget.BudgetedModel;
import dev.codecsmith.evolve.models.calls.FileCallLog;
import dev.codecsmith.evolve.models.calls.RecordedModel;
import dev.codecsmith.evolve.models.calls.RecordingModel;
import dev.codecsmith.evolve.models.calls.Spending;
import dev.codecsmith.evolve.models.local.CommandModel;
import dev.codecsmith.evolve.models.local.InboxModel;
import dev.codecsmith.evolve.models.price.Prices;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import dev.codecsmith.evolve.models.server.ApiKey;
import dev.codecsmith.evolve.models.server.ClaudeModel;
import dev.codecsmith.evolve.models.server.OpenAiModel;
import dev.codecsmith.evolve.models.server.ServerSettings;
import dev.codecsmith.evolve.prompts.Prompts;
import dev.codecsmith.evolve.prompts.templates.PromptException;
import dev.codecsmith.evolve.prompts.templates.PromptTemplates;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.evolve.proposers.ModelProposer;
import dev.codecsmith.evolve.proposers.ModelProposerSettings;
import dev.codecsmith.evolve.proposers.Writer;
import dev.codecsmith.evolve.proposers.Writers;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.store.events.CampaignEvent.ModelsSpent;
import dev.codecsmith.store.events.EventSink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The language models of a campaign: their calls are kept in the data folder. */
public final class CampaignModel implements AutoCloseable {
  private static final Duration COMMAND_DEADLINE = Duration.ofMinutes(30);

  private final FileCallLog log;
  private final Proposer proposer;

  private CampaignModel(FileCallLog log, Proposer proposer) {
    this.log = log;
    this.proposer = proposer;
  }

  /** Where the calls of a campaign are kept. */
  public static Path callsOf(Path data, String campaignId) {
    return data.resolve("models").resolve(campaignId + ".jsonl");
  }

  /**
   * Makes everything ready; asks nothing yet.
   *
   * @param events told of the models' calls
   * @throws IOException with a sentence if a key, a file or a price is missing
   */
  public static CampaignModel open(
      CampaignPlan plan,
      CampaignSettings settings,
      EvaluationSettings evaluation,
      Workbench bench,
      EventSink events)
      throws IOException {
    ModelPlan models = plan.models();
    List<ModelEntry> asked = models.models(plan.proposers());
    CampaignBriefing briefing =
        new CampaignBriefing(plan.goal(), models.language(), evaluation, bench.evaluations());
    CallPolicy policy = CallPolicy.defaults().withPrices(prices(models)).telling(events);
    WorkspaceEvaluation onSearchClips = new DraftEvaluation(briefing, evaluation, bench);
    FileCallLog log = FileCallLog.open(callsOf(bench.data().path(), settings.id()));
    List<LanguageModel> answering = new ArrayList<>();
    try {
      CallPolicy budgeted = policy.withAllowance(Allowance.of(models.budget(), log));
      for (ModelEntry entry : asked) {
        // Who named a model whose tokens nobody counts knows that its cost is unknown.
        CallPolicy own = entry.counted() ? budgeted : budgeted.expectingUnknownCost();
        LanguageModel answer = model(entry, models, own, onSearchClips);
        answering.add(
            new RecordingModel(
                new BudgetedModel(answer, models.budget(), log), log, CallClock.system(), events));
      }
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
    return of(plan, evaluation, bench, briefing, log, answering);
  }

  /**
   * The models as they were recorded: they say again what they said, and nobody is asked.
   *
   * @param calls where the campaign's calls were kept
   * @param bench evaluates; another campaign's data folder may be its own
   */
  public static CampaignModel recorded(
      CampaignPlan plan, EvaluationSettings evaluation, Workbench bench, Path calls)
      throws IOException {
    FileCallLog log = FileCallLog.openForReplay(calls);
    return of(
        plan,
        evaluation,
        bench,
        new CampaignBriefing(
            plan.goal(), plan.models().language(), evaluation, bench.evaluations()),
        log,
        plan.models().models(plan.proposers()).stream()
            .<LanguageModel>map(entry -> new RecordedModel(entry.label(), log))
            .toList());
  }

  /**
   * Shows on a progress what models do.
   *
   * @param answering a model for each that the plan names, in that order
   */
  private static CampaignModel of(
      CampaignPlan plan,
      EvaluationSettings evaluation,
      Workbench bench,
      CampaignBriefing briefing,
      FileCallLog log,
      List<LanguageModel> answering)
      throws IOException {
    ModelPlan models = plan.models();
    List<ModelEntry> asked = models.models(plan.proposers());
    ModelProposerSettings how =
        new ModelProposerSettings(
            asked.stream().map(ModelEntry::proposer).distinct().collect(Collectors.joining(",")),
            models.strategyOrUsual(),
            plan.seed(),
            models.repairs(),
            models.promptTokens(),
            models.replyTokens(),
            models.notebookEvery(),
            plan.editable());
    Prompts prompts = prompts(models);
    IdeaBank ideas = ideas(models);
    List<Writer> writers = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      writers.add(
          new Writer(
              proposerOf(asked.get(i), asked),
              answering.get(i),
              asked.get(i).proposer().equals("agent")));
    }
    return new CampaignModel(
        log,
        new ModelProposer(
            how,
            briefing,
            prompts,
            ideas,
            Writers.of(writers, log, Campaigns.turns(plan), plan.seed()),
            program ->
                bench
                    .evaluations()
                    .trial(
                        new EvaluationRequest("trial", program, evaluation)
                            .reusing()
                            .attempt("trial"))));
  }

  /** The name that a model's candidates carry. */
  private static String proposerOf(ModelEntry entry, List<ModelEntry> asked) {
    return asked.size() == 1 ? entry.proposer() : entry.proposer() + ":" + entry.label();
  }

  public Proposer proposer() {
    return proposer;
  }

  /** What all calls of the campaign took so far, in all its runs. */
  public ModelsSpent spent() {
    Spending all = log.spent();
    return new ModelsSpent(
        all.calls(),
        all.usage().prompt(),
        all.usage().output(),
        all.knownUsd(),
        all.callsOfUnknownCost(),
        all.callsOfUnknownTokens());
  }

  @Override
  public void close() throws IOException {
    log.close();
  }

  private static LanguageModel model(
      ModelEntry entry, ModelPlan plan, CallPolicy policy, WorkspaceEvaluation onSearchClips)
      throws IOException {
    if (entry.proposer().equals("agent")) {
      return new AgentModel(
          new AgentSettings(
              entry.label(),
              entry.command().orElseThrow(),
              Duration.ofMinutes(plan.agents().cpuMinutes()),
              Duration.ofMinutes(plan.agents().minutes())),
          onSearchClips,
          policy);
    }
    LanguageModel model = model(entry, policy);
    checkPriced(model.name(), plan, policy.prices());
    return model;
  }

  /**
   * Refuses a budget of dollars for models without a known price.
   *
   * @throws IOException with a sentence, also if the prices cannot be read
   */
  public static void checkPriced(CampaignPlan plan) throws IOException {
    for (ModelEntry entry : plan.models().models(plan.proposers())) {
      checkPriced(entry.label(), plan.models(), prices(plan.models()));
    }
  }

  private static void checkPriced(String name, ModelPlan plan, Prices prices) throws IOException {
    if (plan.budget().usd().isPresent() && prices.costUsd(name, TokenUsage.NONE).isEmpty()) {
      throw new IOException(
          "No price is known of the model "
              + name
              + ", so --budget-usd cannot be kept. Give its price with --prices, or a budget with"
              + " --budget-tokens.");
    }
  }

  private static LanguageModel model(ModelEntry entry, CallPolicy policy) throws IOException {
    try {
      return switch (entry.proposer()) {
        case "claude" ->
            new ClaudeModel(
                server(entry),
                ApiKey.require(System.getenv(), ClaudeModel.KEY_VARIABLE, entry.keyFile()),
                policy);
        case "openai" ->
            new OpenAiModel(
                server(entry),
                entry.url().isPresent()
                    ? ApiKey.find(System.getenv(), OpenAiModel.KEY_VARIABLE, entry.keyFile())
                    : Optional.of(
                        ApiKey.require(System.getenv(), OpenAiModel.KEY_VARIABLE, entry.keyFile())),
                policy);
        case "command" ->
            new CommandModel(
                entry.label(),
                List.of("/bin/sh", "-c", entry.command().orElseThrow()),
                Path.of("").toAbsolutePath(),
                COMMAND_DEADLINE,
                policy);
        case "inbox" ->
            new InboxModel(entry.label(), entry.inbox().orElseThrow().toAbsolutePath(), policy);
        default -> throw new IllegalArgumentException("There is no model " + entry.proposer());
      };
    } catch (ModelException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static ServerSettings server(ModelEntry entry) {
    ServerSettings settings = ServerSettings.of(entry.label());
    return entry.url().map(settings::at).orElse(settings);
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
