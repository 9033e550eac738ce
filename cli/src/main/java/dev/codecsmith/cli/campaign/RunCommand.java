package dev.codecsmith.cli.campaign;

import dev.codecsmith.cli.dashboard.DashboardOption;
import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.options.TellingOption;
import dev.codecsmith.cli.options.elsewhere.WorkersOption;
import dev.codecsmith.cli.plan.CampaignOptions;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.metrics.Metric;
import java.io.IOException;
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
      "The same command on the same --data continues where it stopped.",
      "The score is BD-rate by PSNR-YUV. " + Metric.PSNR_YUV_DEFINITION
    },
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();
  @Mixin private CampaignOptions options = new CampaignOptions();
  @Mixin private SandboxOption sandbox = new SandboxOption();
  @Mixin private WorkersOption workers = new WorkersOption();
  @Mixin private TellingOption telling = new TellingOption();
  @Mixin private DashboardOption dashboard = new DashboardOption();

  @Option(names = "--json", description = "Print one JSON object instead of the table.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CampaignPlan plan = options.plan();
    Campaigns.check(plan);
    return new ReportedRun(
            spec.commandLine().getOut(),
            spec.commandLine().getErr(),
            json,
            workers,
            telling,
            dashboard)
        .run(data, sandbox, plan);
  }
}
