package dev.codecsmith.evolve.models.calls;

import dev.codecsmith.evolve.models.Attempt;
import dev.codecsmith.evolve.models.TokenUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What calls took together.
 *
 * @param calls how many
 * @param usage the tokens that were reported
 * @param knownUsd the dollars that are known, exact
 * @param callsOfUnknownCost how many calls are missing in {@code knownUsd}
 * @param callsOfUnknownTokens how many calls are missing in {@code usage}
 */
public record Spending(
    int calls,
    TokenUsage usage,
    BigDecimal knownUsd,
    int callsOfUnknownCost,
    int callsOfUnknownTokens) {

  public static final Spending NOTHING = new Spending(0, TokenUsage.NONE, BigDecimal.ZERO, 0, 0);

  /**
   * What one call took, as events tell it; tokens count as unknown where neither number is there.
   *
   * @param input tokens of the prompt, cached or not
   * @param output tokens written
   * @param costUsd dollars
   */
  public static Spending ofCall(
      Optional<Long> input, Optional<Long> output, Optional<BigDecimal> costUsd) {
    return new Spending(
        1,
        new TokenUsage(input.orElse(0L), 0, 0, output.orElse(0L)),
        costUsd.orElse(BigDecimal.ZERO),
        costUsd.isEmpty() ? 1 : 0,
        input.isEmpty() && output.isEmpty() ? 1 : 0);
  }

  public Spending plus(CallLog.Entry entry) {
    return new Spending(
        calls + 1,
        usage.plus(entry.usage().orElse(TokenUsage.NONE)),
        knownUsd.add(entry.costUsd().orElse(BigDecimal.ZERO)),
        callsOfUnknownCost + (entry.costUsd().isEmpty() ? 1 : 0),
        callsOfUnknownTokens + (entry.usage().isEmpty() ? 1 : 0));
  }

  /** With what a call that is under way has taken so far, as far as the server reported it. */
  public Spending plus(List<Attempt> attempts) {
    boolean priced = Attempt.totalCostUsd(attempts).isPresent();
    return new Spending(
        calls,
        usage.plus(Attempt.totalUsage(attempts)),
        knownUsd.add(Attempt.totalCostUsd(attempts).orElse(BigDecimal.ZERO)),
        callsOfUnknownCost + (priced ? 0 : 1),
        callsOfUnknownTokens);
  }

  public Spending plus(Spending other) {
    return new Spending(
        calls + other.calls,
        usage.plus(other.usage),
        knownUsd.add(other.knownUsd),
        callsOfUnknownCost + other.callsOfUnknownCost,
        callsOfUnknownTokens + other.callsOfUnknownTokens);
  }

  /** All tokens, of prompts and replies. */
  public long tokens() {
    return usage.prompt() + usage.output();
  }
}
