package dev.codecsmith.metrics.kernel.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmUpTest {

  private static final String PLAIN = "plain";
  private static final String VECTORISED = "vectorised";

  private final WarmUp<String> warmUp = new WarmUp<>(new WarmUp.Budget(), PLAIN, VECTORISED);
  private long plainNanos;
  private long vectorisedNanos;

  /** Makes calls of one unit until it is decided or there were so many. */
  private void call(int calls, long nanosPlain, long nanosVectorised) {
    for (int i = 0; i < calls && warmUp.undecided(); i++) {
      String kernel = warmUp.next();
      if (kernel.equals(PLAIN)) {
        plainNanos += nanosPlain;
        warmUp.took(kernel, nanosPlain, 1);
      } else {
        vectorisedNanos += nanosVectorised;
        warmUp.took(kernel, nanosVectorised, 1);
      }
    }
  }

  @Test
  void theVectorisedLoopTakesOverOnceItIsFaster() {
    call(20_000, 1_000, 100_000);
    assertThat(warmUp.phase()).isEqualTo(WarmUp.Phase.WARMING);
    assertThat(warmUp.winner()).isEqualTo(PLAIN);
    call(2_000, 1_000, 100);
    assertThat(warmUp.phase()).isEqualTo(WarmUp.Phase.VECTORISED);
    assertThat(warmUp.winner()).isEqualTo(VECTORISED);
  }

  @Test
  void warmingUpCostsHalfOfTheTimeAtMost() {
    call(200_000, 1_000, 100_000);
    assertThat(vectorisedNanos).isLessThanOrEqualTo(plainNanos + 100_000).isPositive();
  }

  @Test
  void aVectorisedLoopThatNeverGetsFasterIsGivenUp() {
    call(100_000_000, 1_000_000, 2_000_000);
    assertThat(warmUp.phase()).isEqualTo(WarmUp.Phase.PLAIN);
    assertThat(warmUp.winner()).isEqualTo(PLAIN);
  }
}
