package dev.codecsmith.store.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * This process, told from every other that ever was: by host, process id and the moment it started,
 * since ids are used again.
 *
 * @param host the machine's name, in characters that any file name may have
 * @param pid the process id
 * @param started when it started
 */
record ProcessIdentity(String host, long pid, Instant started) {

  static ProcessIdentity current() {
    ProcessHandle process = ProcessHandle.current();
    return new ProcessIdentity(
        hostName().replaceAll("[^A-Za-z0-9.]", "_"),
        process.pid(),
        process.info().startInstant().orElse(Instant.EPOCH));
  }

  /** Such as {@code box-4711-1767225600000}. */
  String token() {
    return host + "-" + pid + "-" + started.toEpochMilli();
  }

  /** Asked of the kernel, because a resolver may take seconds to answer or have no answer. */
  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException _) {
      return Optional.ofNullable(System.getenv("HOSTNAME"))
          .or(() -> Optional.ofNullable(System.getenv("COMPUTERNAME")))
          .orElse("localhost");
    }
  }
}
