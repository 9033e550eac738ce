package dev.codecsmith.sandbox;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.codecsmith.sandbox.cgroup.ControlGroup;
import dev.codecsmith.sandbox.posix.Child;
import dev.codecsmith.sandbox.posix.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One running child and the thread that watches it. The thread sleeps in {@code poll} on the
 * child's end and on its standard error, wakes often enough to hold the limits on time, and at the
 * end kills what is left, so that nothing outlives the run.
 */
final class ProcessRun implements SandboxRun {
  private static final int STANDARD_ERROR_BYTES = 64 * 1024;
  private static final int COPY_BYTES = 16 * 1024;
  private static final int LONGEST_SLEEP_MILLIS = 25;
  private static final int SAMPLING_SLEEP_MILLIS = 50;
  private static final Duration PATIENCE_WITH_THE_DYING = Duration.ofSeconds(5);
  private static final Duration BETWEEN_KILLS = Duration.ofMillis(20);
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private final Limits limits;
  private final RunOptions options;
  private final List<String> enforcedBy;
  private final Child child;
  private final Optional<ControlGroup> group;
  private final Optional<Descriptor> root;
  private final Descriptor outputPipe;
  private final Descriptor errorPipe;
  private final BoundedOutput output;
  private final Tail error = new Tail(STANDARD_ERROR_BYTES);
  private final MemorySegment errorBuffer = Arena.ofAuto().allocate(COPY_BYTES);
  private final ProcessTree tree;
  private final long startNanos;
  private final CompletableFuture<RunResult> result = new CompletableFuture<>();
  private final CountDownLatch gone = new CountDownLatch(1);

  private long peakHeldBytes;
  private volatile boolean dead;
  private volatile boolean stopped;
  private volatile boolean tooMuchOutput;
  private volatile RunOutcome.OutOfTime.@Nullable Clock outOfTime;
  private volatile boolean outOfMemory;

  /**
   * @param root the handle of the process whose death takes the whole tree with it, if there is one
   * @param startNanos when the child was started, by {@link System#nanoTime}
   */
  ProcessRun(
      SandboxCommand command,
      List<String> enforcedBy,
      Child child,
      Optional<ControlGroup> group,
      Optional<Descriptor> root,
      Descriptor outputPipe,
      Descriptor errorPipe,
      long startNanos) {
    this.limits = command.limits();
    this.options = command.options();
    this.enforcedBy = enforcedBy;
    this.child = child;
    this.group = group;
    this.root = root;
    this.outputPipe = outputPipe;
    this.errorPipe = errorPipe;
    this.startNanos = startNanos;
    this.tree = new ProcessTree(child.pid());
    this.output =
        new BoundedOutput(outputPipe, limits.outputBytes(), this::onTooMuchOutput, () -> dead);
  }

  /** Starts the watching. */
  void watch() {
    Thread.ofPlatform().daemon().name("sandbox-run-" + child.pid()).start(this::watchToTheEnd);
  }

  @Override
  public InputStream standardOutput() {
    return output;
  }

  @Override
  public void stop() {
    if (!dead) {
      stopped = true;
      kill();
    }
  }

