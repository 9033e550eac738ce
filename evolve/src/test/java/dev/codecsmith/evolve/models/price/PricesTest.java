package dev.codecsmith.evolve.models.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.models.TokenUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricesTest {
  private static final TokenUsage MILLION_EACH =
      new TokenUsage(1_000_000, 1_000_000, 1_000_000, 1_000_000);

  @Test
  void everyKindOfTokenHasItsOwnPrice() {
    assertThat(cost("claude-opus-5-5", new TokenUsage(1_000_000, 0, 0, 0))).isEqualTo("4");
    assertThat(cost("claude-opus-5-5", new TokenUsage(0, 1_000_000, 0, 0))).isEqualTo("0.2");
    assertThat(cost("claude-opus-5-5", new TokenUsage(0, 0, 1_000_000, 0))).isEqualTo("5");
    assertThat(cost("claude-opus-5-5", new TokenUsage(0, 0, 0, 1_000_000))).isEqualTo("20");
  }

  @Test
  void singleTokensAreCountedExactly() {
    assertThat(cost("claude-haiku-4-5", new TokenUsage(1, 1, 1, 1))).isEqualTo("0.00000735");
  }

  @Test
  void releaseDateDoesNotChangeThePrice() {
    assertThat(cost("claude-opus-4-5-20251101", MILLION_EACH))
        .isEqualTo(cost("claude-opus-4-5", MILLION_EACH));
    assertThat(cost("gpt-6-sol-2026-09-22", new TokenUsage(1_000, 0, 0, 0))).isEqualTo("0.002");
  }

  @Test
  void newerModelIsNotTakenForAnOlderOneWhoseNameItBeginsWith() {
    assertThat(Prices.builtIn().costUsd("claude-opus-5-7", MILLION_EACH)).isEmpty();
    assertThat(Prices.builtIn().costUsd("claude-opus-4-5-fast", MILLION_EACH)).isEmpty();
  }

  @Test
  void longPromptsHaveAPriceOfTheirOwn() {
    assertThat(cost("claude-haiku-5-5", new TokenUsage(60_000, 40_000, 0, 0))).isEqualTo("0.0064");
    assertThat(cost("claude-haiku-5-5", new TokenUsage(60_001, 40_000, 0, 0)))
        .isEqualTo("0.0320005");
  }

  @Test
  void promptLongerThanAnyKnownPriceHasNoKnownCost() {
    assertThat(Prices.builtIn().costUsd("gpt-6-astra", new TokenUsage(272_001, 0, 0, 1))).isEmpty();
  }

  @Test
  void usersFileComesFirst(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("prices.json");
    Files.writeString(
        file,
        """
        {"prices": [{"model": "claude-opus-5-5", "input": 1, "output": 2},
                    {"model": "qwen*:32b", "input": 0, "output": 0}]}
        """);
    Prices prices = Prices.builtIn().overriddenBy(file);

    assertThat(prices.costUsd("claude-opus-5-5", MILLION_EACH))
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("5"));
    assertThat(prices.costUsd("qwen3-coder:32b", MILLION_EACH))
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("0"));
    assertThat(prices.costUsd("qwen3-coder:7b", MILLION_EACH)).isEmpty();
    assertThat(prices.costUsd("claude-opus-5", MILLION_EACH)).isPresent();
  }

  @Test
  void keyThatStandsTwiceIsToldWithFileAndLine(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("prices.json"),
            "{\"prices\": [{\"model\": \"m\", \"output\": 1, \"input\": 1,\n\"input\": 2}]}");
    assertThatThrownBy(() -> Prices.builtIn().overriddenBy(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + ", line 2")
        .hasMessageContaining("the key \"input\" stands here a second time");
  }

  @Test
  void mistakeInTheUsersFileIsNamed(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> read(folder, "{\"prices\": [{\"model\": \"m\", \"input\": 1}]}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("prices.json")
        .hasMessageContaining("the entry for m needs");
    assertThatThrownBy(() -> read(folder, "{\"prices\": [{\"model\": \"m\", \"inputs\": 1}]}"))
        .hasMessageContaining("\"inputs\" of m");
    assertThatThrownBy(
            () -> read(folder, "{\"prices\": [{\"model\": \"m\", \"input\": -1, \"output\": 1}]}"))
        .hasMessageContaining("negative");
    assertThatThrownBy(() -> read(folder, "{\"prices\": [{\"model\": \"m\", "))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("prices.json");
    assertThatThrownBy(() -> Prices.none().overriddenBy(folder.resolve("missing.json")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing.json");
  }

  private static Prices read(Path folder, String json) throws IOException {
    Path file = folder.resolve("prices.json");
    Files.writeString(file, json);
    return Prices.none().overriddenBy(file);
  }

  private static String cost(String model, TokenUsage usage) {
    Optional<BigDecimal> cost = Prices.builtIn().costUsd(model, usage);
    return cost.orElseThrow().stripTrailingZeros().toPlainString();
  }
}
