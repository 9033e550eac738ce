package dev.codecsmith.sandbox.java;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.RunUsage;
import dev.codecsmith.sandbox.SandboxRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CompilerProcessTest {

  @Test
  void aCompilerWhoseLimitsCannotBeHeldIsStoppedAndNobodysFaultButTheMachines() throws Exception {
    try (CompilerProcess compiler =
        new CompilerProcess(new Unmeasured(), Limits.defaults(), List.of())) {
      assertThatThrownBy(() -> compiler.compile(Map.of("A.java", "class A {}")))
          .isInstanceOf(InfrastructureException.class)
          .hasMessageContaining("limits could not be held");
    }
  }

  /** A compiler that never answers and whose use cannot be read by the thread that holds limits. */
  private static final class Unmeasured implements SandboxRun {
    private final Thread caller = Thread.currentThread();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final PipedOutputStream said = new PipedOutputStream();
    private final PipedInputStream output;

    Unmeasured() throws Exception {
      output = new PipedInputStream(said);
    }

    @Override
    public InputStream standardOutput() {
      return output;
    }

    @Override
    public RunUsage usage() {
      if (Thread.currentThread() != caller) {
        throw new StackOverflowError();
      }
      return RunUsage.UNKNOWN;
    }

    @Override
    public void stop() {
      try {
        said.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      stopped.countDown();
    }

    @Override
    public RunResult await() throws InterruptedException {
      stopped.await();
      return new RunResult(
          new RunOutcome.Stopped(),
          Duration.ZERO,
          Duration.ZERO,
          0,
          "",
          Limits.defaults(),
          List.of());
    }

    @Override
    public void close() {
      stop();
    }
  }
}
