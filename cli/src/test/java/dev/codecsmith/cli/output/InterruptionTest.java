package dev.codecsmith.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A command that its user ends says so, whatever its work made of that. */
class InterruptionTest {
  private final StringWriter said = new StringWriter();
  private final PrintWriter errors = new PrintWriter(said);

  @Test
  void workThatFailsBecauseItsUserEndedItIsStopped() throws Exception {
    Thread end;
    try (Interruption interruption = Interruption.ofThisThread()) {
      end = Thread.ofVirtual().unstarted(interruption::interrupt);
      int exit =
          interruption.stopped(
              errors,
              "Stopped.",
              () -> {
                end.start();
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  throw new IOException("the channel is closed", e);
                }
                return 0;
              });
      assertThat(exit).isEqualTo(Interruption.EXIT_CODE);
    }
    end.join();
    assertThat(said).hasToString("Stopped." + System.lineSeparator());
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void workThatIsInterruptedIsStopped() throws Exception {
    assertThat(
            Interruption.stopping(
                errors,
                "Stopped.",
                () -> {
                  throw new InterruptedException();
                }))
        .isEqualTo(Interruption.EXIT_CODE);
    assertThat(said).hasToString("Stopped." + System.lineSeparator());
  }

  @Test
  void aFaultThatNobodyAskedForIsTold() throws Exception {
    assertThatThrownBy(() ->
            Interruption.stopping(
                errors,
                "Stopped.",
                () -> {
                  throw new IOException("the disk is full");
                }))
        .hasMessage("the disk is full");
    assertThat(Interruption.stopping(errors, "Stopped.", () -> 7)).isEqualTo(7);
    assertThat(said).hasToString("");
  }
}
