package dev.codecsmith.evolve.models.price;

import dev.codecsmith.evolve.models.ModelJson;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.sandbox.host.ResourceFiles;
import dev.codecsmith.sandbox.program.JsonFaults;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;

/**
 * The price list: the first entry that matches a model and the length of its prompt counts. A model
 * that nothing matches has no known cost, which is said and never taken for zero.
 *
 * <p>The file is JSON: {@code {"prices": [{"model": "name or pattern", "input": 3, "cached_input":
 * 0.3, "cache_write": 3.75, "output": 15, "up_to_prompt_tokens": 200000}]}} in dollars per million
 * tokens. {@code cached_input} and {@code cache_write} default to {@code input}; {@code
 * up_to_prompt_tokens} may be left out.
 */
public final class Prices {
  private static final String BUILT_IN = "prices.json";

  private final List<Price> entries;

  private Prices(List<Price> entries) {
    this.entries = List.copyOf(entries);
  }

  /** The list that ships: makers' list prices for standard service, as of the date in the file. */
  public static Prices builtIn() {
    return new Prices(
        parse(ModelJson.MAPPER.readTree(ResourceFiles.bytes(Prices.class, BUILT_IN))));
  }

  /** No price is known for anything. */
  public static Prices none() {
    return new Prices(List.of());
  }

  /**
   * This list with a user's file before it.
   *
   * @throws IOException when the file cannot be read or an entry is wrong, naming it
   */
  public Prices overriddenBy(Path file) throws IOException {
    try {
      return overriddenBy(
          parse(
              ModelJson.MAPPER
                  .reader()
                  .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                  .readTree(Files.readAllBytes(file))));
    } catch (JacksonException e) {
      throw new IOException(JsonFaults.sentence("The price file " + file, e), e);
    } catch (IllegalArgumentException e) {
      throw new IOException("The price file %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** This list with other entries before it. */
  public Prices overriddenBy(List<Price> first) {
    List<Price> all = new ArrayList<>(first);
    all.addAll(entries);
    return new Prices(all);
  }

  /** Exact dollars of one attempt, empty when no price is known for it. */
  public Optional<BigDecimal> costUsd(String model, TokenUsage usage) {
    return entries.stream()
        .filter(price -> price.applies(model, usage))
        .findFirst()
        .map(price -> price.of(usage));
  }

  private static List<Price> parse(JsonNode file) {
    JsonNode list = file.path("prices");
    if (!list.isArray()) {
      throw new IllegalArgumentException("there is no list \"prices\"");
    }
    List<Price> entries = new ArrayList<>();
    for (JsonNode entry : list) {
      entries.add(entry(entry));
    }
    return entries;
  }

  private static Price entry(JsonNode entry) {
    String model = entry.path("model").asString("");
    if (model.isBlank()) {
      throw new IllegalArgumentException("the entry " + entry + " names no \"model\"");
    }
    OptionalLong upTo = OptionalLong.empty();
    BigDecimal input = null;
    BigDecimal cachedInput = null;
    BigDecimal cacheWrite = null;
    BigDecimal output = null;
    for (Map.Entry<String, JsonNode> field : entry.properties()) {
      JsonNode value = field.getValue();
      if (!field.getKey().equals("model") && !value.isNumber()) {
        throw new IllegalArgumentException(
            "\"%s\" of %s is not a number".formatted(field.getKey(), model));
      }
      switch (field.getKey()) {
        case "model" -> {}
        case "input" -> input = value.decimalValue();
        case "cached_input" -> cachedInput = value.decimalValue();
        case "cache_write" -> cacheWrite = value.decimalValue();
        case "output" -> output = value.decimalValue();
        case "up_to_prompt_tokens" -> upTo = OptionalLong.of(value.asLong());
        default ->
            throw new IllegalArgumentException(
                "\"%s\" of %s is not a field of a price".formatted(field.getKey(), model));
      }
    }
    if (input == null || output == null) {
      throw new IllegalArgumentException(
          "the entry for %s needs \"input\" and \"output\"".formatted(model));
    }
    return new Price(
        model,
        upTo,
        input,
        cachedInput == null ? input : cachedInput,
        cacheWrite == null ? input : cacheWrite,
        output);
  }
}
