package dev.codecsmith.evolve.models.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.codecsmith.evolve.models.Heard;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    Path pid = folder.resolve("pid");

    ModelException failure =
        failure(shell("sleep 1000 & echo $! > pid; wait", Duration.ofSeconds(2)));

    assertThat(failure).hasMessageContaining("within 2.0 s and was killed");
    long child = Long.parseLong(Files.readString(pid).strip());
    ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
    assertThat(ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false)).isFalse();
  }

  @Test
  void childThatHoldsTheOutputOpenDoesNotHoldUpTheReply() throws Exception {
    ModelReply reply =
        shell("echo answer; sleep 1000 & echo $! > pid").ask(ModelRequest.of("", "question"));

    long child = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
    assertThat(reply.text()).isEqualTo("answer\n");
  }

  @Test
  void silentProgramGivesAnEmptyReply() throws Exception {
    assertThat(shell("cat > /dev/null").ask(ModelRequest.of("", "question")).stop())
        .isEqualTo(StopReason.EMPTY);
  }
}
