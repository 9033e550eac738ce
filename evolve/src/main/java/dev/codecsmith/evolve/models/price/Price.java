package dev.codecsmith.evolve.models.price;

import dev.codecsmith.evolve.models.TokenUsage;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a model's tokens cost, in dollars per million tokens.
 *
 * @param model the model's exact name, or a pattern with {@code *} for any characters. A name
 *     matches with and without its release date ({@code -20251101} or {@code -2025-11-01})
 * @param upToPromptTokens this price holds for prompts of at most so many tokens, cached ones
 *     counted; empty for any
 * @param input prompt tokens read afresh
 * @param cachedInput prompt tokens from the cache
 * @param cacheWrite prompt tokens put into the cache
 * @param output tokens written
 */
public record Price(
    String model,
    OptionalLong upToPromptTokens,
    BigDecimal input,
    BigDecimal cachedInput,
    BigDecimal cacheWrite,
    BigDecimal output) {

  private static final Pattern RELEASE_DATE = Pattern.compile("-(\\d{8}|\\d{4}-\\d{2}-\\d{2})$");
  private static final int MILLION_DIGITS = 6;

  public Price {
    if (input.signum() < 0
        || cachedInput.signum() < 0
        || cacheWrite.signum() < 0
        || output.signum() < 0) {
      throw new IllegalArgumentException("the price of " + model + " is negative");
    }
  }

  /** Whether this price is the one for such a call. */
  boolean applies(String name, TokenUsage usage) {
    boolean fits = upToPromptTokens.isEmpty() || usage.prompt() <= upToPromptTokens.getAsLong();
    return fits && (matches(name) || matches(RELEASE_DATE.matcher(name).replaceFirst("")));
  }

  /** Exact dollars, no rounding. */
  public BigDecimal of(TokenUsage usage) {
    return times(input, usage.input())
        .add(times(cachedInput, usage.cachedInput()))
        .add(times(cacheWrite, usage.cacheWrite()))
        .add(times(output, usage.output()))
        .movePointLeft(MILLION_DIGITS);
  }

  private boolean matches(String name) {
    StringBuilder regex = new StringBuilder();
    for (String piece : model.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(piece));
    }
    return Pattern.matches(regex.toString(), name);
  }

  private static BigDecimal times(BigDecimal price, long tokens) {
    return price.multiply(BigDecimal.valueOf(tokens));
  }
}
