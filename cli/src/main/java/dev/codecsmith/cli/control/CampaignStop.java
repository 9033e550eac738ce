package dev.codecsmith.cli.control;

import dev.codecsmith.store.data.DataDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Asks the process that runs a campaign to stop it: no iteration begins any more, those under way
 * are finished and kept.
 */
public final class CampaignStop {
  private CampaignStop() {}

  /**
   * Asks.
   *
   * @param campaign its id; empty for the one that runs
   * @return the id of the campaign that was asked to stop
   * @throws IOException with a sentence if nobody runs it, or it is not clear which is meant
   */
  public static String ask(DataDirectory opened, Optional<String> campaign) throws IOException {
    if (opened.store().isEmpty()) {
      String running = running(opened, campaign);
      StopFile.of(opened, running).ask();
      return running;
    }
    String leased = campaign.isPresent() ? campaign.get() : leased(opened);
    if (!new CampaignProcess(opened, leased).askToStop()) {
      throw new IOException("Nothing to stop: no process runs " + leased + ".");
    }
    return leased;
  }

  /** The only campaign that somebody has of a store that machines share. */
  private static String leased(DataDirectory opened) throws IOException {
    List<String> leased = CampaignProcess.leased(opened);
    if (leased.size() != 1) {
      throw new IOException(
          leased.isEmpty()
              ? "Nothing to stop: no process runs a campaign of " + opened.store().orElseThrow()
              : "Say which campaign: " + String.join(", ", leased) + ".");
    }
    return leased.getFirst();
  }

  /** The campaign that runs in the data folder now. */
  private static String running(DataDirectory opened, Optional<String> asked) throws IOException {
    DataDirectory.Writer writer =
        DataDirectory.writer(opened.path())
            .orElseThrow(() ->
                new IOException(
                    "Nothing to stop: no run has the data folder " + opened.path() + " open."));
    String running =
        writer
            .campaign()
            .orElseThrow(() ->
                new IOException(
                    "Nothing to stop: "
                        + writer.process()
                        + " has the data folder open, but has not begun a campaign."));
    if (asked.isPresent() && !asked.get().equals(running)) {
      throw new IOException(
          "%s does not run; %s runs %s.".formatted(asked.get(), writer.process(), running));
    }
    return running;
  }
}
