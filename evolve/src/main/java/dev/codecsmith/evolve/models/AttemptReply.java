package dev.codecsmith.evolve.models;

import java.util.Optional;

/** What one successful attempt brought: a {@link ModelReply} before it is timed and priced. */
public record AttemptReply(
    String text,
    String reasoning,
    StopReason stop,
    Optional<String> stopDetail,
    Optional<TokenUsage> usage,
    String model,
    String requestId) {

  /** A normal end is EMPTY when there is nothing to read. */
  public static StopReason normalEnd(String text) {
    return text.isBlank() ? StopReason.EMPTY : StopReason.COMPLETE;
  }
}
