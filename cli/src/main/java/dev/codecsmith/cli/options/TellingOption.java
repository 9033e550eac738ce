package dev.codecsmith.cli.options;

import dev.codecsmith.service.alerts.AlertChannel;
import dev.codecsmith.service.alerts.AlertSettings;
import dev.codecsmith.service.alerts.channels.LogChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Who is told how campaigns go, beside who looks at the screen. It changes no result, so it is no
 * part of a campaign's identity.
 */
public final class TellingOption {
  private static final int MOST_MINUTES = 1_000_000;
  private static final int MOST_GIB = 1_000_000;

  @Mixin private ChannelsOption channels = new ChannelsOption();
  @Mixin private CloudWatchOption cloudWatch = new CloudWatchOption();

  @Option(
      names = "--alert-stalled",
      paramLabel = "MINUTES",
      description =
          "A campaign in which nothing ends for so long has stalled. Default: ${DEFAULT-VALUE}",
      defaultValue = "30")
  private int stalled = 30;

  @Option(
      names = "--alert-disk",
      paramLabel = "GIB",
      description =
          "A disk of the data folder with less left is low; 0 for never. Default: ${DEFAULT-VALUE}",
      defaultValue = "2")
  private int disk = 2;

  /**
   * What the options say; asked before anything begins, so that a wrong one is not found out about
   * at the first incident.
   *
   * @throws IllegalArgumentException with a sentence if one is wrong
   * @throws IOException with a sentence if the password's file cannot be read
   */
  public TellingPlan plan() throws IOException {
    AlertSettings settings =
        AlertSettings.STANDARD.with(
            Duration.ofMinutes(Options.between("--alert-stalled", stalled, 1, MOST_MINUTES)),
            (long) Options.between("--alert-disk", disk, 0, MOST_GIB) << 30);
    List<AlertChannel> told = new ArrayList<>(List.of(new LogChannel()));
    told.addAll(channels.channels());
    return new TellingPlan(settings, told, cloudWatch.address());
  }
}
