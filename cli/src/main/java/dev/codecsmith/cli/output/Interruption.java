package dev.codecsmith.cli.output;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C (SIGINT) and SIGTERM into an interrupt of the thread that works, and holds the end
 * of the process until that thread has put everything away.
 */
public final class Interruption implements AutoCloseable {
  /** What shells expect of a program that ended by SIGINT. */
  public static final int EXIT_CODE = 130;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Thread worker;
  private final Duration patience;
  private volatile boolean asked;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt, "interruption");

  private Interruption(Thread worker, Duration patience) {
    this.worker = worker;
    this.patience = patience;
  }

  public static Interruption ofThisThread() {
    return ofThisThread(Duration.ZERO);
  }

  private static Interruption ofThisThread(Duration more) {
    Interruption interruption = new Interruption(Thread.currentThread(), PATIENCE.plus(more));
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** What a command does; returns its exit code. */
  @FunctionalInterface
  public interface Work {
    int run() throws IOException, InterruptedException;
  }

  /**
   * Does work that the user may end. Whatever it then fails with, such as a channel that an
   * interrupt closed or a program that was stopped, is no fault to report.
   *
   * @param errors told a sentence if the user ended it
   * @return the work's exit code, or {@link #EXIT_CODE}
   */
  public static int stopping(PrintWriter errors, String sentence, Work work)
      throws IOException, InterruptedException {
    return stopping(errors, sentence, Duration.ZERO, work);
  }

  /**
   * The same for work that may take longer to end.
   *
   * @param more time than usual
   */
  public static int stopping(PrintWriter errors, String sentence, Duration more, Work work)
      throws IOException, InterruptedException {
    try (Interruption interruption = ofThisThread(more)) {
      return interruption.stopped(errors, sentence, work);
    }
  }

  int stopped(PrintWriter errors, String sentence, Work work)
      throws IOException, InterruptedException {
    try {
      return work.run();
    } catch (InterruptedException | IOException e) {
      if (acknowledged() || e instanceof InterruptedException) {
        errors.println(sentence);
        errors.flush();
        return EXIT_CODE;
      }
      throw e;
    }
  }

  /** Whether the user ended the process; clears the worker's interrupt. */
  public boolean acknowledged() {
    boolean _ = Thread.interrupted();
    return asked;
  }

  /** What the end of the process does; it waits until this is closed. */
  void interrupt() {
    asked = true;
    worker.interrupt();
    try {
      boolean _ = done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, through this very hook.
    }
  }
}
