package dev.codecsmith.service.alerts.rules;

import dev.codecsmith.service.alerts.AlertKind;
import dev.codecsmith.service.alerts.Finding;
import dev.codecsmith.service.alerts.Finding.Begins;
import dev.codecsmith.service.alerts.Finding.Ends;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A disk that is nearly full. */
public final class DiskRule implements Rule {
  /** Work comes and goes on a disk; what moves around the limit is one incident and not many. */
  private static final double BETTER = 1.25;

  private final String folder;
  private final long leastFreeBytes;
  private final DiskProbe disk;

  /** Looks how much a disk has left. */
  @FunctionalInterface
  public interface DiskProbe {
    long freeBytes() throws IOException;
  }

  /**
   * @param folder on the disk, for messages
   */
  public DiskRule(String folder, long leastFreeBytes, DiskProbe disk) {
    this.folder = folder;
    this.leastFreeBytes = leastFreeBytes;
    this.disk = disk;
  }

  @Override
  public List<Finding> at(Instant now) {
    long free;
    try {
      free = disk.freeBytes();
    } catch (IOException _) {
      // That is another fault than a full disk, and whoever writes there meets it too.
      return List.of();
    }
    if (free < leastFreeBytes) {
      return List.of(
          new Begins(
              AlertKind.DISK_LOW,
              folder,
              "Its disk has %s GiB free, less than %s. codecsmith experiments clean deletes what no experiment needs."
                  .formatted(gib(free), gib(leastFreeBytes))));
    }
    return free >= leastFreeBytes * BETTER
        ? List.of(
            new Ends(AlertKind.DISK_LOW, folder, "Its disk has %s GiB free.".formatted(gib(free))))
        : List.of();
  }

  private static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / (double) (1L << 30));
  }
}
