package dev.codecsmith.evolve.models.calls;

import dev.codecsmith.evolve.models.Attempt;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelReplyBuilder;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Calls for tests of logs. */
public final class Calls {
  private Calls() {}

  static ModelReply reply(String text) {
    TokenUsage usage = new TokenUsage(10, 20, 30, 40);
    Optional<BigDecimal> cost = Optional.of(new BigDecimal("0.00123450"));
    return ModelReplyBuilder.builder()
        .text(text)
        .reasoning("thinking")
        .stop(StopReason.COMPLETE)
        .stopDetail(Optional.empty())
        .usage(Optional.of(usage))
        .costUsd(cost)
        .latency(Duration.ofMillis(1_500))
        .model("test-model-1")
        .requestId("req_1")
        .attempts(
            List.of(
                new Attempt(
                    1,
                    Duration.ofMillis(300),
                    Optional.of("HTTP 529"),
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ofSeconds(1)),
                new Attempt(
                    2,
                    Duration.ofMillis(200),
                    Optional.empty(),
                    Optional.of(usage),
                    cost,
                    Duration.ZERO)))
        .build();
  }

  public static ModelCall replied(ModelRequest request, String text) {
    return new ModelCall(
        key(request),
        Instant.parse("2026-01-01T00:00:00.123456789Z"),
        request,
        new ModelCall.Replied(reply(text)));
  }

  static ModelCall failed(ModelRequest request) {
    return new ModelCall(
        key(request),
        Instant.parse("2026-01-01T00:00:00Z"),
        request,
        new ModelCall.Failed(
            ModelException.Kind.TRANSIENT,
            "cut",
            List.of(
                new Attempt(
                    1,
                    Duration.ZERO,
                    Optional.of("cut"),
                    Optional.of(new TokenUsage(1, 2, 3, 4)),
                    Optional.empty(),
                    Duration.ZERO))));
  }

  static CallKey key(ModelRequest request) {
    return new CallKey("test-model", request.slot(), request.hash(), 0);
  }
}
