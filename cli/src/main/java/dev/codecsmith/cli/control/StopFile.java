package dev.codecsmith.cli.control;

import dev.codecsmith.cli.options.NextCommand;
import dev.codecsmith.evolve.campaign.CampaignTools;
import dev.codecsmith.store.data.DataDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How one process asks another to stop a campaign: a file in the data folder, which the running
 * campaign looks for before each iteration.
 */
public final class StopFile implements CampaignTools.StopRequest {
  private final Path file;
  private final String resume;

  private StopFile(Path file, String resume) {
    this.file = file;
    this.resume = resume;
  }

  /** Of a campaign that is run in a data folder. */
  public static StopFile of(DataDirectory data, String campaignId) {
    return new StopFile(
        data.path().resolve("stop").resolve(campaignId),
        NextCommand.of("campaign resume " + campaignId, data));
  }

  /** Asks. */
  void ask() throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    if (Files.notExists(file)) {
      Files.createFile(file);
    }
  }

  /** Forgets whatever was asked of any campaign: one that starts was not asked yet. */
  public static void forgetAll(Path data) throws IOException {
    Path folder = data.resolve("stop");
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Forgets what was asked, since it was done. */
  public void forget() throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public Optional<String> sentence() {
    return Files.exists(file)
        ? Optional.of("It was asked to stop; the same command goes on, or " + resume + ".")
        : Optional.empty();
  }
}
