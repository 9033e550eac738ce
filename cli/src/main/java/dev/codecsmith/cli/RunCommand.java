package dev.codecsmith.cli;

import dev.codecsmith.evolve.CampaignLoop;
import dev.codecsmith.evolve.CampaignRules;
import dev.codecsmith.evolve.CampaignSettings;
import dev.codecsmith.evolve.CampaignTools;
import dev.codecsmith.evolve.Retry;
import dev.codecsmith.lab.EvaluationSettings;
import dev.codecsmith.store.ExperimentRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code codecsmith run}: a campaign, from clips to a table of measured programs. */
@Command(
    name = "run",
    description = {
      "Runs a campaign: proposes programs, builds and runs each in a sandbox, measures it, learns,"
          + " and ends with a table.",
      "The same command on the same --data continues where it stopped."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();
  @Mixin private CampaignOptions options = new CampaignOptions();
  @Mixin private SandboxOption sandbox = new SandboxOption();

  @Option(names = "--json", description = "Print one JSON object instead of the table.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CampaignPlan plan = options.plan();
    Campaigns.check(plan);
    try (Interruption interruption = Interruption.ofThisThread()) {
      try {
        return run(plan);
      } catch (InterruptedException | IOException e) {
        // Whatever a closed channel or a stopped program said of it: the user ended it.
        if (interruption.acknowledged() || e instanceof InterruptedException) {
          PrintWriter errors = spec.commandLine().getErr();
          errors.println("Stopped. The same command continues this campaign.");
          errors.flush();
          return Interruption.EXIT_CODE;
        }
        throw e;
      }
    }
  }

  private int run(CampaignPlan plan) throws IOException, InterruptedException {
    try (Workbench bench = Workbench.open(data, sandbox, plan.parallel())) {
      EvaluationSettings evaluation = Campaigns.evaluation(plan, bench.clips());
      CampaignSettings settings = Campaigns.settings(plan, evaluation);
      List<ModelEntry> asked = plan.models().models(plan.proposers());
      if (asked.isEmpty()) {
        return run(plan, settings, evaluation, bench, Optional.empty());
      }
      try (CampaignModel model = CampaignModel.open(plan, settings, evaluation, bench)) {
        for (ModelEntry entry : asked) {
          entry.inbox().ifPresent(this::announceInbox);
        }
        return run(plan, settings, evaluation, bench, Optional.of(model));
      }
    }
  }

  private void announceInbox(Path inbox) {
    PrintWriter errors = spec.commandLine().getErr();
    errors.println(
        "Prompts appear in "
            + inbox
            + "; write each reply into the file that its first line names.");
    errors.flush();
  }

  private int run(
      CampaignPlan plan,
      CampaignSettings settings,
      EvaluationSettings evaluation,
      Workbench bench,
      Optional<CampaignModel> model)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter errors = spec.commandLine().getErr();
    List<ExperimentRecord> experiments;
    CampaignEnd end = new CampaignEnd(model);
    try (CampaignProgress progress = CampaignProgress.on(errors, settings, end)) {
      experiments =
          new CampaignLoop(
                  settings,
                  evaluation,
                  Campaigns.proposer(plan.proposers(), model.map(CampaignModel::proposer)),
                  CampaignRules.NONE,
                  CampaignTools.of(
                      bench.evaluator(),
                      bench.data().experiments(),
                      bench.data().artifacts(),
                      bench.data().owner(),
                      Retry.Policy.standard(),
                      progress))
              .run();
    }
    CampaignReport report = CampaignReport.of(settings, plan, evaluation, experiments, end);
    if (json) {
      out.println(report.json());
    } else {
      report.print(out);
    }
    out.flush();
    return 0;
  }
}
