package dev.codecsmith.cluster.worker;

import com.google.protobuf.ByteString;
import dev.codecsmith.cluster.server.JsonPayloads;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.StepSign;
import dev.codecsmith.lab.job.Heartbeat;
import io.grpc.StatusRuntimeException;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.api.workflowservice.v1.RecordActivityTaskHeartbeatRequest;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the server every now and then that a step is under way. Where the server answers that
 * nobody wants it any more, because it was cancelled or given to another worker, the thread that
 * does it is interrupted.
 */
final class LifeSigns implements AutoCloseable {
  /** A sign may be late or lost, and the step not be taken for lost. */
  private static final int SIGNS_IN_A_SILENCE = 4;

  private static final long PATIENCE_SECONDS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(LifeSigns.class);

  private static final ScheduledExecutorService TIMER =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("signs of life ", 0).factory());

  private final ActivityExecutionContext context = Activity.getExecutionContext();
  private final Thread thread = Thread.currentThread();
  private final Future<?> signs;
  private final TemporalServer server;
  private final AtomicReference<StepSign> newest;
  private boolean over;
  private @Nullable ActivityCompletionException unwanted;

  /**
   * Gives them from now on, for the step that this thread does.
   *
   * @param first of this attempt
   */
  LifeSigns(TemporalServer server, Duration silence, StepSign first) {
    this.server = server;
    newest = new AtomicReference<>(first);
    long pause = Math.max(1, silence.toMillis() / SIGNS_IN_A_SILENCE);
    signs = TIMER.scheduleWithFixedDelay(this::give, 0, pause, TimeUnit.MILLISECONDS);
  }

  /** What the next sign says is how far the step is, which phases alone tell. */
  void tell(Heartbeat heartbeat) {
    if (heartbeat instanceof Heartbeat.Phase) {
      var _ = newest.updateAndGet(sign -> sign.at(heartbeat));
    }
  }

  /**
   * The server knows who runs the step before it is run, whatever that does to this process.
   *
   * @param process names this one
   */
  synchronized void run(String process) {
    StepSign sign = newest.updateAndGet(each -> each.runBy(process));
    context.heartbeat(sign);
    // One that follows soon upon another is held back.
    try {
      var _ =
          server
              .stubs()
              .blockingStub()
              .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .recordActivityTaskHeartbeat(
                  RecordActivityTaskHeartbeatRequest.newBuilder()
                      .setNamespace(server.address().namespace())
                      .setTaskToken(ByteString.copyFrom(context.getTaskToken()))
                      .setDetails(JsonPayloads.converter().toPayloads(sign).orElseThrow())
                      .build());
    } catch (StatusRuntimeException e) {
      LOG.debug("{} is not known to run a step", process, e);
    }
  }

  /** The step is left to another, and nothing more is said of it. */
  synchronized void leave() {
    over = true;
    context.heartbeat(newest.updateAndGet(sign -> sign.left(false)));
  }

  /** None comes after the step's end, whose failure tells what the next attempt is to know. */
  private synchronized void give() {
    if (over) {
      return;
    }
    try {
      context.heartbeat(newest.get());
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
