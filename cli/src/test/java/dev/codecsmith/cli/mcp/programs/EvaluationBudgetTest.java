package dev.codecsmith.cli.mcp.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationBudgetTest {
  @Test
  void theEvaluationThatExceedsTheCpuTimeIsTheLastOne() throws Exception {
    EvaluationBudget budget = new EvaluationBudget(5, Optional.of(10.0));
    budget.check();
    budget.spent(9);
    assertThat(budget.left())
        .isEqualTo("4 of 5 evaluations are left, and 1.0 of 10.0 s of CPU time.");
    budget.check();
    budget.spent(4);
    assertThatThrownBy(budget::check)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is used up: 3 of 5 evaluations are left, and 0.0 of 10.0 s");
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new EvaluationBudget(-1, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EvaluationBudget(1, Optional.of(0.0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
