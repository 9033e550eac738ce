package dev.codecsmith.service.alerts.watch;

import dev.codecsmith.service.alerts.AlertChannel;
import dev.codecsmith.service.alerts.AlertSettings;
import dev.codecsmith.service.alerts.Incident;
import dev.codecsmith.service.alerts.rules.DiskRule;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The alerts of a process: the watch, the look that it takes now and then, and the senders. */
public final class Alerts implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final AlertMemory memory;
  private final AlertWatch watch;
  private final List<ChannelSender> senders;
  private final ScheduledExecutorService timer;
  private final Patience patience;

  private Alerts(
      AlertMemory memory,
      AlertWatch watch,
      List<ChannelSender> senders,
      ScheduledExecutorService timer,
      Patience patience) {
    this.memory = memory;
    this.watch = watch;
    this.senders = senders;
    this.timer = timer;
    this.patience = patience;
  }

  /**
   * Begins to watch. What an earlier process did not deliver is delivered now.
   *
   * @param channels closed with the alerts
   * @param folder the data folder, which this process alone writes; incidents are remembered there
   * @param workers those that are used; none where this process evaluates
   * @param source which process this is, in words, such as {@code codecsmith run on host a}
   */
  public static Alerts start(
      AlertSettings settings,
      List<AlertChannel> channels,
      Path folder,
      Collection<URI> workers,
      String source) {
    return start(settings, channels, folder, workers, source, Clock.systemUTC(), Patience.STANDARD);
  }

  static Alerts start(
      AlertSettings settings,
      List<AlertChannel> channels,
      Path folder,
      Collection<URI> workers,
      String source,
      Clock clock,
      Patience patience) {
    List<String> ids = channels.stream().map(AlertChannel::id).toList();
    AlertMemory memory = AlertMemory.in(folder, ids);
    DiskRule disk =
        new DiskRule(
            folder.toString(),
            settings.leastFreeBytes(),
            () -> Files.getFileStore(folder).getUsableSpace());
    AlertWatch watch = new AlertWatch(settings, clock, workers, disk, memory, source);
    List<ChannelSender> senders =
        channels.stream().map(channel -> ChannelSender.start(channel, memory, patience)).toList();
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("alerts").factory());
    var _ = timer.scheduleWithFixedDelay(watch::look, 0, LOOK.toSeconds(), TimeUnit.SECONDS);
    return new Alerts(memory, watch, senders, timer, patience);
  }

  /**
   * The incidents that are open in a data folder, by whichever process found them; none where
   * nothing is known of any.
   */
  public static List<Incident> open(Path folder) {
    return AlertMemory.in(folder, List.of()).state().open();
  }

  /** To be told of workers and campaigns. */
  public AlertWatch watch() {
    return watch;
  }

  /** Ends it, after alerts on their way had a few seconds to arrive. */
  @Override
  public void close() {
    timer.shutdownNow();
    boolean interrupted = Thread.interrupted();
    long end = System.nanoTime() + patience.atTheEnd().toNanos();
    try {
      for (ChannelSender sender : senders) {
        sender.drain(Duration.ofNanos(end - System.nanoTime()));
      }
    } catch (InterruptedException _) {
      interrupted = true;
    }
    senders.forEach(ChannelSender::close);
    memory.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
