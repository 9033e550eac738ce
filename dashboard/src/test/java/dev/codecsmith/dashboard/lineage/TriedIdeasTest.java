package dev.codecsmith.dashboard.lineage;

import static dev.codecsmith.dashboard.StoredCampaign.T0;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.dashboard.StoredCampaign;
import dev.codecsmith.dashboard.live.Relative;
import dev.codecsmith.evolve.ideas.IdeaLog;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TriedIdeasTest {
  private final ExperimentStore store = new MemoryExperimentStore();
  private boolean isBroken;

  /** What happens before each access to the store. */
  private Waiting held = () -> {};

  @FunctionalInterface
  private interface Waiting {
    void await() throws InterruptedException;
  }

  private final TriedIdeas ideas = new TriedIdeas(breakable(store));

  private ExperimentStore breakable(ExperimentStore whole) {
    return (ExperimentStore)
        Proxy.newProxyInstance(
            ExperimentStore.class.getClassLoader(),
            new Class<?>[] {ExperimentStore.class},
            (_, method, arguments) -> {
              if (isBroken) {
                throw new StoreException("The disk broke.");
              }
              held.await();
              try {
                return method.invoke(whole, arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }

  @BeforeEach
  void store() throws Exception {
    StoredCampaign campaign = StoredCampaign.in(store, "c");
    campaign.succeeded(1, -3);
    ExperimentRecord child =
        ExperimentLifecycle.queued(
            experiment(2),
            "c",
            2,
            "me",
            new CandidateRecord(
                "n",
                "java",
                "ab".repeat(32),
                "model",
                List.of(experiment(1)),
                "IDEA: cabac",
                Map.of()),
            T0);
    store.create(child);
    campaign.succeeded(2, -7);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Relative relative(int iteration, double score) {
    return new Relative(
        experiment(iteration), iteration, "n", "model", List.of(), Optional.of(score), false);
  }

  private static Optional<Double> best(IdeaLog log) {
    return Optional.ofNullable(log.effects().get("cabac")).flatMap(IdeaLog.Effect::bestChange);
  }

  @Test
  void aProgramWhoseRecordCouldNotBeReadIsReadAgain() throws Exception {
    List<Relative> programs = List.of(relative(1, -3), relative(2, -7));
    isBroken = true;
    assertThatThrownBy(() -> ideas.of("c", programs)).isInstanceOf(StoreException.class);
    isBroken = false;
    assertThat(best(ideas.of("c", programs))).contains(-4.0);
    isBroken = true;
    assertThat(best(ideas.of("c", programs))).as("each is read once").contains(-4.0);
  }

  @Test
  void aProgramThatIsScoredAnewIsCountedAnew() throws Exception {
    assertThat(best(ideas.of("c", List.of(relative(1, -3), relative(2, -7))))).contains(-4.0);
    assertThat(best(ideas.of("c", List.of(relative(1, -5), relative(2, -7))))).contains(-2.0);
  }

  @Test
  void whereAProgramIsGoneThoseAloneAreReadAgainThatWereMadeFromIt() throws Exception {
    StoredCampaign.in(store, "c").succeeded(3, -1);
    assertThat(best(ideas.of("c", List.of(relative(1, -3), relative(2, -7), relative(3, -1)))))
        .contains(-4.0);
    isBroken = true;
    assertThat(best(ideas.of("c", List.of(relative(1, -3), relative(2, -7)))))
        .as("nothing was made from the third")
        .contains(-4.0);
    isBroken = false;
    IdeaLog orphaned = ideas.of("c", List.of(relative(2, -7)));
    assertThat(best(orphaned)).as("no parent is left to hold it against").isEmpty();
    assertThat(orphaned.effect("cabac").orElseThrow().tries()).isOne();
  }

  @Test
  void whoAsksOfOneCampaignDoesNotWaitForThatOfAnother() throws Exception {
    List<Relative> programs = List.of(relative(1, -3), relative(2, -7));
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    held =
        () -> {
          reading.countDown();
          go.await();
        };
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<IdeaLog> slow = readers.submit(() -> ideas.of("c", programs));
      reading.await();
      assertThat(ideas.of("d", List.of()).effects()).isEmpty();
      go.countDown();
      assertThat(best(slow.get())).contains(-4.0);
    }
  }
}
