package dev.codecsmith.cluster.worker;

import dev.codecsmith.cluster.workflow.StepSign;
import dev.codecsmith.lab.job.Heartbeat;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server every now and then that a step is under way. Where the server answers that
 * nobody wants it any more, because it was cancelled or given to another worker, the thread that
 * does it is interrupted.
 */
final class LifeSigns implements AutoCloseable {
  /** A sign may be late or lost, and the step not be taken for lost. */
  private static final int SIGNS_IN_A_SILENCE = 4;

  private static final ScheduledExecutorService TIMER =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("signs of life ", 0).factory());

  private final ActivityExecutionContext context = Activity.getExecutionContext();
  private final Thread thread = Thread.currentThread();
  private final Future<?> signs;
  private volatile StepSign newest;
  private boolean over;
  private @Nullable ActivityCompletionException unwanted;

  /**
   * Gives them from now on, for the step that this thread does.
   *
   * @param version of this worker
   */
  LifeSigns(Duration silence, String version) {
    newest = new StepSign(Optional.empty(), StepFaults.before(context), version);
    long pause = Math.max(1, silence.toMillis() / SIGNS_IN_A_SILENCE);
    signs = TIMER.scheduleWithFixedDelay(this::give, 0, pause, TimeUnit.MILLISECONDS);
  }

  /** What the next sign says is how far the step is, which phases alone tell. */
  void tell(Heartbeat heartbeat) {
    if (!(heartbeat instanceof Heartbeat.Phase)) {
      return;
    }
    newest = new StepSign(Optional.of(heartbeat), newest.faults(), newest.version());
  }

  /** None comes after the step's end, whose failure tells what the next attempt is to know. */
  private synchronized void give() {
    if (over) {
      return;
    }
    try {
      context.heartbeat(newest);
    } catch (ActivityCompletionException e) {
      unwanted = e;
      thread.interrupt();
      throw e;
    }
  }

  /** Makes sure that the step is still wanted, where it was interrupted. */
  synchronized void requireWanted() {
    if (unwanted != null) {
      throw unwanted;
    }
  }

  @Override
  public void close() {
    signs.cancel(false);
    synchronized (this) {
      over = true;
      if (unwanted != null) {
        // The interrupt was for this step alone.
        boolean _ = Thread.interrupted();
      }
    }
  }
}
