package dev.codecsmith.cli.mcp.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EvaluationBudgetTest {
  @Test
  void theEvaluationThatExceedsTheCpuTimeIsTheLastOne() throws Exception {
    EvaluationBudget budget = new EvaluationBudget(10, OptionalInt.empty());
    budget.check();
    budget.spent(9 * 60);
    assertThat(budget.left()).isEqualTo("1.0 of 10.0 min of CPU time are left.");
    budget.check();
    budget.spent(4 * 60);
    assertThatThrownBy(budget::check)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is used up: 0.0 of 10.0 min");
  }

  @Test
  void callsAreASecondLimit() throws Exception {
    EvaluationBudget budget = new EvaluationBudget(10, OptionalInt.of(2));
    budget.spent(6);
    assertThat(budget.left())
        .isEqualTo("9.9 of 10.0 min of CPU time and 1 of 2 evaluations are left.");
    budget.check();
    budget.spent(0);
    assertThatThrownBy(budget::check).hasMessageContaining("and 0 of 2 evaluations are left.");
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new EvaluationBudget(-1, OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EvaluationBudget(Double.NaN, OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EvaluationBudget(1, OptionalInt.of(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
