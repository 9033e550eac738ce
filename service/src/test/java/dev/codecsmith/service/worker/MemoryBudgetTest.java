package dev.codecsmith.service.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private final MemoryBudget memory = new MemoryBudget(100);

  @Test
  void moreThanIsLeftIsNotGiven() {
    MemoryBudget.Share share = memory.take(60).orElseThrow();
    assertThat(memory.take(41)).isEmpty();
    assertThat(memory.take(40)).isPresent();
    share.close();
    assertThat(memory.take(61)).isEmpty();
    assertThat(memory.free()).isEqualTo(60);
  }

  @Test
  void aShareIsGivenBackOnceAndNeverGrows() {
    MemoryBudget.Share share = memory.take(60).orElseThrow();
    share.keep(20);
    assertThat(memory.free()).isEqualTo(80);
    share.keep(50);
    assertThat(memory.free()).isEqualTo(80);
    share.close();
    share.close();
    assertThat(memory.free()).isEqualTo(100);
  }
}
