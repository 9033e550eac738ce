package dev.codecsmith.evolve.models.fake;

/**
 * Token counts to report, the four disjoint as Anthropic counts them.
 *
 * @param input prompt tokens read afresh
 * @param cachedInput prompt tokens from the cache
 * @param cacheWrite prompt tokens put into the cache
 * @param output tokens written
 */
public record FakeTokens(long input, long cachedInput, long cacheWrite, long output) {

  public static final FakeTokens NONE = new FakeTokens(0, 0, 0, 0);

  public FakeTokens plus(FakeTokens other) {
    return new FakeTokens(
        input + other.input,
        cachedInput + other.cachedInput,
        cacheWrite + other.cacheWrite,
        output + other.output);
  }

  FakeTokens withOutput(long tokens) {
    return new FakeTokens(input, cachedInput, cacheWrite, tokens);
  }
}
