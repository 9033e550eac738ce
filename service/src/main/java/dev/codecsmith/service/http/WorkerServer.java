package dev.codecsmith.service.http;

import dev.codecsmith.service.limits.EventStreams;
import dev.codecsmith.service.limits.ServerLimits;
import dev.codecsmith.service.meters.WorkerMeters;
import dev.codecsmith.service.process.DiskSpace;
import dev.codecsmith.service.worker.Readiness;
import dev.codecsmith.service.worker.Worker;
import dev.codecsmith.service.worker.WorkerSettings;
import dev.codecsmith.store.ArtifactStore;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker that listens. */
public final class WorkerServer implements AutoCloseable {
  /** As long as the longest clip that anybody sends. */
  private static final long MOST_ARTIFACT_BYTES = 64L << 30;

  private static final Logger log = LoggerFactory.getLogger(WorkerServer.class);

  private final Worker worker;
  private final HttpListener listener;
  private final ScheduledExecutorService timer;

  private WorkerServer(Worker worker, HttpListener listener, ScheduledExecutorService timer) {
    this.worker = worker;
    this.listener = listener;
    this.timer = timer;
  }

  /**
   * What a server is made of.
   *
   * @param worker does the work
   * @param readiness whether it can
   * @param artifacts its artifacts
   * @param folder on the worker's disk, for what is coming in
   * @param about what it tells of itself
   */
  public record Parts(
      Worker worker,
      Readiness readiness,
      ArtifactStore artifacts,
      Path folder,
      WorkerAbout about) {}

  /** Does of {@link #start} what needs nothing, so that it takes less time then. */
  public static void prepare() {
    PrometheusMeterRegistry _ = ProcessRoutes.metrics();
    HttpListener.prepare();
  }

  /**
   * Begins to listen.
   *
   * @throws IOException with a sentence if the port is taken
   */
  public static WorkerServer start(HttpSettings settings, Parts parts, Clock clock)
      throws IOException {
    return start(settings, parts, _ -> {}, clock);
  }

  /**
   * The same with figures of something else that the process does.
   *
   * @param more are served with those of the worker
   */
  public static WorkerServer start(
      HttpSettings settings, Parts parts, MeterBinder more, Clock clock) throws IOException {
    WorkerSettings own = parts.worker().settings();
    return start(settings, parts, ServerLimits.usual(own.slots() + own.queue()), more, clock);
  }

  /** The same with limits of its own. */
  static WorkerServer start(HttpSettings settings, Parts parts, ServerLimits limits, Clock clock)
      throws IOException {
    return start(settings, parts, limits, _ -> {}, clock);
  }

  private static WorkerServer start(
      HttpSettings settings, Parts parts, ServerLimits limits, MeterBinder more, Clock clock)
      throws IOException {
    Worker worker = parts.worker();
    BoundedBodies bodies = new BoundedBodies(limits.memory(), clock);
    EventStreams streams = new EventStreams(limits.streams());
    PrometheusMeterRegistry figures = metrics(worker);
    more.bindTo(figures);
    ProcessRoutes process =
        new ProcessRoutes(
            parts.about().process(), figures, "openapi.yaml", streams, worker::isEnding);
    TransferRoutes artifacts =
        new TransferRoutes(
            parts.artifacts(),
            parts.folder(),
            MOST_ARTIFACT_BYTES,
            bytes -> room(parts, bytes),
            bodies,
            clock);
    HttpListener listener =
        HttpListener.start(
            settings,
            List.of(
                new RunRoutes(worker, bodies, streams, clock),
                artifacts,
                new StateRoutes(worker, parts.readiness(), parts.about(), process),
                process));
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("abandoned").factory());
    Runnable tidy =
        () -> {
          try {
            worker.callOffAbandoned();
            artifacts.forgetPieces(clock.instant());
          } catch (RuntimeException e) {
            // Thrown on, it would be the last time.
            log.error("what nobody asks for any more was not called off", e);
          }
        };
    var _ = timer.scheduleWithFixedDelay(tidy, 5, 5, TimeUnit.SECONDS);
    return new WorkerServer(worker, listener, timer);
  }

  private static Optional<String> room(Parts parts, long bytes) throws IOException {
    parts.artifacts().makeRoom(bytes);
    return DiskSpace.reasonAgainst(parts.folder(), bytes);
  }

  private static PrometheusMeterRegistry metrics(Worker worker) {
    PrometheusMeterRegistry registry = ProcessRoutes.metrics();
    new WorkerMeters(worker).bindTo(registry);
    return registry;
  }

  /** Where it listens. */
  public int port() {
    return listener.port();
  }

  /** Why it answers nobody, in a sentence; empty where it does, found out by asking it. */
  public Optional<String> trouble() {
    return listener.trouble();
  }

  /** Stops listening, after the work is called off. */
  @Override
  public void close() {
    timer.shutdownNow();
    worker.close();
    listener.close();
    log.info("the worker has ended");
  }
}
