package dev.codecsmith.evolve.models.budget;

import dev.codecsmith.evolve.models.calls.Spending;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the models of a campaign may take in all its runs together. No call begins once the budget
 * is spent; the call that crosses the line is finished and used.
 *
 * @param usd dollars; empty for any
 * @param tokens tokens, prompts and replies together; empty for any
 */
public record Budget(Optional<BigDecimal> usd, OptionalLong tokens) {

  public static final Budget UNLIMITED = new Budget(Optional.empty(), OptionalLong.empty());

  public Budget {
    if (usd.filter(dollars -> dollars.signum() <= 0).isPresent()
        || (tokens.isPresent() && tokens.getAsLong() < 1)) {
      throw new IllegalArgumentException("A budget must be above 0.");
    }
  }

  /** Why no further call may begin, in a sentence; empty while one may. */
  public Optional<String> exceededBy(Spending spent) {
    if (usd.isPresent() && spent.callsOfUnknownCost() > 0) {
      return Optional.of(
          "The cost of %d model calls is unknown, so a budget in dollars cannot be kept. Give the model's price in a price file, or a budget in tokens."
              .formatted(spent.callsOfUnknownCost()));
    }
    if (usd.isPresent() && spent.knownUsd().compareTo(usd.get()) >= 0) {
      return Optional.of(
          "The budget of $%s is spent: model calls cost $%s. The same command with a greater budget goes on."
              .formatted(usd.get().toPlainString(), spent.knownUsd().toPlainString()));
    }
    if (tokens.isPresent() && spent.tokens() >= tokens.getAsLong()) {
      return Optional.of(
          "The budget of %d tokens is spent: model calls took %d. The same command with a greater budget goes on."
              .formatted(tokens.getAsLong(), spent.tokens()));
    }
    return Optional.empty();
  }
}
