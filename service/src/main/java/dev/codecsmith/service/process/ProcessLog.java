package dev.codecsmith.service.process;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a process has written down of itself.
 *
 * @param file its log; older ones lie beside it, see {@link LogLines}
 * @param lastError the last warning or error; empty while there was none
 * @param lastCrash the last time that an earlier process in this folder did not end by itself
 */
public record ProcessLog(
    Path file, Supplier<Optional<Remark>> lastError, Optional<Crash> lastCrash) {

  /**
   * A line of a log.
   *
   * @param text one line
   */
  public record Remark(Instant time, String text) {}

  /**
   * A process that did not end by itself.
   *
   * @param found when the next one started
   * @param log SHA-256 of the end of its log, an artifact
   */
  public record Crash(Instant found, String log) {}
}
