package dev.codecsmith.cli.mcp.programs;

import dev.codecsmith.cli.mcp.reading.ExperimentTool;
import dev.codecsmith.cli.mcp.reading.VisibleStore;
import dev.codecsmith.cli.mcp.tool.McpTool;
import dev.codecsmith.cli.mcp.tool.ToolArguments;
import dev.codecsmith.cli.mcp.tool.ToolCaller;
import dev.codecsmith.cli.mcp.tool.ToolSchema;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.experiment.UnstoredExperiment;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Measures a program as a campaign does, on its search clips. */
public final class EvaluateTool implements McpTool {
  private static final String NAME = "trial";
  private static final int LONGEST_LOG = 20_000;

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
            + " its failure, and what is left of this server's budget. It is no experiment of the"
            + " campaign and is not kept; propose does that. It may take minutes.",
        true,
        ProgramArgument.in(VisibleStore.withCampaign(ToolSchema.NONE)));
  }

  @Override
  public List<String> call(ToolArguments arguments, ToolCaller caller)
      throws IOException, InterruptedException {
    CampaignRecord campaign = store.campaign(arguments);
    Program program = programs.read(arguments);
    // One at a time, so that two that are asked for at once do not both see the last one left.
    synchronized (budget) {
      budget.check();
      Evaluation evaluation =
          bench.evaluate(
              campaign,
              program,
              (phase, done, total) -> caller.progress(done, total, phase.label()));
      budget.spent(
          evaluation.points().stream()
              .mapToDouble(point -> point.encode().cpuSeconds() + point.decode().cpuSeconds())
              .sum());
      return List.of(Json.write(answer(campaign, program, evaluation)));
    }
  }

  private ObjectNode answer(CampaignRecord campaign, Program program, Evaluation evaluation)
      throws IOException {
    ObjectNode node =
        ExperimentTool.toJson(UnstoredExperiment.of(NAME, "outside", program, evaluation));
    node.put("campaign", campaign.id());
    node.remove(List.of("id", "iteration", "name", "proposer", "parents", "reasoning"));
    String log = bench.log(evaluation);
    node.put("log", log.substring(Math.max(0, log.length() - LONGEST_LOG)));
    node.put("budget", budget.left());
    return node;
  }
}
