package dev.codecsmith.evolve.models;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
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
  private static final AgentUsage UNKNOWN = new AgentUsage(Optional.empty(), Optional.empty());

  /** Reads the file; without one, or with one that is no such object, all is unknown. */
  static AgentUsage read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return UNKNOWN;
    }
    try {
      JsonNode root = ModelJson.MAPPER.readTree(Files.readAllBytes(file));
      JsonNode cost = root.path("cost_usd");
      return new AgentUsage(
          root.has("input") || root.has("output")
              ? Optional.of(
                  new TokenUsage(
                      root.path("input").asLong(0),
                      root.path("cached_input").asLong(0),
                      root.path("cache_write").asLong(0),
                      root.path("output").asLong(0)))
              : Optional.empty(),
          cost.isNumber() && cost.decimalValue().signum() >= 0
              ? Optional.of(cost.decimalValue())
              : Optional.empty());
    } catch (JacksonException | IllegalArgumentException e) {
      return UNKNOWN;
    }
  }
}
