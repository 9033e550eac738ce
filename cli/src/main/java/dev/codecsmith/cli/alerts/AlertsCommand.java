package dev.codecsmith.cli.alerts;

import dev.codecsmith.cli.options.ChannelsOption;
import dev.codecsmith.cli.options.CommandGroup;
import dev.codecsmith.service.alerts.Alert;
import dev.codecsmith.service.alerts.AlertChannel;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code codecsmith alerts}. */
@Command(
    name = "alerts",
    description = "Tries the channels that tell people of incidents.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = AlertsCommand.Test.class)
public final class AlertsCommand extends CommandGroup {
  private static final long PATIENCE_SECONDS = 30;

  /** {@code alerts test}. */
  @Command(
      name = "test",
      description = "Sends one alert through each channel and says which arrived.",
      mixinStandardHelpOptions = true)
  static final class Test implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ChannelsOption channels = new ChannelsOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
      List<AlertChannel> all = channels.channels();
      if (all.isEmpty()) {
        throw new IllegalArgumentException(
            "There is nothing to try: name a channel with --alert, such as --alert"
                + " webhook=https://hooks.slack.com/services/….");
      }
      PrintWriter out = spec.commandLine().getOut();
      Alert alert =
          new Alert(
              "a test",
              "Somebody wanted to know whether alerts arrive here. They do; nothing is wrong.",
              Instant.now());
      int exit = 0;
      for (AlertChannel channel : all) {
        Optional<String> fault = fault(channel, alert);
        out.println(
            channel.name() + ": " + fault.map(why -> "NOT SENT. " + why).orElse("sent, and taken"));
        out.flush();
        exit = fault.isPresent() ? 1 : exit;
      }
      return exit;
    }

    private static Optional<String> fault(AlertChannel channel, Alert alert)
        throws InterruptedException {
      FutureTask<Void> sending =
          new FutureTask<>(() -> {
            channel.tell(alert);
            return null;
          });
      Thread thread = Thread.ofVirtual().start(sending);
      try (channel) {
        sending.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return Optional.empty();
      } catch (ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return Optional.of(String.valueOf(cause.getMessage()));
      } catch (TimeoutException e) {
        thread.interrupt();
        return Optional.of("It did not answer within " + PATIENCE_SECONDS + " s.");
      }
    }
  }
}
