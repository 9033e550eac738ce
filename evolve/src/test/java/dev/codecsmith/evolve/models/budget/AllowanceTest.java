package dev.codecsmith.evolve.models.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.models.Attempt;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.models.calls.Calls;
import dev.codecsmith.evolve.models.calls.MemoryCallLog;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private static final Attempt FIFTY_TOKENS =
      new Attempt(
          1,
          Duration.ZERO,
          Optional.of("cut"),
          Optional.of(new TokenUsage(10, 10, 10, 20)),
          Optional.of(new BigDecimal("0.01")),
          Duration.ZERO);

  private final MemoryCallLog log = new MemoryCallLog();

  @Test
  void failedAttemptsOfACallAreAddedToTheCallsBefore() throws Exception {
    log.append(Calls.replied(ModelRequest.of("", "question"), "100 tokens"));
    Allowance tokens = Allowance.of(new Budget(Optional.empty(), OptionalLong.of(150)), log);
    Allowance dollars =
        Allowance.of(new Budget(Optional.of(new BigDecimal("0.02")), OptionalLong.empty()), log);

    assertThat(tokens.exceededBy(List.of())).isEmpty();
    assertThat(tokens.exceededBy(List.of(FIFTY_TOKENS)))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("150", "is spent"));
    assertThat(dollars.exceededBy(List.of(FIFTY_TOKENS))).isEmpty();
    assertThat(dollars.exceededBy(List.of(FIFTY_TOKENS, FIFTY_TOKENS))).isPresent();
  }

  @Test
  void anAttemptOfUnknownPriceEndsABudgetInDollars() {
    Attempt unpriced =
        new Attempt(
            1,
            Duration.ZERO,
            Optional.of("cut"),
            FIFTY_TOKENS.usage(),
            Optional.empty(),
            Duration.ZERO);

    assertThat(
            Allowance.of(new Budget(Optional.of(BigDecimal.TEN), OptionalLong.empty()), log)
                .exceededBy(List.of(unpriced)))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("is unknown"));
  }
}
