package dev.codecsmith.evolve.models;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One try within a call. A call has one or more; all but the last ended in a fault.
 *
 * @param number counted from 1
 * @param latency from sending to the end of the reply or the fault
 * @param fault what went wrong, one sentence; empty for the try that brought the reply
 * @param usage tokens the server reported for this try, also when it then failed; empty when it
 *     reported none
 * @param costUsd dollars those tokens cost; empty when tokens or price are unknown
 * @param waited the pause after this try before the next one, zero after the last
 */
public record Attempt(
    int number,
    Duration latency,
    Optional<String> fault,
    Optional<TokenUsage> usage,
    Optional<BigDecimal> costUsd,
    Duration waited) {

  /** The same with the pause that follows it. */
  public Attempt waiting(Duration pause) {
    return new Attempt(number, latency, fault, usage, costUsd, pause);
  }

  /** The tokens that the server reported for all of them. */
  public static TokenUsage totalUsage(List<Attempt> attempts) {
    return attempts.stream()
        .flatMap(attempt -> attempt.usage().stream())
        .reduce(TokenUsage.NONE, TokenUsage::plus);
  }

  /** What those tokens cost; empty when the price of any of them is unknown. */
  public static Optional<BigDecimal> totalCostUsd(List<Attempt> attempts) {
    if (attempts.stream().anyMatch(each -> each.usage().isPresent() && each.costUsd().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        attempts.stream()
            .flatMap(attempt -> attempt.costUsd().stream())
            .reduce(BigDecimal.ZERO, BigDecimal::add));
  }
}
