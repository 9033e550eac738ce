package dev.codecsmith.evolve.models.agent;

import dev.codecsmith.evolve.models.ModelJson;
import dev.codecsmith.evolve.models.TokenUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What an agent says it used, in a file such as {@code {"input": 1200, "cached_input": 0,
 * "cache_write": 0, "output": 300, "cost_usd": 0.01}}; each may be left out.
 *
 * @param tokens present if the file names input or output
 * @param costUsd present if the file names it
 */
record AgentUsage(Optional<TokenUsage> tokens, Optional<BigDecimal> costUsd) {
  private static final int MOST_BYTES = 64 << 10;
  private static final long MOST_TOKENS = 1_000_000_000_000L;
  private static final BigDecimal MOST_USD = new BigDecimal("1e6");
  private static final int MOST_DECIMALS = 12;

  private static final AgentUsage UNKNOWN = new AgentUsage(Optional.empty(), Optional.empty());

  /**
   * Reads the file; without one, or with one that is no such object, all is unknown, as is a figure
   * that no use can have.
   */
  static AgentUsage read(Path file) throws IOException {
    Optional<byte[]> json = WorkspaceFile.read(file, MOST_BYTES);
    if (json.isEmpty()) {
      return UNKNOWN;
    }
    try {
      JsonNode root = ModelJson.MAPPER.readTree(json.get());
      return new AgentUsage(
          root.has("input") || root.has("output")
              ? Optional.of(
                  new TokenUsage(
                      tokens(root, "input"),
                      tokens(root, "cached_input"),
                      tokens(root, "cache_write"),
                      tokens(root, "output")))
              : Optional.empty(),
          Optional.of(root.path("cost_usd"))
              .filter(JsonNode::isNumber)
              .map(JsonNode::decimalValue)
              .filter(AgentUsage::isCost));
    } catch (JacksonException | IllegalArgumentException e) {
      return UNKNOWN;
    }
  }

  private static long tokens(JsonNode root, String name) {
    long tokens = root.path(name).asLong(0);
    if (tokens > MOST_TOKENS) {
      throw new IllegalArgumentException(name);
    }
    return tokens;
  }

  /** Sums of other numbers might need more digits than there is memory. */
  private static boolean isCost(BigDecimal usd) {
    return usd.signum() >= 0
        && usd.compareTo(MOST_USD) <= 0
        && usd.scale() <= MOST_DECIMALS
        && usd.scale() >= -MOST_DECIMALS;
  }
}
