package dev.codecsmith.service.alerts.watch;

import dev.codecsmith.service.alerts.AlertSettings;
import dev.codecsmith.service.alerts.rules.DiskRule;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** A watch over a folder, with a clock and a disk of the test's own, and no thread. */
final class Watching {
  static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  static final String CHANNEL = "test";

  private final Path folder;
  private final List<URI> workers;
  Instant now = START;
  long freeBytes = 100L << 30;
  AlertMemory memory;
  AlertWatch watch;

  Watching(Path folder, String... workers) {
    this.folder = folder;
    this.workers = List.of(workers).stream().map(URI::create).toList();
    this.memory = AlertMemory.in(folder, List.of(CHANNEL));
    this.watch = watch();
  }

  private AlertWatch watch() {
    return new AlertWatch(
        AlertSettings.STANDARD,
        new Now(),
        workers,
        new DiskRule("/data", AlertSettings.STANDARD.leastFreeBytes(), () -> freeBytes),
        memory,
        "a test");
  }

  /** The process is killed and started again. */
  void restart() {
    memory = AlertMemory.in(folder, List.of(CHANNEL));
    watch = watch();
  }

  void after(Duration time) {
    now = now.plus(time);
    watch.look();
  }

  /** The titles of the alerts since it was last asked. */
  List<String> told() {
    List<AlertMemory.Undelivered> told = memory.state().undelivered();
    told.forEach(memory::delivered);
    return told.stream().map(each -> each.alert().title()).toList();
  }

  private final class Now extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
