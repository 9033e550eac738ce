package dev.codecsmith.evolve.campaign;

import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.lab.experiment.ExperimentLostException;
import dev.codecsmith.sandbox.InfrastructureException;
import java.time.Duration;
import java.util.List;

/**
 * Tries work again after a fault of the infrastructure, with growing pauses. Such a fault consumes
 * no iteration; when it does not pass, the campaign stops and can be continued later.
 */
public final class Retry {

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

  /** Work that may meet a fault of the infrastructure. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws InfrastructureException, InterruptedException;
  }

  private final Policy policy;
  private final CampaignTools.Sleeper sleeper;
  private final CampaignListener listener;

  Retry(Policy policy, CampaignTools.Sleeper sleeper, CampaignListener listener) {
    this.policy = policy;
    this.sleeper = sleeper;
    this.listener = listener;
  }

  /**
   * Runs the work until it succeeds or the policy is used up.
   *
   * @param what the work, for people, such as {@code evaluating exp_iter3_…}
   */
  <T> T run(String what, Work<T> work) throws InfrastructureException, InterruptedException {
    for (Duration pause : policy.pauses()) {
      try {
        return work.run();
      } catch (InfrastructureException e) {
        if (lasting(e)) {
          throw e;
        }
        listener.retry(what, String.valueOf(e.getMessage()), pause);
        sleeper.sleep(pause);
      }
    }
    return work.run();
  }

  /**
   * Whether only the user can mend it, such as a wrong key or a second process that writes: trying
   * again would be in vain.
   */
  private static boolean lasting(InfrastructureException fault) {
    return (fault.getCause() instanceof ModelException model && !model.kind().passing())
        || ExperimentLostException.isCauseOf(fault);
  }
}
