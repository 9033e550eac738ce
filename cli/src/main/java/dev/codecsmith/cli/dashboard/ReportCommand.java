package dev.codecsmith.cli.dashboard;

import dev.codecsmith.cli.experiments.StoredExperiments;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.report.HtmlReport;
import dev.codecsmith.dashboard.live.CampaignStanding;
import dev.codecsmith.sandbox.host.AtomicFile;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.TemporaryFolders;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.data.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code codecsmith report}: a campaign to print or to send. */
@Command(
    name = "report",
    description =
        "Writes a campaign as one HTML file that needs nothing else: scores, curves, the best"
            + " programs, frames of the best beside the source, models, failures. The dashboard"
            + " offers the same.",
    mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
  /** A program may take its whole time limit. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();

  @Parameters(
      paramLabel = "CAMPAIGN",
      arity = "0..1",
      description = "Its id, or the start of it. Default: the only one there is")
  private @Nullable String id;

  @Option(
      names = "--out",
      paramLabel = "FILE.html",
      required = true,
      description = "The file to write.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = TemporaryFolders.create("report");
    try (DataDirectory opened = data.read();
        StoredFrames frames =
            new StoredFrames(opened.artifacts(), Optional.empty(), folder.resolve("frames"))) {
      CampaignRecord campaign = StoredExperiments.campaign(opened, id);
      byte[] report =
          new HtmlReport(
                  opened.experiments(),
                  new StoredAnchors(opened.clipsDirectory(), opened.experiments()),
                  frames.library(),
                  PATIENCE)
              .of(campaign, new CampaignStanding(opened.experiments(), campaign.id()));
      AtomicFile.write(out, new String(report, StandardCharsets.UTF_8));
      PrintWriter writer = spec.commandLine().getOut();
      writer.println(out);
      writer.flush();
      return 0;
    } finally {
      Folders.remove(folder);
    }
  }
}
