package dev.codecsmith.evolve.models;

/**
 * Tokens as the server counted them; the four counts are disjoint.
 *
 * @param input prompt tokens read afresh
 * @param cachedInput prompt tokens taken from the server's cache
 * @param cacheWrite prompt tokens read afresh and put into the cache
 * @param output tokens written, thinking included
 */
public record TokenUsage(long input, long cachedInput, long cacheWrite, long output) {

  public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0);

  public TokenUsage {
    if (input < 0 || cachedInput < 0 || cacheWrite < 0 || output < 0) {
      throw new IllegalArgumentException(
          "token counts cannot be negative: %d %d %d %d"
              .formatted(input, cachedInput, cacheWrite, output));
    }
  }

  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(
        input + other.input,
        cachedInput + other.cachedInput,
        cacheWrite + other.cacheWrite,
        output + other.output);
  }

  /** All tokens of the prompt, cached or not. */
  public long prompt() {
    return input + cachedInput + cacheWrite;
  }
}
