package dev.codecsmith.cli.worker;

import dev.codecsmith.sandbox.InfrastructureException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how fast this machine is once a worker listens, and every half hour after: a machine
 * grows slower as others on the same host have more to do.
 */
final class KeptCalibration implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMinutes(30);
  private static final Logger LOG = LoggerFactory.getLogger(KeptCalibration.class);

  private final Measuring measuring;
  private final Duration pause;
  private final FutureTask<String> first;
  private final Thread thread;

  /** Measures how fast this machine is. */
  @FunctionalInterface
  interface Measuring {
    /** What it is now, in words. */
    String measure() throws IOException, InterruptedException;
  }

  KeptCalibration(Measuring measuring) {
    this(measuring, PAUSE);
  }

  /** The same with a pause of its own from one measurement to the next. */
  KeptCalibration(Measuring measuring, Duration pause) {
    this.measuring = measuring;
    this.pause = pause;
    this.first = new FutureTask<>(this::measured);
    this.thread = Thread.ofVirtual().name("calibration").unstarted(this::measure);
  }

  /** Measures from now on. */
  void begin() {
    thread.start();
  }

  private String measured() throws IOException, InterruptedException {
    try {
      return measuring.measure();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw e;
    }
  }

  private void measure() {
    first.run();
    try {
      while (true) {
        Thread.sleep(pause);
        try {
          LOG.info("{}", measuring.measure());
        } catch (IOException e) {
          LOG.warn("How fast this machine is could not be measured: {}", e.getMessage());
        }
      }
    } catch (InterruptedException _) {
      return;
    }
  }

  /**
   * Waits until it was measured for the first time.
   *
   * @return what it is, in words
   * @throws InfrastructureException with a sentence if it could not be measured
   */
  String found() throws InfrastructureException, InterruptedException {
    try {
      return first.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException fault -> throw InfrastructureException.of(fault);
        case RuntimeException fault -> throw fault;
        case InterruptedException _ -> throw new InterruptedException("The worker is ending.");
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** Waits until it was tried to measure it for the first time. */
  void await() throws InterruptedException {
    try {
      String _ = found();
    } catch (IOException | RuntimeException _) {
      // Whoever began it says so; limits hold as they stand.
      return;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
