package dev.codecsmith.video.clips;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * What a file system tells about a file without reading it: size, times of last change of the
 * content and of the file's entry, identity. Unless two states are equal the content may differ.
 */
record FileState(String fingerprint, long latestChangeNanos) {
  /** Coarser than the time stamps of any file system in use (FAT: two seconds). */
  private static final Duration TIME_STAMP_GRAIN = Duration.ofSeconds(3);

  static FileState of(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    long modified = nanos(attributes.lastModifiedTime());
    long changed = modified;
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
      changed = nanos((FileTime) Files.getAttribute(file, "unix:ctime"));
    }
    String fingerprint =
        "%d bytes, modified %d, changed %d, %s"
            .formatted(attributes.size(), modified, changed, attributes.fileKey());
    return new FileState(fingerprint, Math.max(modified, changed));
  }

  /**
   * Whether the file was changed so shortly before {@code nanos} that a change right after might
   * have left the same state.
   */
  boolean mayHideAChangeAfter(long nanos) {
    return latestChangeNanos > nanos - TIME_STAMP_GRAIN.toNanos();
  }

  static long nowNanos() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  private static long nanos(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }
}
