package dev.codecsmith.service.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that answers, is away, or is silent. */
@Timeout(60)
class CampaignFiguresTest {
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String NOT_ASKED =
      "The store was not asked in time, as it answers for other campaigns first.";

  private final CountDownLatch silence = new CountDownLatch(1);
  private volatile boolean away;
  private volatile boolean silent;
  private int ended = 1;
  private int changes;

  private final CampaignFigures figures = new CampaignFigures(store(), () -> changes);

  private ExperimentStore store() {
    return (ExperimentStore)
        Proxy.newProxyInstance(
            ExperimentStore.class.getClassLoader(),
            new Class<?>[] {ExperimentStore.class},
            (_, method, _) -> {
              if (away) {
                throw StoreException.away("its server is away", new IllegalStateException());
              }
              if (silent) {
                silence.await();
              }
              return method.getName().equals("counts")
                  ? Map.of(ExperimentStatus.SUCCEEDED, ended)
                  : List.of();
            });
  }

  private static QueuedCampaign running(String id) {
    return QueuedCampaign.waiting(
            1,
            new CampaignRunner.Planned(id, id, 3),
            new CampaignRequest("", Optional.empty(), Optional.empty()),
            Instant.EPOCH)
        .begun(Instant.EPOCH);
  }

  private static int ended(CampaignFigures.Told told) {
    return told.figures().orElseThrow().counts().getOrDefault(ExperimentStatus.SUCCEEDED, 0);
  }

  private static String fault(CampaignFigures.Told told) {
    return told.fault().orElseThrow();
  }

  @Test
  void whatTheStoreTellsNowIsTold() throws Exception {
    assertThat(ended(figures.of(running("c"), LONG))).isEqualTo(1);
    ended = 2;
    CampaignFigures.Told told = figures.of(running("c"), LONG);
    assertThat(ended(told)).isEqualTo(2);
    assertThat(told.fault()).isEmpty();
  }

  @Test
  void ofACampaignThatHasEndedTheStoreIsNotAskedOverAndOver() throws Exception {
    QueuedCampaign over =
        running("c").afterwards(CampaignState.FINISHED, Optional.empty(), Instant.EPOCH);
    assertThat(ended(figures.of(running("c"), LONG))).isEqualTo(1);
    ended = 2;
    assertThat(ended(figures.of(over, LONG))).as("not those from before its end").isEqualTo(2);
    ended = 3;
    CampaignFigures.Told again = figures.of(over, LONG);
    assertThat(ended(again)).isEqualTo(2);
    assertThat(again.fault()).isEmpty();
    assertThat(ended(figures.of(running("c"), LONG))).as("it goes on").isEqualTo(3);
  }

  @Test
  void whatThisProcessDeletesOfACampaignThatHasEndedIsMissedAtOnce() throws Exception {
    QueuedCampaign over =
        running("c").afterwards(CampaignState.FINISHED, Optional.empty(), Instant.EPOCH);
    ended = 2;
    assertThat(ended(figures.of(over, LONG))).isEqualTo(2);
    ended = 1;
    changes++;
    assertThat(ended(figures.of(over, LONG))).isEqualTo(1);
    ended = 0;
    assertThat(ended(figures.of(over, LONG))).as("kept again").isEqualTo(1);
  }

  @Test
  void ofAStoreThatIsAwayTheLastFiguresAreTold() throws Exception {
    CampaignFigures.Told _ = figures.of(running("c"), LONG);
    away = true;
    CampaignFigures.Told told = figures.of(running("c"), LONG);
    assertThat(ended(told)).isEqualTo(1);
    assertThat(told.fault()).contains("The store cannot be read: its server is away");
    assertThat(figures.of(running("d"), LONG).figures()).isEmpty();
  }

  @Test
  void aStoreThatIsSilentKeepsNobodyWaitingHoweverManyAsk() throws Exception {
    CampaignFigures.Told _ = figures.of(running("c"), LONG);
    silent = true;
    Duration patience = SOON;
    String fault = fault(figures.of(running("c"), patience));
    // On a slow machine the thread that asks may begin too late; each time more is granted.
    while (fault.equals(NOT_ASKED)) {
      patience = patience.multipliedBy(2);
      fault = fault(figures.of(running("c"), patience));
    }
    assertThat(fault).isEqualTo("The store does not answer within " + patience.toMillis() + " ms.");
    List<QueuedCampaign> many = IntStream.range(0, 50).mapToObj(i -> running("c" + i)).toList();
    assertThat(figures.of(many, SOON).values())
        .hasSize(50)
        .extracting(CampaignFiguresTest::fault)
        .contains(NOT_ASKED)
        .isSubsetOf("The store does not answer within 20 ms.", NOT_ASKED);
    assertThat(ended(figures.of(running("c"), SOON))).isEqualTo(1);
    silence.countDown();
    silent = false;
    assertThat(figures.of(running("c"), LONG).fault()).isEmpty();
  }
}
