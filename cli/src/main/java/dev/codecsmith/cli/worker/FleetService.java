package dev.codecsmith.cli.worker;

import com.sun.management.OperatingSystemMXBean;
import dev.codecsmith.cli.options.elsewhere.Elsewhere;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.worker.FleetWorker;
import dev.codecsmith.cluster.worker.StepPlace;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.run.LiveRuns;
import dev.codecsmith.service.http.WorkerAbout;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker's part in a fleet: it takes steps from a Temporal server until it is told to stop. */
final class FleetService implements MeterBinder, AutoCloseable {
  /** To let go of what takes longer than it may. */
  private static final Duration LETTING_GO = Duration.ofSeconds(15);

  private static final Duration AGAIN = Duration.ofSeconds(3);

  /** Of workflows whose turns it takes; the server gives them to others when it is gone. */
  private static final int REMEMBERED = 200;

  private static final long GIBIBYTE = 1L << 30;

  private static final Logger LOG = LoggerFactory.getLogger(FleetService.class);

  private final Elsewhere.Cluster cluster;
  private final StepPlace place;
  private final KeptCalibration calibration;
  private final int slots;
  private final Duration drain;
  private final CountDownLatch drained = new CountDownLatch(1);
  private Optional<MeterRegistry> figures = Optional.empty();
  private volatile String trouble = "It has not found the Temporal server yet.";
  private volatile @Nullable FleetWorker worker;
  private volatile @Nullable TemporalServer server;

  /**
   * @param place where it does steps
   * @param calibration which has begun when it serves
   * @param slots how many steps at once
   * @param drain how long it goes on with steps that it has begun when it is told to stop
   */
  FleetService(
      Elsewhere.Cluster cluster,
      StepPlace place,
      KeptCalibration calibration,
      int slots,
      Duration drain) {
    this.cluster = cluster;
    this.place = place;
    this.calibration = calibration;
    this.slots = slots;
    this.drain = drain;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    figures = Optional.of(registry);
    Gauge.builder("codecsmith.fleet.steps", this, FleetService::running)
        .description("Steps of a fleet's work that are done just now")
        .register(registry);
    Gauge.builder("codecsmith.fleet.slots", this, each -> each.slots)
        .description("Steps of a fleet's work that can be done at once")
        .register(registry);
  }

  private int running() {
    FleetWorker started = worker;
    return started == null ? 0 : started.running();
  }

  /** What it does. */
  WorkerAbout.Fleet state() {
    return new WorkerAbout.Fleet(cluster.server().toString(), cluster.fleet(), running(), slots);
  }

  /** Why it takes no work, in a sentence; empty where it does. */
  Optional<String> trouble() {
    if (!trouble.isEmpty()) {
      return Optional.of(trouble);
    }
    TemporalServer connected = server;
    return connected != null && connected.isAway()
        ? Optional.of("The Temporal server " + cluster.server() + " does not answer.")
        : Optional.empty();
  }

  /**
   * Takes work until it is interrupted.
   *
   * @param languages those that can be built here
   * @param said told, in a sentence, that it begins
   * @throws IOException with a sentence if it cannot, and could not later
   */
  void serve(List<String> languages, Consumer<String> said)
      throws IOException, InterruptedException {
    TaskQueues.Offer offer =
        new TaskQueues.Offer(languages, memoryOfAProgram(), !place.devices().allowed().isEmpty());
    TemporalServer connected = TemporalServer.at(cluster.server(), place.worker(), figures);
    server = connected;
    String version = awaitServer(connected);
    trouble = "It is measuring how fast this machine is.";
    said.accept(calibration.found());
    // Temporal's server for tests, which tells no version, never notices that who remembers a
    // workflow is gone.
    int remembered = version.isEmpty() ? 0 : REMEMBERED;
    LiveRuns.endAfter(this::awaitDrained);
    TaskQueues queues = new TaskQueues(cluster.fleet());
    FleetWorker taking =
        new FleetWorker(
            connected, queues, new FleetWorker.Abilities(offer, slots, remembered), place);
    taking.start();
    worker = taking;
    trouble = "";
    said.accept(
        "It takes work of the fleet %s from %s: %s, %d at once."
            .formatted(cluster.fleet(), cluster.server(), String.join(", ", languages), slots));
    new CountDownLatch(1).await();
  }

  /** The server's version, when it answers. */
  private String awaitServer(TemporalServer connected)
      throws InfrastructureException, InterruptedException {
    boolean told = false;
    while (true) {
      try {
        connected.requireNamespace();
        return connected.version();
      } catch (JobLostException e) {
        trouble = String.valueOf(e.getMessage());
        if (!told) {
          LOG.warn("{} It is asked again until it does.", e.getMessage());
        }
        told = true;
        Thread.sleep(AGAIN);
      }
    }
  }

  /** What is left to each program when all slots are taken, beside this process and the system. */
  private long memoryOfAProgram() throws IOException {
    long all =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    long each = (all - Runtime.getRuntime().maxMemory() / 2) / slots;
    if (each < GIBIBYTE) {
      throw new IOException(
          "This machine has %.1f GiB of memory, too little for %d programs at once, of which each may use 1 GiB: lower --parallel."
              .formatted((double) all / GIBIBYTE, slots));
    }
    return each;
  }

  private void awaitDrained() {
    try {
      boolean _ = drained.await(drain.plus(LETTING_GO).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes no more work and ends what it has begun, as far as there is time. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    FleetWorker started = worker;
    if (started != null) {
      int running = started.running();
      if (running > 0) {
        LOG.info("{} steps are ended before this worker is, within {}", running, drain);
      }
      if (!started.drain(drain)) {
        LOG.warn("Steps that took longer than {} are left to other workers.", drain);
      }
    }
    drained.countDown();
    TemporalServer connected = server;
    if (connected != null) {
      connected.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
