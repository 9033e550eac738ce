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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TriedIdeasTest {
  private final ExperimentStore store = new MemoryExperimentStore();
  private boolean isBroken;
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
}
