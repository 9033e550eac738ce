package dev.codecsmith.service.limits;

import dev.codecsmith.service.protocol.RefusedException;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/** The event streams of a process, of which there are so many at once and no more. */
public final class EventStreams {
  private final int most;
  private final Semaphore free;

  public EventStreams(int most) {
    this.most = most;
    this.free = new Semaphore(most);
  }

  /** Sends events to one reader. */
  @FunctionalInterface
  public interface Sending {
    void to(EventStream stream) throws IOException, InterruptedException;
  }

  /**
   * Answers with events, until all are sent.
   *
   * @throws RefusedException if so many are followed already
   */
  public void send(Context context, Sending sending)
      throws RefusedException, IOException, InterruptedException {
    if (!free.tryAcquire()) {
      throw new RefusedException(
          RefusedException.Reason.BUSY,
          "All " + most + " event streams of this process are taken; follow it later.");
    }
    try {
      sending.to(EventStream.to(context));
    } finally {
      free.release();
    }
  }
}
