package dev.codecsmith.dashboard.actions;

import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.store.json.Json;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A new budget as JSON: {@code iterations}, {@code usd}, {@code tokens}, each of them or not. */
record BudgetRequest(OptionalInt iterations, Optional<BigDecimal> usd, OptionalLong tokens) {
  private static final Set<String> KEYS = Set.of("iterations", "usd", "tokens");

  static BudgetRequest read(byte[] body) throws BadRequestException {
    JsonNode json = parsed(body);
    if (!json.isObject() || json.isEmpty() || !KEYS.containsAll(json.propertyNames())) {
      throw new BadRequestException(
          "A budget is a JSON object with iterations, usd or tokens, or some of them.");
    }
    Optional<Integer> iterations = whole(json, "iterations", Integer.MAX_VALUE).map(Long::intValue);
    Optional<Long> tokens = whole(json, "tokens", Long.MAX_VALUE);
    return new BudgetRequest(
        iterations.map(OptionalInt::of).orElseGet(OptionalInt::empty),
        dollars(json),
        tokens.map(OptionalLong::of).orElseGet(OptionalLong::empty));
  }

  Action.NewBudget of(String campaign) {
    return new Action.NewBudget(campaign, iterations, usd, tokens);
  }

  private static JsonNode parsed(byte[] body) throws BadRequestException {
    try {
      return Json.mapper().readTree(body);
    } catch (JacksonException _) {
      throw new BadRequestException("The budget is no JSON.");
    }
  }

  private static Optional<Long> whole(JsonNode json, String key, long most)
      throws BadRequestException {
    if (!json.has(key)) {
      return Optional.empty();
    }
    JsonNode value = json.path(key);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < 1
        || value.longValue() > most) {
      throw new BadRequestException(key + " is a whole number from 1.");
    }
    return Optional.of(value.longValue());
  }

  private static Optional<BigDecimal> dollars(JsonNode json) throws BadRequestException {
    if (!json.has("usd")) {
      return Optional.empty();
    }
    JsonNode value = json.path("usd");
    if (!value.isNumber() || value.decimalValue().signum() <= 0) {
      throw new BadRequestException("usd is a number of dollars above 0.");
    }
    return Optional.of(value.decimalValue());
  }
}
