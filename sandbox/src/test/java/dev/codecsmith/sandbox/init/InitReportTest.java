package dev.codecsmith.sandbox.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class InitReportTest {
  private static InitReport report(int kind, int first, int second) {
    return InitReport.of(
        ByteBuffer.allocate(InitReport.BYTES)
            .order(ByteOrder.nativeOrder())
            .putInt(kind)
            .putInt(first)
            .putInt(second)
            .array());
  }

  @Test
  void anExitCodeIsNeverASignal() {
    assertThat(report(4, 159 << 8, 3)).isEqualTo(new InitReport.Ended(159, 0, 3072));
    assertThat(report(4, 31, 0)).isEqualTo(new InitReport.Ended(159, 31, 0));
    assertThat(report(4, 31 | 0x80, 0))
        .as("with a core")
        .isEqualTo(new InitReport.Ended(159, 31, 0));
    assertThat(report(4, 0, 0)).isEqualTo(new InitReport.Ended(0, 0, 0));
  }

  @Test
  void aFailureNamesItsStep() {
    assertThat(report(2, 9, 12)).isEqualTo(new InitReport.SetUpFailed(InitReport.Step.FILTER, 12));
    assertThat(report(3, 13, 0)).isEqualTo(new InitReport.NotExecuted(13));
    assertThat(report(1, 0, 0)).isEqualTo(new InitReport.Started());
  }

  @Test
  void thatAProgramCannotBeExecutedIsTheMachinesFaultWhereItHasRunOut() {
    assertThat(new InitReport.NotExecuted(11).lacking()).contains("processes");
    assertThat(new InitReport.NotExecuted(12).lacking()).contains("memory");
    assertThat(new InitReport.NotExecuted(23).lacking()).contains("open files");
    for (int ofTheFile : new int[] {2, 5, 7, 8, 13, 20, 22, 40, 80}) {
      assertThat(new InitReport.NotExecuted(ofTheFile).lacking()).isEmpty();
    }
  }

  @Test
  void whatIsNoRecordIsRefused() {
    assertThatThrownBy(() -> report(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
