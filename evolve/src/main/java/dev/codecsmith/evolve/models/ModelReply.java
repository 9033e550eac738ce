package dev.codecsmith.evolve.models;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a model answered and what that took.
 *
 * @param text the answer, without thinking
 * @param reasoning the model's thinking as far as the server shows it, else empty
 * @param stop why it ended
 * @param stopDetail the server's own words on a refusal or cut-off, when it gave any
 * @param usage tokens of all attempts together, as far as reported; empty when the server did not
 *     report those of the reply
 * @param costUsd dollars for all attempts together; empty when tokens or price are unknown, never a
 *     silent zero
 * @param latency from asking to having the reply, pauses between attempts included
 * @param model the model that the server says it used
 * @param requestId the server's name for the exchange, for a question to its operators; may be
 *     empty
 * @param attempts every try, the last one being the successful one
 */
@RecordBuilder
public record ModelReply(
    String text,
    String reasoning,
    StopReason stop,
    Optional<String> stopDetail,
    Optional<TokenUsage> usage,
    Optional<BigDecimal> costUsd,
    Duration latency,
    String model,
    String requestId,
    List<Attempt> attempts) {

  public ModelReply {
    attempts = List.copyOf(attempts);
  }
}
