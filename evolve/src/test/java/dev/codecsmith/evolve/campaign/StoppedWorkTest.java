package dev.codecsmith.evolve.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.models.FakeClock;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.attempts.RetryLoop;
import dev.codecsmith.store.events.CampaignEvent;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work that was interrupted has not failed, whatever the part of it that noticed says. */
class StoppedWorkTest {
  private final FakeClock clock = new FakeClock();
  private final List<CampaignEvent> told = new ArrayList<>();
  private int attempts;

  @AfterEach
  void clear() {
    boolean _ = Thread.interrupted();
  }

  private WorkRetry retry(Duration... pauses) {
    return new WorkRetry(new WorkRetry.Policy(List.of(pauses)), clock::sleep, told::add);
  }

  private Void interrupted(InfrastructureException fault) throws InfrastructureException {
    attempts++;
    Thread.currentThread().interrupt();
    throw fault;
  }

  @Test
  void anInterruptThatIsToldAsAFaultIsNeitherTriedAgainNorAFault() {
    for (WorkRetry retry : List.of(retry(Duration.ofSeconds(1)), retry())) {
      attempts = 0;
      InfrastructureException closed = new InfrastructureException("The channel was closed.");
      assertThatThrownBy(() -> retry.run("storing", () -> interrupted(closed)))
          .isInstanceOf(InterruptedException.class)
          .hasCause(closed);
      assertThat(attempts).isEqualTo(1);
      assertThat(Thread.interrupted()).isFalse();
    }
    assertThat(told).isEmpty();
  }

  @Test
  void aLastingFaultOfInterruptedWorkDoesNotStopTheCampaignEither() {
    InfrastructureException lasting = InfrastructureException.lasting("The clip was changed.");
    assertThatThrownBy(
            () -> retry(Duration.ofSeconds(1)).run("preparing", () -> interrupted(lasting)))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void noFurtherAttemptIsAnnouncedToAnInterruptedThread() {
    RetryPolicy<Object> policy =
        RetryPolicy.builder()
            .handle(IOException.class)
            .withMaxRetries(3)
            .withDelay(Duration.ofSeconds(1))
            .build();
    List<Exception> announced = new ArrayList<>();
    assertThatThrownBy(() ->
            RetryLoop.run(
                policy,
                () -> {
                  attempts++;
                  Thread.currentThread().interrupt();
                  throw new IOException("closed");
                },
                (fault, pause) -> announced.add(fault),
                pause -> {}))
        .isInstanceOf(InterruptedException.class);
    assertThat(attempts).isEqualTo(1);
    assertThat(announced).isEmpty();
  }
}
