package dev.codecsmith.cli.mcp.programs;

import dev.codecsmith.cli.experiments.StoredExperiments;
import dev.codecsmith.cli.mcp.reading.ExperimentTool;
import dev.codecsmith.cli.mcp.reading.VisibleStore;
import dev.codecsmith.cli.mcp.tool.McpTool;
import dev.codecsmith.cli.mcp.tool.ToolArguments;
import dev.codecsmith.cli.mcp.tool.ToolCaller;
import dev.codecsmith.cli.mcp.tool.ToolSchema;
import dev.codecsmith.evolve.models.agent.WorkspaceEvaluation.Verdict;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Profile;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Quick;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Tune;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.experiment.UnstoredExperiment;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Measures a program on a campaign's search clips, as the campaign does or by a cheaper look. */
public final class EvaluateTool implements McpTool {
  private static final String NAME = "trial";
  private static final int LONGEST_LOG = 20_000;
  private static final int MOST_FRAMES = 100_000;
  private static final int MOST_CLIPS = 100;
  private static final int USUAL_QUALITY = 50;

  private static final String FULL = "full";
  private static final String QUICK = "quick";
  private static final String PROFILE = "profile";
  private static final String TUNE = "tune";

  private final VisibleStore store;
  private final ProgramArgument programs;
  private final TrialBench bench;
  private final EvaluationBudget budget;

  public EvaluateTool(
      VisibleStore store, ProgramArgument programs, TrialBench bench, EvaluationBudget budget) {
    this.store = store;
    this.programs = programs;
    this.bench = bench;
    this.budget = budget;
  }

  @Override
  public About about() {
    return new About(
        "evaluate",
        "Evaluate a program",
        "Builds a program in a sandbox and measures it on a campaign's search clips with the"
            + " campaign's own settings: the score, BD-rates and rate points, or the full text of"
            + " its failure, and what is left of this server's budget. With measure quick it looks"
            + " at first frames only, beside a parent on the same frames, which takes seconds;"
            + " profile tells where its time and bits go; tune tries settings of its constants that"
            + " are marked by // tune: LOW..HIGH. It is no experiment of the campaign and is not"
            + " kept; propose does that. A full evaluation may take minutes.",
        true,
        ProgramArgument.in(VisibleStore.withCampaign(ToolSchema.NONE))
            .oneOf(
                "measure",
                "How: full (the default), quick, profile or tune.",
                List.of(FULL, QUICK, PROFILE, TUNE))
            .with(
                "frames",
                new ToolSchema.Whole(
                    "Not with full: how many first frames of each clip.",
                    1,
                    MOST_FRAMES,
                    WorkspaceRequest.QUICK_FRAMES))
            .with(
                "clips",
                new ToolSchema.Texts(
                    "Not with full: names of search clips, where not all are to be looked at;"
                        + " profile takes the first.",
                    false,
                    MOST_CLIPS))
            .optional(
                "parent",
                "With quick: the experiment that it is held against. Default: the campaign's best")
            .with(
                "quality",
                new ToolSchema.Whole("With profile: at which QUALITY.", 0, 100, USUAL_QUALITY))
            .with(
                "settings",
                new ToolSchema.Whole(
                    "With tune: how many settings are tried.",
                    1,
                    WorkspaceRequest.MOST_SETTINGS,
                    WorkspaceRequest.SETTINGS)));
  }

  @Override
  public List<String> call(ToolArguments arguments, ToolCaller caller)
      throws IOException, InterruptedException {
    CampaignRecord campaign = store.campaign(arguments);
    Program program = programs.read(arguments);
    String measure = arguments.text("measure").orElse(FULL);
    // One at a time, so that two that are asked for at once do not both see the last one left.
    synchronized (budget) {
      budget.check();
      return List.of(
          Json.write(
              measure.equals(FULL)
                  ? full(campaign, program, caller)
                  : look(measure, campaign, program, arguments, caller)));
    }
  }

  private ObjectNode full(CampaignRecord campaign, Program program, ToolCaller caller)
      throws IOException, InterruptedException {
    TrialBench.Tried tried =
        bench.evaluate(
            campaign, program, (phase, done, total) -> caller.progress(done, total, phase.label()));
    budget.spent(tried.cpuSeconds());
    Evaluation evaluation = tried.evaluation();
    ObjectNode node =
        ExperimentTool.toJson(UnstoredExperiment.of(NAME, "outside", program, evaluation));
    node.put("campaign", campaign.id());
    node.remove(List.of("id", "iteration", "name", "proposer", "parents", "reasoning"));
    String log = bench.log(evaluation);
    node.put("log", log.substring(Math.max(0, log.length() - LONGEST_LOG)));
    node.put("budget", budget.left());
    return node;
  }

  private ObjectNode look(
      String measure,
      CampaignRecord campaign,
      Program program,
      ToolArguments arguments,
      ToolCaller caller)
      throws IOException, InterruptedException {
    Quick first =
        new Quick(
            arguments.number("frames", WorkspaceRequest.QUICK_FRAMES), arguments.list("clips"));
    Optional<Program> parent =
        measure.equals(QUICK) ? parent(campaign, arguments) : Optional.empty();
    // How many parts there are is not known: they are told in words.
    Consumer<String> progress = line -> caller.progress(0, 1, line);
    Verdict verdict =
        bench.look(
            campaign,
            looks ->
                switch (measure) {
                  case PROFILE ->
                      looks.profile(
                          program,
                          new Profile(
                              first, OptionalInt.of(arguments.number("quality", USUAL_QUALITY))),
                          progress);
                  case TUNE ->
                      looks.tune(
                          program,
                          new Tune(arguments.number("settings", WorkspaceRequest.SETTINGS), first),
                          progress);
                  default -> looks.quick(program, parent, first, progress);
                });
    budget.spent(verdict.cpuSeconds());
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("campaign", campaign.id());
    node.put("measure", measure);
    node.put("scored", verdict.scored());
    node.put("text", verdict.text());
    verdict
        .better()
        .ifPresent(better -> {
          ObjectNode files = node.putObject("better_files");
          better
              .files()
              .forEach((path, text) -> {
                if (!text.equals(program.files().get(path))) {
                  files.put(path, text);
                }
              });
        });
    node.put("budget", budget.left());
    return node;
  }

  /** What a quick look is held against: what was named, or the best of the campaign. */
  private Optional<Program> parent(CampaignRecord campaign, ToolArguments arguments)
      throws IOException {
    Optional<String> named = arguments.text("parent");
    Optional<String> id =
        named.isPresent()
            ? named
            : store.stored().experiments().best(campaign.id(), 1).stream()
                .map(ExperimentSummary::id)
                .findFirst();
    if (id.isEmpty()) {
      return Optional.empty();
    }
    ExperimentRecord parent = StoredExperiments.find(store.stored(), id.get());
    if (!parent.campaignId().equals(campaign.id())) {
      throw new IllegalArgumentException(campaign.id() + " has no experiment " + id.get() + ".");
    }
    return Optional.of(StoredExperiments.program(parent, store.stored().artifacts()));
  }
}
