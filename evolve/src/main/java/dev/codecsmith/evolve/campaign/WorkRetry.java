package dev.codecsmith.evolve.campaign;

import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.run.LiveRuns;
import dev.codecsmith.store.attempts.RetryLoop;
import dev.codecsmith.store.attempts.Sleeper;
import dev.codecsmith.store.events.CampaignEvent.Retrying;
import dev.codecsmith.store.events.EventSink;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.List;

/**
 * Tries a unit of work again after a fault of the machine, with growing pauses. Such a fault
 * consumes no iteration; when it does not pass, the campaign stops and can be continued later.
 *
 * <p>A fault of a model is not tried again here when its call has done so already, so that the two
 * layers do not multiply.
 */
public final class WorkRetry {

  /**
   * How often, and after which pauses.
   *
   * @param pauses before the second, third, … attempt; the attempt after the last is the last
   */
  public record Policy(List<Duration> pauses) {
    public Policy {
      pauses = List.copyOf(pauses);
    }

    /** Three further attempts after 1, 5 and 20 seconds. */
    public static Policy standard() {
      return new Policy(
          List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(20)));
    }
  }

  private final RetryPolicy<Object> policy;
  private final Sleeper sleeper;
  private final EventSink events;

  WorkRetry(Policy policy, Sleeper sleeper, EventSink events) {
    this.policy =
        RetryPolicy.builder()
            .handle(InfrastructureException.class)
            .abortOn(WorkRetry::isInVain)
            .withMaxRetries(policy.pauses().size())
            .withDelayFn(context -> pause(policy, context.getAttemptCount()))
            .build();
    this.sleeper = sleeper;
    this.events = events;
  }

  /** Failsafe asks after the last attempt too. */
  private static Duration pause(Policy policy, int failed) {
    return failed <= policy.pauses().size() ? policy.pauses().get(failed - 1) : Duration.ZERO;
  }

  /**
   * Runs the work until it succeeds or the policy is used up.
   *
   * @param what the work, for people, such as {@code evaluating exp_iter3_…}
   */
  <T> T run(String what, RetryLoop.Work<T, InfrastructureException> work)
      throws InfrastructureException, InterruptedException {
    return RetryLoop.run(
        policy,
        () -> unlessStopped(work),
        (fault, pause) ->
            events.send(new Retrying(what, String.valueOf(fault.getMessage()), pause)),
        sleeper);
  }

  /**
   * Runs the work once. What it tells as a fault may be that its thread was interrupted, or its
   * processes stopped as this one ends: then it is neither tried again nor the campaign's fault.
   */
  private static <T> T unlessStopped(RetryLoop.Work<T, InfrastructureException> work)
      throws InfrastructureException, InterruptedException {
    try {
      return work.run();
    } catch (InfrastructureException fault) {
      if (!Thread.interrupted() && !LiveRuns.areEnding()) {
        throw fault;
      }
      InterruptedException stopped = new InterruptedException(fault.getMessage());
      stopped.initCause(fault);
      throw stopped;
    }
  }

  /**
   * Whether only the user can mend it, such as a wrong key or a second process that writes, or the
   * model has been asked again for as long as its call may last.
   */
  private static boolean isInVain(Throwable fault) {
    return (fault.getCause() instanceof ModelException model
            && model.kind().triedAgain() != ModelException.TriedAgain.WITH_ITS_WORK)
        || (fault instanceof InfrastructureException machine && machine.isLasting());
  }
}
