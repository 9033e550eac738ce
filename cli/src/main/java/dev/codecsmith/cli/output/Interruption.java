package dev.codecsmith.cli.output;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C (SIGINT) and SIGTERM into an interrupt of the thread that works, and holds the end
 * of the process until that thread has put everything away.
 */
public final class Interruption implements AutoCloseable {
  /** What shells expect of a program that ended by SIGINT. */
  public static final int EXIT_CODE = 130;

  private static final int PATIENCE_SECONDS = 20;

  private final Thread worker;
  private volatile boolean asked;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt, "interruption");

  private Interruption(Thread worker) {
    this.worker = worker;
  }

  public static Interruption ofThisThread() {
    Interruption interruption = new Interruption(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the user ended the process; clears the worker's interrupt. */
  public boolean acknowledged() {
    boolean _ = Thread.interrupted();
    return asked;
  }

  private void interrupt() {
    asked = true;
    worker.interrupt();
    try {
      boolean _ = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
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
