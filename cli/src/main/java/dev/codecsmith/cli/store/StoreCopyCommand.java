package dev.codecsmith.cli.store;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.TemporaryFolders;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.copy.StoreCopy;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code store copy}. */
@Command(
    name = "copy",
    description = {
      "Copies campaigns with their records, events and artifacts from one store to another.",
      "What is there already is left alone, so the same command goes on where it was stopped or"
          + " killed.",
      "Nothing is changed in FROM. Clips and model calls stay in their data folder.",
      "A store is a data folder or " + AwsAddress.FORM
    },
    mixinStandardHelpOptions = true)
final class StoreCopyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FROM", description = "The store with the campaigns.")
  private String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = "The store that they are copied to.")
  private String to = "";

  @Option(
      names = "--campaign",
      paramLabel = "ID",
      description = "A campaign by the beginning of its id; may be repeated. Default: all")
  private List<String> wanted = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (isSame(from, to)) {
      throw new IllegalArgumentException(
          "FROM and TO are the same store, " + from + ": name another one.");
    }
    PrintWriter out = spec.commandLine().getOut();
    Path scratch = TemporaryFolders.create("copy");
    boolean whole = true;
    try (OpenStore source = OpenStore.of(from, DataDirectory.Access.READ);
        OpenStore target = OpenStore.of(to, DataDirectory.Access.WRITE)) {
      for (CampaignRecord campaign : campaigns(source.place().experiments())) {
        StoreCopy copy = new StoreCopy(source.place(), target.place(), scratch);
        copy.copy(campaign);
        StoreCopy.Copied copied = copy.copied();
        out.printf(
            Locale.ROOT,
            "%s: copied %d experiments, %d events, %d artifacts%n",
            campaign.id(),
            copied.experiments(),
            copied.events(),
            copied.artifacts());
        out.flush();
        whole &= copied.missing().isEmpty();
        tell(campaign, copied.missing());
      }
    } finally {
      Folders.remove(scratch);
    }
    return whole ? 0 : 1;
  }

  private void tell(CampaignRecord campaign, List<StoreCopy.Missing> missing) {
    if (!missing.isEmpty()) {
      PrintWriter errors = spec.commandLine().getErr();
      errors.printf(
          Locale.ROOT,
          "codecsmith: %s is not whole: %d artifacts that its experiments name are not in %s, such as %s of %s. All else was copied.%n",
          campaign.id(),
          missing.size(),
          from,
          missing.getFirst().sha256(),
          missing.getFirst().experimentId());
      errors.flush();
    }
  }

  private static boolean isSame(String from, String to) {
    return (AwsAddress.isOne(from) || AwsAddress.isOne(to))
        ? from.equals(to)
        : Path.of(from)
            .toAbsolutePath()
            .normalize()
            .equals(Path.of(to).toAbsolutePath().normalize());
  }

  private List<CampaignRecord> campaigns(ExperimentStore store) throws IOException {
    List<CampaignRecord> campaigns = new ArrayList<>();
    if (wanted.isEmpty()) {
      store.forEachCampaign(campaigns::add);
    }
    for (String prefix : wanted) {
      Optional<CampaignRecord> exact = store.findCampaign(prefix);
      List<CampaignRecord> found =
          exact.isPresent() ? List.of(exact.get()) : store.campaignsStartingWith(prefix, 2);
      if (found.size() != 1) {
        throw new IOException(
            (found.isEmpty() ? "No campaign's id begins" : "Several campaigns' ids begin")
                + " with "
                + prefix
                + " in "
                + from
                + ".");
      }
      campaigns.addAll(found);
    }
    if (campaigns.isEmpty()) {
      throw new IOException("There is no campaign in " + from + ", so nothing was copied.");
    }
    return campaigns;
  }
}