  @Override
  public RunResult await() throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("watching a run failed", e.getCause());
    }
  }

  @Override
  public void close() {
    stop();
    boolean interrupted = false;
    while (true) {
      try {
        gone.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    outputPipe.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void onTooMuchOutput() {
    if (!dead) {
      tooMuchOutput = true;
      kill();
    }
  }

  private void watchToTheEnd() {
    try {
      Child.End end = awaitEnd();
      buryTheRest();
      dead = true;
      drainError();
      result.complete(judge(end));
    } catch (IOException | RuntimeException e) {
      result.completeExceptionally(e);
      kill();
    } finally {
      dead = true;
      errorPipe.close();
      child.close();
      root.ifPresent(Descriptor::close);
      group.ifPresent(ControlGroup::close);
      gone.countDown();
    }
  }

  private Child.End awaitEnd() throws IOException {
    boolean errorOpen = true;
    while (true) {
      List<Descriptor> awaited = new ArrayList<>(List.of(child.handle()));
      if (errorOpen) {
        awaited.add(errorPipe);
      }
      boolean[] ready = Descriptor.poll(awaited, sleepMillis());
      if (errorOpen && ready[1]) {
        errorOpen = drainError();
      }
      Optional<Child.End> end = child.reap();
      if (end.isPresent()) {
        return end.get();
      }
      holdLimits();
    }
  }

  /** Short enough that the tree cannot use more than a little over its CPU limit meanwhile. */
  private int sleepMillis() {
    long wallLeft = limits.wallTime().toNanos() - (System.nanoTime() - startNanos);
    long cpuLeft = (limits.cpuTime().toNanos() - cpuNanos()) / PROCESSORS;
    long longest = group.isPresent() ? LONGEST_SLEEP_MILLIS : SAMPLING_SLEEP_MILLIS;
    return (int) Math.clamp(Math.min(wallLeft, cpuLeft) / 1_000_000 + 1, 1, longest);
  }

  private void holdLimits() {
    if (group.isPresent()) {
      peakHeldBytes = Math.max(peakHeldBytes, group.get().heldMemoryBytes().orElse(0));
      outOfMemory |= group.get().ranOutOfMemory();
    } else {
      tree.sample();
      peakHeldBytes = tree.peakResidentBytes();
      outOfMemory |= tree.residentBytes() > limits.memoryBytes();
    }
    if (outOfTime == null) {
      if (cpuNanos() > limits.cpuTime().toNanos()) {
        outOfTime = RunOutcome.OutOfTime.Clock.CPU;
      } else if (System.nanoTime() - startNanos > limits.wallTime().toNanos()) {
        outOfTime = RunOutcome.OutOfTime.Clock.WALL;
      }
    }
    if (outOfMemory || outOfTime != null) {
      kill();
    }
  }

  private long cpuNanos() {
    return group.isPresent() ? group.get().cpuNanos().orElse(tree.cpuNanos()) : tree.cpuNanos();
  }

  /** Kills the whole tree; may be called again and from any thread. */
  private void kill() {
    root.ifPresent(Child::kill);
    group.ifPresent(ControlGroup::kill);
    if (group.isEmpty() && !dead) {
      tree.kill();
    }
    child.kill(true);
  }

  /** The child has ended; what it left behind ends now. */
  private void buryTheRest() {
    kill();
    int patienceMillis = (int) PATIENCE_WITH_THE_DYING.toMillis();
    root.ifPresent(handle -> Descriptor.poll(List.of(handle), patienceMillis));
    if (group.isPresent()) {
      long deadline = System.nanoTime() + PATIENCE_WITH_THE_DYING.toNanos();
      while (System.nanoTime() < deadline && !group.get().awaitEmpty(BETWEEN_KILLS)) {
        group.get().kill();
      }
    }
  }

  /** Reads what there is. Returns whether more may come. */
  private boolean drainError() throws IOException {
    byte[] bytes = new byte[COPY_BYTES];
    while (true) {
      int count = errorPipe.read(errorBuffer);
      if (count <= 0) {
        return count < 0;
      }
      MemorySegment.copy(errorBuffer, JAVA_BYTE, 0, bytes, 0, count);
      error.add(bytes, count);
    }
  }

  private RunResult judge(Child.End end) {
    long wallNanos = System.nanoTime() - startNanos;
    long cpuNanos = Math.max(cpuNanos(), group.isPresent() ? 0 : end.cpuNanos());
    long peak = peakHeldBytes;
    if (group.isPresent()) {
      peak = Math.max(peak, group.get().peakMemoryBytes().orElse(0));
      outOfMemory |= group.get().ranOutOfMemory();
    } else {
      peak = Math.max(peak, end.maxResidentBytes());
    }
    if (outOfTime == null && cpuNanos > limits.cpuTime().toNanos()) {
      outOfTime = RunOutcome.OutOfTime.Clock.CPU;
    }
    String text = error.text();
    return new RunResult(
        outcome(end, text),
        Duration.ofNanos(cpuNanos),
        Duration.ofNanos(wallNanos),
        peak,
        text,
        limits,
        enforcedBy);
  }

  private RunOutcome outcome(Child.End end, String standardError) {
    Optional<String> signal =
        end.exitCode() > 128 ? Child.signalName(end.exitCode() - 128) : Optional.empty();
    RunOutcome.OutOfTime.@Nullable Clock clock = outOfTime;
    if (stopped) {
      return new RunOutcome.Stopped();
    }
    if (tooMuchOutput || output.isExceeded()) {
      return new RunOutcome.TooMuchOutput(limits.outputBytes());
    }
    if (clock == null && signal.filter("SIGXCPU"::equals).isPresent()) {
      clock = RunOutcome.OutOfTime.Clock.CPU;
    }
    if (clock != null) {
      return new RunOutcome.OutOfTime(
          clock, clock == RunOutcome.OutOfTime.Clock.CPU ? limits.cpuTime() : limits.wallTime());
    }
    if (outOfMemory
        || options
            .outOfMemorySign()
            .filter(s -> s.matches(end.exitCode(), standardError))
            .isPresent()) {
      return new RunOutcome.OutOfMemory(limits.memoryBytes());
    }
    return end.exitCode() == 0
        ? new RunOutcome.Finished()
        : new RunOutcome.Crashed(end.exitCode(), signal);
  }
}
