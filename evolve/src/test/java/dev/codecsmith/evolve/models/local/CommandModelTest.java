package dev.codecsmith.evolve.models.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.codecsmith.evolve.models.Heard;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandModelTest {
  private final Heard heard = new Heard();
  @TempDir Path folder;

  private CommandModel shell(String script, Duration deadline) {
    return new CommandModel(
        "mine",
        List.of("sh", "-c", script),
        folder,
        deadline,
        CallPolicy.defaults().telling(heard));
  }

  private CommandModel shell(String script) {
    return shell(script, Duration.ofMinutes(1));
  }

  private ModelException failure(CommandModel model) {
    return catchThrowableOfType(
        ModelException.class, () -> model.ask(ModelRequest.of("system", "question")));
  }

  @Test
  void promptComesOnStandardInputAndTheReplyOnStandardOutput() throws Exception {
    ModelReply reply = shell("cat; echo; echo done").ask(ModelRequest.of("system", "frage: ä€"));

    assertThat(reply.text()).isEqualTo("system\n\nfrage: ä€\ndone\n");
    assertThat(reply.stop()).isEqualTo(StopReason.COMPLETE);
    assertThat(reply.usage()).isEmpty();
    assertThat(reply.costUsd()).isEmpty();
    assertThat(heard.warnings()).hasSize(1);
  }

  @Test
  void aCostThatIsExpectedToBeUnknownIsNoNews() throws Exception {
    ModelReply reply =
        new CommandModel(
                "mine",
                List.of("cat"),
                Path.of("."),
                Duration.ofMinutes(1),
                CallPolicy.defaults().telling(heard).expectingUnknownCost())
            .ask(ModelRequest.of("system", "question"));

    assertThat(reply.costUsd()).isEmpty();
    assertThat(heard.warnings()).isEmpty();
  }

  @Test
  void longPromptAndLongReplyDoNotBlockEachOther() throws Exception {
    String megabyte = "0123456789abcdef".repeat(1 << 16);

    ModelReply reply = shell("cat; cat /dev/null").ask(ModelRequest.of("", megabyte));

    assertThat(reply.text()).isEqualTo(megabyte);
  }

  @Test
  void programThatDoesNotReadItsInputIsHeardAllTheSame() throws Exception {
    ModelReply reply = shell("echo answer").ask(ModelRequest.of("", "x".repeat(1 << 20)));

    assertThat(reply.text()).isEqualTo("answer\n");
  }

  @Test
  void failureNamesExitCodeAndTheEndOfStandardError() {
    ModelException failure =
        failure(shell("i=0; while [ $i -lt 3000 ]; do echo line $i >&2; i=$((i+1)); done; exit 3"));

    assertThat(failure.kind()).isEqualTo(Kind.COMMAND_FAILED);
    assertThat(failure)
        .hasMessageContaining("exit code 3")
        .hasMessageContaining("line 2999")
        .hasMessageNotContaining("line 100\n");
    assertThat(failure.getMessage()).hasSizeLessThan(5_000);
    assertThat(heard.retries()).isEmpty();
  }

  @Test
  void missingProgramIsNamed() {
    ModelException failure =
        failure(
            new CommandModel(
                "mine",
                List.of("no-such-program-here"),
                folder,
                Duration.ofMinutes(1),
                CallPolicy.defaults()));

    assertThat(failure.kind()).isEqualTo(Kind.COMMAND_MISSING);
    assertThat(failure).hasMessageContaining("no-such-program-here");
  }

  @Test
  void programThatTakesTooLongIsKilledWithItsChildren() throws Exception {
    ModelException failure = failure(shell("sleep 1000 & wait", Duration.ofMillis(500)));

    assertThat(failure).hasMessageContaining("within 0.5 s and was killed");
    // However far it had come by then. Nothing else works in this folder.
    while (ProcessHandle.allProcesses().anyMatch(this::worksHere)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private boolean worksHere(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
          .equals(folder.toRealPath());
    } catch (IOException goneOrAnothers) {
      return false;
    }
  }

  @Test
  void anInterruptEndsTheCallAndAllThatItRuns() throws Exception {
    Path pid = folder.resolve("pid");
    FutureTask<ModelReply> call =
        new FutureTask<>(() ->
            shell("sleep 1000 & echo $! > part; mv part pid; wait")
                .ask(ModelRequest.of("", "question")));
    Thread asking = Thread.ofPlatform().daemon().start(call);
    while (Files.notExists(pid) && !call.isDone()) {
      LockSupport.parkNanos(1_000_000);
    }

    asking.interrupt();

    assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
    awaitEnd(pid);
  }

  @Test
  void whatAChildWritesAfterTheCommandHasEndedBelongsToTheReply() throws Exception {
    // The child begins once its parent has been reaped.
    ModelReply reply =
        shell(
                "(while kill -0 $$ 2> /dev/null; do :; done; seq 20000 | while read n; do echo $n; done) & echo first")
            .ask(ModelRequest.of("", "question"));

    assertThat(reply.text().lines().toList()).hasSize(20_001).startsWith("first").endsWith("20000");
  }

  @Test
  void aReplyWhoseEndIsNotReachedIsNoReplyAndWhoHeldItIsKilled() throws Exception {
    ModelException failure =
        failure(
            new CommandModel(
                "mine",
                List.of("sh", "-c", "echo half; sleep 1000 & echo $! > pid"),
                folder,
                Duration.ofMinutes(1),
                Duration.ofMillis(300),
                CallPolicy.defaults()));

    assertThat(failure.kind()).isEqualTo(Kind.COMMAND_FAILED);
    assertThat(failure)
        .hasMessageContaining("0.3 s later a process that it had started still held")
        .hasMessageContaining("the end of its reply is not known");
    awaitEnd(folder.resolve("pid"));
  }

  @Test
  void whatACommandLeavesRunningIsKilledWithAWholeReplyAsWell() throws Exception {
    ModelReply reply =
        shell("sleep 1000 > /dev/null 2>&1 & echo $! > pid; echo answer")
            .ask(ModelRequest.of("", "question"));

    assertThat(reply.text()).isEqualTo("answer\n");
    awaitEnd(folder.resolve("pid"));
  }

  @Test
  void aCommandThatFailsIsNotWaitedForByWhatItLeavesRunning() throws Exception {
    ModelException failure = failure(shell("sleep 1000 & echo $! > pid; echo why >&2; exit 3"));

    assertThat(failure).hasMessageContaining("exit code 3").hasMessageContaining("«why»");
    awaitEnd(folder.resolve("pid"));
  }

  @Test
  void aReplyThatIsTooLongIsRefused() {
    assertThat(failure(shell("head -c 16777217 /dev/zero")))
        .hasMessageContaining("longer than 16 MiB");
  }

  private static void awaitEnd(Path pid) throws Exception {
    long child = Long.parseLong(Files.readString(pid).strip());
    ProcessHandle.of(child)
        .ifPresent(handle -> handle.onExit().orTimeout(1, TimeUnit.MINUTES).join());
    assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void silentProgramGivesAnEmptyReply() throws Exception {
    assertThat(shell("cat > /dev/null").ask(ModelRequest.of("", "question")).stop())
        .isEqualTo(StopReason.EMPTY);
  }
}
