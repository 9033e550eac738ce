package dev.codecsmith.cli.replay;

import dev.codecsmith.cli.experiments.StoredExperiments;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.plan.StoredPlan;
import dev.codecsmith.cli.recorded.RecordedCampaign;
import dev.codecsmith.cli.recorded.RecordedFolder;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.ClipCatalogue;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code codecsmith campaign record}: a campaign as a folder to keep. */
@Command(
    name = "record",
    description = {
      "Writes a campaign into a folder to keep: campaign file, every prompt and reply, every"
          + " program as a diff to its parent, every figure, the anchors' curves; not its clips,"
          + " bitstreams and logs.",
      "replay DIR measures it again on any machine that has the clips."
    },
    mixinStandardHelpOptions = true)
public final class RecordCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "Which campaign. Default: the only one")
  private @Nullable String id;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description =
          "The folder to write; new, or with nothing but a campaign.yaml and texts in it.")
  private Path out = Path.of(".");

  @Option(
      names = "--campaign",
      paramLabel = "FILE.yaml",
      description =
          "The campaign file to put there. Default: the one that is there, or one that says what is"
              + " stored")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    if (RecordedFolder.isOne(out)) {
      throw new IOException(
          out + " holds a recorded campaign already; name another folder, or remove that one.");
    }
    PrintWriter print = spec.commandLine().getOut();
    try (DataDirectory opened = data.read()) {
      CampaignRecord campaign = StoredExperiments.campaign(opened, id);
      List<String> missing =
          new CampaignRecorder(
                  opened,
                  campaign,
                  StoredExperiments.evaluation(
                      campaign, new ClipCatalogue(opened.clipsDirectory())),
                  out)
              .write();
      Path yaml = out.resolve(RecordedCampaign.CAMPAIGN_FILE);
      if (file != null) {
        Files.writeString(yaml, Files.readString(file));
      } else if (Files.notExists(yaml)) {
        Files.writeString(
            yaml,
            CampaignFileText.of(campaign, StoredPlan.find(opened.experiments(), campaign.id())));
      }
      print.println(campaign.id() + " is recorded in " + out + ".");
      missing.forEach(sentence -> print.println("Not recorded: " + sentence));
      print.flush();
    }
    return 0;
  }
}
