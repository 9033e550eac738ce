package dev.codecsmith.dashboard.requests;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What takes much of the machine is done for a few at once, in the order in which they came,
 * however many ask.
 */
public final class Turns {
  private static final int RETRY_AFTER_SECONDS = 2;

  private final Semaphore free;
  private final Duration patience;
  private final String sentence;

  /** One that was taken; closed once, when it is over. */
  public interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param atOnce how many have a turn at once
   * @param patience how long another one waits
   * @param sentence why that one is refused then, for a person
   */
  public Turns(int atOnce, Duration patience, String sentence) {
    this.free = new Semaphore(atOnce, true);
    this.patience = patience;
    this.sentence = sentence;
  }

  /**
   * Takes a turn.
   *
   * @throws Refusal with 503, to be asked for again, if none is free in time
   */
  public Turn take() throws Refusal, InterruptedException {
    if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw Refusal.busy(sentence, RETRY_AFTER_SECONDS);
    }
    return free::release;
  }
}
