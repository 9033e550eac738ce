package dev.codecsmith.sandbox.java;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.RunUsage;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.jdk.CompilerServer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A running {@link CompilerServer} in its sandbox. What it says is not trusted: it has read
 * programs that nobody has.
 */
final class CompilerProcess implements AutoCloseable {
  private static final int MOST_CLASSES = 20_000;
  private static final int LONGEST_MESSAGE = 1 << 22;
  private static final int LONGEST_NAME = 1_000;
  private static final int WATCH_MILLIS = 20;

  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sandbox-compiler-watch").factory());

  private final SandboxRun run;
  private final Limits limits;
  private final List<String> enforcedBy;
  private final DataOutputStream requests;
  private final DataInputStream answers;
  private int requestsServed;
  private volatile boolean unwatched;

  /**
   * @param limits of one request; those of the run itself hold for all of them
   */
  CompilerProcess(SandboxRun run, Limits limits, List<String> enforcedBy) {
    this.run = run;
    this.limits = limits;
    this.enforcedBy = enforcedBy;
    this.requests = new DataOutputStream(new BufferedOutputStream(run.standardInput(), 1 << 16));
    this.answers = new DataInputStream(new BufferedInputStream(run.standardOutput(), 1 << 16));
  }

  int requestsServed() {
    return requestsServed;
  }

  /**
   * Compiles.
   *
   * @return empty if the compiler died, or broke the protocol, for no reason that is known
   */
  Optional<Compilation> compile(Map<String, String> sources)
      throws InfrastructureException, InterruptedException {
    long startNanos = System.nanoTime();
    RunUsage before = run.usage();
    AtomicReference<RunOutcome> broken = new AtomicReference<>();
    Future<?> watch =
        WATCH.scheduleWithFixedDelay(
            () -> holdLimitsOrStop(startNanos, before, broken),
            WATCH_MILLIS,
            WATCH_MILLIS,
            TimeUnit.MILLISECONDS);
    try {
      send(sources);
      int status = answers.readInt();
      String message = new String(read(LONGEST_MESSAGE), StandardCharsets.UTF_8);
      SortedMap<String, byte[]> classes = readClasses();
      requestsServed++;
      RunOutcome outcome =
          status == CompilerServer.COMPILED
              ? new RunOutcome.Finished()
              : new RunOutcome.Crashed(1, Optional.empty());
      return Optional.of(compilation(outcome, startNanos, before, message, classes));
    } catch (TooMuchException e) {
      run.stop();
      RunOutcome outcome = new RunOutcome.TooMuchOutput(limits.outputBytes());
      return Optional.of(compilation(outcome, startNanos, before, "", new TreeMap<>()));
    } catch (IOException e) {
      run.stop();
      RunResult end = run.await();
      if (unwatched) {
        throw new InfrastructureException(
            "The Java compiler was stopped because its limits could not be held any more: see to"
                + " free memory and open files on this machine.");
      }
      RunOutcome known = broken.get();
      RunOutcome outcome = known == null ? end.outcome() : known;
      return switch (outcome) {
        case RunOutcome.OutOfTime _, RunOutcome.OutOfMemory _ ->
            Optional.of(
                compilation(
                    outcome, startNanos, before, end.standardError().strip(), new TreeMap<>()));
        default -> Optional.empty();
      };
    } finally {
      watch.cancel(false);
    }
  }

  /** How the compiler ended; ends it if it has not. */
  RunResult end() throws InfrastructureException, InterruptedException {
    run.stop();
    return run.await();
  }

  /** Lets the compiler end by itself, as it does where its input ends. */
  RunResult finish() throws IOException, InterruptedException {
    requests.close();
    answers.transferTo(OutputStream.nullOutputStream());
    return run.await();
  }

  private void send(Map<String, String> sources) throws IOException {
    requests.writeInt(sources.size());
    for (Map.Entry<String, String> source : sources.entrySet()) {
      for (String text : List.of(source.getKey(), source.getValue())) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        requests.writeInt(bytes.length);
        requests.write(bytes);
      }
    }
    requests.flush();
  }

  private SortedMap<String, byte[]> readClasses() throws IOException {
    int count = answers.readInt();
    if (count < 0 || count > MOST_CLASSES) {
      throw new TooMuchException();
    }
    SortedMap<String, byte[]> classes = new TreeMap<>();
    long left = limits.outputBytes();
    for (int i = 0; i < count; i++) {
      String name = new String(read(LONGEST_NAME), StandardCharsets.UTF_8);
      byte[] bytes = read((int) Math.min(left, Integer.MAX_VALUE));
      left -= bytes.length;
      classes.put(name, bytes);
    }
    return classes;
  }

  private byte[] read(int most) throws IOException {
    int length = answers.readInt();
    if (length < 0 || length > most) {
      throw new TooMuchException();
    }
    byte[] bytes = answers.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  /** Limits that cannot be held any more are no reason to let the compiler run without. */
  private void holdLimitsOrStop(
      long startNanos, RunUsage before, AtomicReference<RunOutcome> broken) {
    boolean held = false;
    try {
      holdLimits(startNanos, before, broken);
      held = true;
    } finally {
      if (!held) {
        unwatched = true;
        run.stop();
      }
    }
  }

  private void holdLimits(long startNanos, RunUsage before, AtomicReference<RunOutcome> broken) {
    Duration wall = Duration.ofNanos(System.nanoTime() - startNanos);
    Duration cpu = run.usage().cpuTime().minus(before.cpuTime());
    if (cpu.compareTo(limits.cpuTime()) > 0) {
      broken.compareAndSet(
          null, new RunOutcome.OutOfTime(RunOutcome.OutOfTime.Clock.CPU, limits.cpuTime()));
      run.stop();
    } else if (wall.compareTo(limits.wallTime()) > 0) {
      broken.compareAndSet(
          null, new RunOutcome.OutOfTime(RunOutcome.OutOfTime.Clock.WALL, limits.wallTime()));
      run.stop();
    }
  }

  private Compilation compilation(
      RunOutcome outcome,
      long startNanos,
      RunUsage before,
      String message,
      SortedMap<String, byte[]> classes) {
    RunUsage after = run.usage();
    RunResult result =
        new RunResult(
            outcome,
            after.cpuTime().minus(before.cpuTime()),
            Duration.ofNanos(System.nanoTime() - startNanos),
            after.peakMemoryBytes(),
            message,
            limits,
            enforcedBy);
    return new Compilation(result, message, classes);
  }

  @Override
  public void close() {
    run.close();
  }

  private static final class TooMuchException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
