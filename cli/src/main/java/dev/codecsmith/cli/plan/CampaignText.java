package dev.codecsmith.cli.plan;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Texts of campaign files that a program changes. */
public final class CampaignText {
  private CampaignText() {}

  /**
   * The text with another budget; what is empty stays as it was. Comments do not stay.
   *
   * @param iterations how many in all
   * @param usd dollars for models in all
   * @param tokens of models in all
   * @throws IllegalArgumentException with a sentence if it is no campaign file
   */
  public static String withBudget(
      String yaml, OptionalInt iterations, Optional<BigDecimal> usd, OptionalLong tokens) {
    Map<Object, Object> keys = new LinkedHashMap<>(keys(yaml));
    iterations.ifPresent(many -> keys.put("iterations", many));
    usd.ifPresent(dollars -> keys.put("budget_usd", dollars));
    tokens.ifPresent(many -> keys.put("budget_tokens", many));
    return new Dump(DumpSettings.builder().build()).dumpToString(keys);
  }

  private static Map<?, ?> keys(String yaml) {
    try {
      Object read = new Load(LoadSettings.builder().build()).loadFromString(yaml);
      if (read == null) {
        return Map.of();
      }
      if (read instanceof Map<?, ?> keys) {
        return keys;
      }
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("The campaign's text is no YAML any more.", e);
    }
    throw new IllegalArgumentException("The campaign's text has no keys.");
  }
}
