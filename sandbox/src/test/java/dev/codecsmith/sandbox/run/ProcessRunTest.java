package dev.codecsmith.sandbox.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.cgroup.ControlGroup;
import dev.codecsmith.sandbox.posix.Child;
import dev.codecsmith.sandbox.posix.Descriptor;
import dev.codecsmith.sandbox.posix.Spawner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of a run when that which watches it fails. */
// A run that is never told of hangs whoever waits for it: that is what these tests would do.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessRunTest {
  private static final String FOREVER = "while :; do sleep 1; done";

  private final List<Child> children = new ArrayList<>();
  private final List<ChildPipes> pipes = new ArrayList<>();

  @AfterEach
  void endAll() {
    children.forEach(Child::close);
    pipes.forEach(ChildPipes::close);
  }

  private ProcessRun.Parts start(String script, ControlGroup group) throws Exception {
    ChildPipes streams = ChildPipes.open(true);
    pipes.add(streams);
    Child child =
        Spawner.spawn(
            "/bin/sh",
            List.of("sh", "-c", script),
            List.of("PATH=/usr/bin:/bin"),
            List.of(streams.childsInput(), streams.childsOutput(), streams.childsError()));
    children.add(child);
    streams.closeChildsEnds();
    Optional<Descriptor> root = Optional.empty();
    return new ProcessRun.Parts(
        child, root, Optional.of(group), streams, System.nanoTime(), List.of(), Optional.empty());
  }

  private static SandboxCommand command() {
    return new SandboxCommand(
        List.of("/bin/sh"),
        List.of(),
        Map.of(),
        "/",
        Limits.defaults().withTime(Duration.ofSeconds(30), Duration.ofSeconds(30)));
  }

  private static boolean isGone(ProcessRun.Parts parts) {
    return Files.notExists(Path.of("/proc", Integer.toString(parts.child().pid())));
  }

  static List<Throwable> whatMayHappen() {
    return List.of(
        new OutOfMemoryError("Java heap space"),
        new StackOverflowError(),
        new AssertionError("a bug"),
        new IllegalStateException("a bug"));
  }

  @ParameterizedTest
  @MethodSource("whatMayHappen")
  void whoeverWaitsHearsOfWhateverEndsTheWatching(Throwable failure) throws Exception {
    FakeGroup group =
        new FakeGroup() {
          @Override
          public OptionalLong heldMemoryBytes() {
            throw unchecked(failure);
          }
        };
    ProcessRun.Parts parts = start(FOREVER, group);
    try (ProcessRun run = ProcessRun.watching(command(), parts)) {
      assertThatThrownBy(run::await)
          .isInstanceOf(
              failure instanceof VirtualMachineError
                  ? InfrastructureException.class
                  : IllegalStateException.class)
          .hasCause(failure);
      // Waiting again says the same.
      assertThatThrownBy(run::await).hasCause(failure);
    }
    assertThat(isGone(parts)).isTrue();
    assertThat(group.closes).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("whatMayHappen")
  void aStepOfTheEndThatFailsKeepsNoOtherFromBeingTaken(Throwable failure) throws Exception {
    FakeGroup group =
        new FakeGroup() {
          @Override
          public synchronized void kill() {
            super.kill();
            throw unchecked(failure);
          }

          @Override
          public synchronized void close() {
            super.close();
            throw unchecked(failure);
          }
        };
    ProcessRun.Parts parts = start("exit 0", group);
    ProcessRun run = ProcessRun.watching(command(), parts);
    assertThatThrownBy(run::await).hasCause(failure);
    run.close();
    assertThat(isGone(parts)).isTrue();
    assertThat(group.closes).isEqualTo(1);
  }

  @Test
  void aRunThatNoThreadCanWatchLeavesNothingBehind() throws Exception {
    FakeGroup group = new FakeGroup();
    ProcessRun.Parts parts = start(FOREVER, group);
    ThreadFactory refused =
        task ->
            new Thread(task) {
              @Override
              public void start() {
                throw new OutOfMemoryError("unable to create native thread");
              }
            };
    assertThatThrownBy(() -> ProcessRun.watching(command(), parts, refused))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("unable to create native thread")
        .hasMessageContaining("ulimit -u");
    assertThat(isGone(parts)).isTrue();
    assertThat(group.closes).isEqualTo(1);
    assertThat(parts.pipes().output().available()).isZero();
    assertThat(LiveRuns.count()).isZero();
  }

  @Test
  void theChildsNumberStaysItsOwnUntilAllItLeftBehindIsDead() throws Exception {
    List<Boolean> unreaped = new ArrayList<>();
    ProcessRun.Parts[] parts = new ProcessRun.Parts[1];
    FakeGroup group =
        new FakeGroup() {
          @Override
          public synchronized void kill() {
            if (!parts[0].child().hasEnded()) {
              return;
            }
            boolean[] held = {false};
            parts[0].child().whileUnreaped(_ -> held[0] = true);
            unreaped.add(held[0]);
          }
        };
    parts[0] = start("exit 3", group);
    try (ProcessRun run = ProcessRun.watching(command(), parts[0])) {
      assertThat(run.await().outcome()).isEqualTo(new RunOutcome.Crashed(3, Optional.empty()));
    }
    assertThat(unreaped).isNotEmpty().first().isEqualTo(true);
  }

  @Test
  void whatStaysInTheProcessGroupOfAnEndedChildIsKilled() throws Exception {
    ProcessRun.Parts parts = start("sleep 1000 & echo $!; read line", new FakeGroup());
    try (ProcessRun run = ProcessRun.watching(command(), parts)) {
      StringBuilder left = new StringBuilder();
      for (int c = run.standardOutput().read(); c != '\n'; c = run.standardOutput().read()) {
        left.append((char) c);
      }
      try (Descriptor handle = Child.handleOf(Integer.parseInt(left.toString()))) {
        run.standardInput().close();
        assertThat(run.await().outcome()).isEqualTo(new RunOutcome.Crashed(1, Optional.empty()));
        assertThat(Descriptor.poll(List.of(handle), 10_000)).containsExactly(true);
      }
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    switch (failure) {
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new AssertionError(failure);
    }
  }
}
