package dev.codecsmith.cli;

import dev.codecsmith.lab.Evaluation;
import dev.codecsmith.lab.EvaluationRequest;
import dev.codecsmith.lab.EvaluationSettings;
import dev.codecsmith.sandbox.Program;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code codecsmith replay}: whether a stored experiment comes out the same once more. */
@Command(
    name = "replay",
    description = {
      "Builds and measures a stored experiment's program again and compares every figure with the"
          + " stored one, but for times and memory. Nothing stored is changed.",
      "The exit code is 0 if all are the same, 1 if not."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();
  @Mixin private SandboxOption sandbox = new SandboxOption();

  @Parameters(paramLabel = "ID", description = "The experiment's id, or the start of it.")
  private String id = "";

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter errors = spec.commandLine().getErr();
    int parallel = Runtime.getRuntime().availableProcessors();
    try (Interruption interruption = Interruption.ofThisThread();
        Workbench bench = Workbench.open(data, sandbox, parallel)) {
      ExperimentRecord stored = StoredExperiments.find(bench.data().experiments(), id);
      if (!stored.status().isFinal() || stored.executedProgramSha256().isEmpty()) {
        throw new IOException(
            stored.id() + " was never measured to an end, so there is nothing to compare with.");
      }
      CampaignRecord campaign =
          bench
              .data()
              .experiments()
              .findCampaign(stored.campaignId())
              .orElseThrow(() -> new IOException("There is no campaign " + stored.campaignId()));
      EvaluationSettings settings = StoredExperiments.evaluation(campaign, bench.clips());
      Program program = StoredExperiments.program(stored, bench.data().artifacts());
      LineProgress progress = new LineProgress(errors, 1, CampaignEnd.nothing());
      try {
        bench.evaluator().prepare(settings, progress::anchors);
        Evaluation again =
            bench
                .evaluator()
                .evaluate(
                    new EvaluationRequest(stored.id(), program, settings),
                    (phase, done, total) -> progress.progress(stored, phase, done, total));
        return report(stored, FigureComparison.differences(stored, again));
      } catch (InterruptedException e) {
        errors.println("Stopped.");
        errors.flush();
        boolean _ = interruption.acknowledged();
        return Interruption.EXIT_CODE;
      }
    }
  }

  private int report(ExperimentRecord stored, List<String> differences) {
    PrintWriter out = spec.commandLine().getOut();
    int figures = FigureComparison.count(stored);
    if (json) {
      ObjectNode root = Json.mapper().createObjectNode();
      root.put("id", stored.id());
      root.put("same", differences.isEmpty());
      root.put("figures", figures);
      ArrayNode list = root.putArray("differences");
      differences.forEach(list::add);
      out.println(root.toPrettyString());
    } else if (differences.isEmpty()) {
      out.println(stored.id() + ": all " + figures + " figures came out the same.");
    } else {
      out.println(stored.id() + ": " + differences.size() + " figures differ:");
      differences.forEach(line -> out.println("  " + line));
    }
    out.flush();
    return differences.isEmpty() ? 0 : 1;
  }
}
