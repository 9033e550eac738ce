package dev.codecsmith.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FanOutTest {
  private static CandidateFault fault(FailureKind kind, String message) {
    return new CandidateFault(kind, ExperimentStatus.ENCODING, message);
  }

  private static boolean isSlow(CandidateFault fault) {
    return fault.failure().kind() == FailureKind.OUT_OF_TIME;
  }

  @Test
  void oneFaultThatCanBeBorneLeavesTheOthersTheirResults() throws Exception {
    FanOut.Outcome<Integer> outcome =
        FanOut.bearing(
            FanOutTest::isSlow,
            List.of(
                () -> 1,
                () -> {
                  throw fault(FailureKind.OUT_OF_TIME, "slow");
                },
                () -> 3));
    assertThat(outcome.results()).containsExactly(Optional.of(1), Optional.empty(), Optional.of(3));
    assertThat(outcome.fault().orElseThrow()).hasMessage("slow");
  }

  @Test
  void ofTwoTheFirstInOrderIsToldWhicheverCameFirst() {
    CountDownLatch secondFailed = new CountDownLatch(1);
    assertThatThrownBy(() ->
            FanOut.bearing(
                FanOutTest::isSlow,
                List.<FanOut.Task<Integer>>of(
                    () -> {
                      secondFailed.await();
                      throw fault(FailureKind.OUT_OF_TIME, "first");
                    },
                    () -> {
                      secondFailed.countDown();
                      throw fault(FailureKind.OUT_OF_TIME, "second");
                    })))
        .hasMessage("first");
  }

  @Test
  void anotherFaultEndsTheOthers() {
    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(() ->
            FanOut.bearing(
                FanOutTest::isSlow,
                List.<FanOut.Task<Integer>>of(
                    () -> {
                      throw fault(FailureKind.CRASHED, "crashed");
                    },
                    () -> {
                      never.await();
                      return 1;
                    })))
        .hasMessage("crashed");
  }
}
