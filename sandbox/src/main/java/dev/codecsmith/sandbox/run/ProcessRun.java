package dev.codecsmith.sandbox.run;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.RunOptions;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.RunUsage;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.cgroup.ControlGroup;
import dev.codecsmith.sandbox.init.InitReport;
import dev.codecsmith.sandbox.posix.Child;
import dev.codecsmith.sandbox.posix.Descriptor;
import dev.codecsmith.sandbox.posix.PosixException;
import dev.codecsmith.sandbox.seccomp.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running child and the thread that watches it. The thread sleeps in {@code poll} on the
 * child's end and on its standard error, wakes often enough to hold the limits on time, and at the
 * end kills what is left, so that nothing outlives the run.
 */
public final class ProcessRun implements SandboxRun {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessRun.class);
  private static final int SIGKILL = 9;

  /** Where the first process could not say how the program ended. */
  private static final InitReport.Ended KILLED_AT_ONCE =
      new InitReport.Ended(128 + SIGKILL, SIGKILL, 0);

  private static final int STANDARD_ERROR_BYTES = 64 * 1024;
  private static final int COPY_BYTES = 16 * 1024;
  private static final int LONGEST_SLEEP_MILLIS = 80;
  private static final Duration PATIENCE_WITH_THE_DYING = Duration.ofSeconds(5);
  private static final Duration BETWEEN_KILLS = Duration.ofMillis(20);
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private final Limits limits;
  private final RunOptions options;
  private final Parts parts;
  private final BoundedOutput output;
  private final Tail error = new Tail(STANDARD_ERROR_BYTES);
  private final MemorySegment errorBuffer = Arena.ofAuto().allocate(COPY_BYTES);
  private final Meter meter;
  private final RunEnd end = new RunEnd();
  private final Cleanup killing;
  private final Cleanup freeing;
  private final CountDownLatch gone = new CountDownLatch(1);

  private volatile boolean dead;
  private volatile boolean stopped;
  private volatile boolean tooMuchOutput;
  private volatile RunOutcome.OutOfTime.@Nullable Clock outOfTime;
  private volatile boolean outOfMemory;

  /**
   * What a sandbox hands over.
   *
   * @param child the process we started
   * @param root the handle of the process whose death takes the whole tree with it, if there is one
   * @param group the control group it is in
   * @param pipes our ends of its standard streams
   * @param startNanos when it was started, by {@link System#nanoTime}
   * @param enforcedBy what holds the limits
   * @param inside what a sandbox adds, if it is in one
   */
  public record Parts(
      Child child,
      Optional<Descriptor> root,
      Optional<ControlGroup> group,
      ChildPipes pipes,
      long startNanos,
      List<String> enforcedBy,
      Optional<Inside> inside) {

    /** Kills the child, and the tree by its root, and frees all but the pipes. */
    private Cleanup freeing() {
      return new Cleanup(
          () -> root.ifPresent(Child::kill),
          () -> root.ifPresent(Descriptor::close),
          () -> group.ifPresent(ControlGroup::close),
          () -> inside.ifPresent(each -> each.status().close()),
          child::close);
    }
  }

  /**
   * What there is of a run in a sandbox.
   *
   * @param status where the first process says how the program ended
   * @param machine whose system calls are filtered
   */
  public record Inside(InitStatus status, Machine machine) {}

  private ProcessRun(SandboxCommand command, Parts parts) {
    this.limits = command.limits();
    this.options = command.options();
    this.parts = parts;
    this.meter = new Meter(parts.group, parts.child);
    this.output =
        new BoundedOutput(
            parts.pipes.output(), limits.outputBytes(), this::onTooMuchOutput, () -> dead);
    this.killing =
        new Cleanup(
            () -> parts.root.ifPresent(Child::kill),
            () -> parts.group.ifPresent(ControlGroup::kill),
            this::killTree,
            () -> parts.child.kill(true));
    this.freeing = parts.freeing();
  }

  /**
   * Takes over a child that has been started with all that belongs to it, and watches it.
   *
   * @throws InfrastructureException if that cannot be; then the child is dead and all is freed
   */
  public static ProcessRun watching(SandboxCommand command, Parts parts)
      throws InfrastructureException {
    return watching(
        command,
        parts,
        Thread.ofPlatform().daemon().name("sandbox-run-" + parts.child.pid()).factory());
  }

  /** As {@link #watching(SandboxCommand, Parts)}, on a thread of that factory. */
  public static ProcessRun watching(SandboxCommand command, Parts parts, ThreadFactory threads)
      throws InfrastructureException {
    @Nullable ProcessRun run = null;
    boolean watched = false;
    try {
      run = new ProcessRun(command, parts);
      LiveRuns.add(run);
      threads.newThread(run::watchToTheEnd).start();
      watched = true;
    } catch (OutOfMemoryError e) {
      // So says the JVM too where the system refuses a thread.
      throw cannotWatch(e);
    } finally {
      if (!watched) {
        abandon(run, parts);
      }
    }
    return run;
  }

  private static void abandon(@Nullable ProcessRun run, Parts parts) {
    if (run == null) {
      parts.freeing().attempt();
    } else {
      run.giveUp(new IllegalStateException("never watched"));
      run.free();
    }
    parts.pipes.close();
  }

  private static InfrastructureException cannotWatch(OutOfMemoryError cause) {
    return new InfrastructureException(
        "A run of a program cannot be watched ("
            + cause.getMessage()
            + "): end other programs, or allow more memory, processes and threads (ulimit -u).",
        cause);
  }

  @Override
  public InputStream standardOutput() {
    return output;
  }

  @Override
  public OutputStream standardInput() {
    return parts.pipes.inputStream();
  }

  @Override
  public RunUsage usage() {
    if (!dead) {
      meter.read();
    }
    return meter.usage();
  }

  @Override
  public void stop() {
    if (!dead) {
      stopped = true;
      kill();
    }
  }

  @Override
  public RunResult await() throws InfrastructureException, InterruptedException {
    return end.await();
  }

  @Override
  public void close() {
    try {
      stop();
    } finally {
      awaitGone();
      parts.pipes.close();
    }
  }

  private void awaitGone() {
    boolean interrupted = false;
    while (true) {
      try {
        gone.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
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
      awaitEnd();
      buryTheRest();
      dead = true;
      drainError();
      meter.read();
      end.complete(judge(reap()));
    } catch (Throwable e) {
      // Whatever it was, nobody watches any more, and whoever waits must hear of it.
      giveUp(e);
    } finally {
      free();
    }
  }

  private void giveUp(Throwable cause) {
    killing.attempt();
    dead = true;
    end.fail(cause);
  }

  /** Frees all but the pipes, from which somebody may read yet. */
  private void free() {
    @Nullable Throwable failure = freeing.attempt();
    LiveRuns.remove(this);
    gone.countDown();
    if (failure != null) {
      LOG.warn("what a run held could not all be freed: {}", failure.toString());
    }
  }

  /** Waits until the child has ended; it is not reaped, so that its number stays its own. */
  private void awaitEnd() throws IOException {
    boolean errorOpen = true;
    while (!parts.child.hasEnded()) {
      List<Descriptor> awaited = new ArrayList<>(List.of(parts.child.handle()));
      if (errorOpen) {
        awaited.add(parts.pipes.error());
      }
      boolean[] ready = Descriptor.poll(awaited, sleepMillis());
      if (errorOpen && ready[1]) {
        errorOpen = drainError();
      }
      if (!ready[0]) {
        holdLimits();
      }
    }
  }

  private Child.End reap() throws IOException {
    Optional<Child.End> reaped = parts.child.reap();
    while (reaped.isEmpty()) {
      Descriptor.poll(List.of(parts.child.handle()), LONGEST_SLEEP_MILLIS);
      reaped = parts.child.reap();
    }
    return reaped.get();
  }

  /** Short enough that the tree cannot use more than a little over its CPU limit meanwhile. */
  private int sleepMillis() {
    long elapsed = System.nanoTime() - parts.startNanos;
    long wallLeft = limits.wallTime().toNanos() - elapsed;
    long cpuLeft = (limits.cpuTime().toNanos() - meter.cpuNanos()) / PROCESSORS;
    // Without a group a short program is looked at often, that something be seen of it.
    long shortest = parts.group.isPresent() ? 16 : 2;
    long longest = Math.clamp(elapsed / 1_000_000 / 3, shortest, LONGEST_SLEEP_MILLIS);
    return (int) Math.clamp(Math.min(wallLeft, cpuLeft) / 1_000_000 + 1, 1, longest);
  }

  private void holdLimits() {
    meter.read();
    outOfMemory |= meter.isOutOfMemory(limits.memoryBytes());
    if (outOfTime == null) {
      if (meter.cpuNanos() > limits.cpuTime().toNanos()) {
        outOfTime = RunOutcome.OutOfTime.Clock.CPU;
      } else if (System.nanoTime() - parts.startNanos > limits.wallTime().toNanos()) {
        outOfTime = RunOutcome.OutOfTime.Clock.WALL;
      }
    }
    if (outOfMemory || outOfTime != null) {
      kill();
    }
  }

  /** Kills the whole tree; may be called again, from any thread, and when all is over. */
  private void kill() {
    killing.run();
  }

  private void killTree() {
    if (parts.group.isEmpty()) {
      meter.killTree();
    }
  }

  /** The child has ended; what it left behind ends now. */
  private void buryTheRest() {
    kill();
    int patienceMillis = (int) PATIENCE_WITH_THE_DYING.toMillis();
    parts.root.ifPresent(handle -> Descriptor.poll(List.of(handle), patienceMillis));
    if (parts.group.isPresent()) {
      ControlGroup group = parts.group.get();
      long deadline = System.nanoTime() + PATIENCE_WITH_THE_DYING.toNanos();
      while (System.nanoTime() < deadline && !group.awaitEmpty(BETWEEN_KILLS)) {
        group.kill();
      }
    }
  }

  /** Reads what there is. Returns whether more may come. */
  private boolean drainError() throws IOException {
    byte[] bytes = new byte[COPY_BYTES];
    while (true) {
      int count = parts.pipes.error().read(errorBuffer);
      if (count <= 0) {
        return count < 0;
      }
      MemorySegment.copy(errorBuffer, JAVA_BYTE, 0, bytes, 0, count);
      error.add(bytes, count);
    }
  }

  private RunResult judge(Child.End end) throws IOException {
    long wallNanos = System.nanoTime() - parts.startNanos;
    Optional<InitReport.Ended> said =
        parts.inside.isPresent()
            ? parts.inside.get().status().find(InitReport.Ended.class)
            : Optional.of(new InitReport.Ended(end.exitCode(), end.signal(), 0));
    InitReport.Ended ended = said.orElse(KILLED_AT_ONCE);
    meter.finish(end, ended.peakBytes());
    outOfMemory |= meter.isOutOfMemory(limits.memoryBytes());
    if (outOfTime == null && meter.cpuNanos() > limits.cpuTime().toNanos()) {
      outOfTime = RunOutcome.OutOfTime.Clock.CPU;
    }
    if (said.isEmpty() && !isEndedByUs() && notExecuted().isEmpty()) {
      throw new InfrastructureException(
          "A run of a program was killed from outside, by nothing that Codecsmith knows of: another"
              + " process or the kernel killed all of it at once.");
    }
    RunUsage usage = meter.usage();
    RunJudge judge =
        new RunJudge(limits, options.heap(), parts.inside.map(Inside::machine), parts.startNanos);
    return new RunResult(
        judge.outcome(
            new RunJudge.Facts(
                stopped,
                tooMuchOutput || output.isExceeded(),
                Optional.ofNullable(outOfTime),
                outOfMemory,
                usage.peakMemoryBytes(),
                ended.exitCode(),
                ended.signal())),
        usage.cpuTime(),
        Duration.ofNanos(wallNanos),
        usage.peakMemoryBytes(),
        standardError(),
        limits,
        parts.enforcedBy);
  }

  /** Whether the run was killed for a limit, or because somebody wanted its end. */
  private boolean isEndedByUs() {
    return stopped || tooMuchOutput || output.isExceeded() || outOfTime != null || outOfMemory;
  }

  private Optional<InitReport.NotExecuted> notExecuted() throws IOException {
    return parts.inside.isPresent()
        ? parts.inside.get().status().find(InitReport.NotExecuted.class)
        : Optional.empty();
  }

  private String standardError() throws IOException {
    return notExecuted()
        .map(report -> new PosixException("The program cannot be executed", report.errno()))
        .map(why -> error.text() + why.getMessage() + "\n")
        .orElse(error.text());
  }
}
