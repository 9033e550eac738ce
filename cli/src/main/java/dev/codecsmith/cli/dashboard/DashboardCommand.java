package dev.codecsmith.cli.dashboard;

import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.output.Interruption;
import dev.codecsmith.dashboard.actions.Control;
import dev.codecsmith.dashboard.http.DashboardServer;
import dev.codecsmith.dashboard.live.RunElsewhere;
import dev.codecsmith.sandbox.host.TemporaryFolders;
import dev.codecsmith.service.protocol.BearerToken;
import dev.codecsmith.store.data.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code codecsmith dashboard}: shows what is stored. */
@Command(
    name = "dashboard",
    description = {
      "Shows campaigns and experiments in a browser, also those that another process runs just"
          + " now.",
      "What stops a campaign or deletes experiments there asks for the token that is printed at the"
          + " start. codecsmith run shows its own campaign by itself."
    },
    mixinStandardHelpOptions = true)
public final class DashboardCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();
  @Mixin private DashboardPort port = new DashboardPort();

  @Override
  public Integer call() throws IOException, InterruptedException {
    int wanted = port.number();
    PrintWriter errors = spec.commandLine().getErr();
    return Interruption.stopping(
        errors,
        "The dashboard has stopped.",
        () -> {
          try (DataDirectory opened = data.read()) {
            serve(opened, wanted, errors);
            return 0;
          }
        });
  }

  /** Until it is interrupted, or does not come up. */
  private void serve(DataDirectory opened, int wanted, PrintWriter errors)
      throws IOException, InterruptedException {
    BlockingQueue<String> troubles = new LinkedBlockingQueue<>();
    BearerToken token = BearerToken.made();
    Control control = new Control(new StoredActions(data, opened), token);
    // Who reads writes nothing into the data folder.
    try (StoredFrames frames =
            new StoredFrames(
                opened.artifacts(), Optional.empty(), TemporaryFolders.create("frames"));
        DashboardServer server =
            DashboardServer.start(
                wanted,
                StoredDashboard.of(opened, elsewhere(opened), control, frames.library()),
                troubles::add,
                Clock.systemUTC())) {
      errors.println(StoredDashboard.announcement(server, token) + " Stop it with Ctrl+C.");
      if (opened.isCopy()) {
        errors.println(
            "The store was written by an older version of Codecsmith: this shows what it held a"
                + " moment ago, and not what comes after.");
      }
      errors.flush();
      throw new IOException(troubles.take());
    }
  }

  /** In a store that machines share, nobody can say it at one look. */
  private static RunElsewhere elsewhere(DataDirectory opened) {
    return opened.store().isPresent()
        ? Optional::empty
        : () -> DataDirectory.writer(opened.path()).flatMap(DataDirectory.Writer::campaign);
  }
}
