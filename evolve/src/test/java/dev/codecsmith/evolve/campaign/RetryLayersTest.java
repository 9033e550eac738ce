package dev.codecsmith.evolve.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.models.AttemptReply;
import dev.codecsmith.evolve.models.FakeClock;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelException.TriedAgain;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.retry.AttemptFault;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import dev.codecsmith.evolve.models.retry.CallPolicyBuilder;
import dev.codecsmith.evolve.models.retry.CallRetry;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.events.CampaignEvent.Retrying;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fault is tried again in one layer: within a model's call, or with the work that made it. */
class RetryLayersTest {
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(20));

  private final FakeClock clock = new FakeClock();
  private final List<Duration> announced = new ArrayList<>();
  private final WorkRetry work =
      new WorkRetry(
          new WorkRetry.Policy(PAUSES),
          clock::sleep,
          event -> {
            if (event instanceof Retrying retrying) {
              announced.add(retrying.pause());
            }
          });
  private int attempts;

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theLayersDoNotMultiply(Kind kind) {
    assertThatThrownBy(() -> ask(kind)).isInstanceOf(ModelException.class);
    int withinACall = attempts;
    attempts = 0;

    assertThatThrownBy(() -> work.run("asking", () -> askInWork(kind)))
        .isInstanceOf(InfrastructureException.class);

    boolean withItsWork = kind.triedAgain() == TriedAgain.WITH_ITS_WORK;
    assertThat(withinACall > 1).isEqualTo(kind.triedAgain() == TriedAgain.WITHIN_THE_CALL);
    assertThat(attempts).isEqualTo(withItsWork ? 1 + PAUSES.size() : withinACall);
    assertThat(announced).isEqualTo(withItsWork ? PAUSES : List.of());
  }

  @Test
  void aFaultOfTheMachineIsTriedAgainAfterEachPause() {
    long begin = clock.nanoTime();

    assertThatThrownBy(() ->
            work.run(
                "storing",
                () -> {
                  attempts++;
                  throw new InfrastructureException("The disk is away.");
                }))
        .hasMessage("The disk is away.");

    assertThat(attempts).isEqualTo(4);
    assertThat(announced).isEqualTo(PAUSES);
    assertThat(Duration.ofNanos(clock.nanoTime() - begin)).isEqualTo(Duration.ofSeconds(26));
  }

  private String askInWork(Kind kind) throws InfrastructureException, InterruptedException {
    try {
      return ask(kind);
    } catch (ModelException e) {
      throw new InfrastructureException(String.valueOf(e.getMessage()), e);
    }
  }

  /** A new object each time: what one call learns of its server does not shorten the other. */
  private String ask(Kind kind) throws ModelException, InterruptedException {
    return new CallRetry(
            "a",
            "a",
            "nowhere",
            CallPolicyBuilder.builder(CallPolicy.defaults()).clock(clock).build())
        .ask(ModelRequest.of("", "What?"), request -> fail(kind))
        .text();
  }

  private AttemptReply fail(Kind kind) throws AttemptFault {
    attempts++;
    throw new AttemptFault(kind, "it fails", Optional.empty(), Optional.empty(), null);
  }
}
