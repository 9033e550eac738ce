package dev.codecsmith.evolve.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredIterationsTest {
  private static final int MANY = 2 * ExperimentStore.PAGE + 10;
  private final ExperimentStore store = new MemoryExperimentStore();

  private void store(int iteration) throws Exception {
    store.create(
        ExperimentLifecycle.queued(
            "exp_iter" + iteration + "_x",
            "campaign_x",
            iteration,
            "us",
            new CandidateRecord("toy", "c", "00", "library", List.of(), "", Map.of()),
            Instant.EPOCH));
  }

  @Test
  void eachIterationIsFoundOverPagesAndGaps() throws Exception {
    store.putCampaignIfAbsent(new CampaignRecord("campaign_x", "toy", "{}", Instant.EPOCH));
    for (int iteration = 1; iteration <= MANY; iteration++) {
      if (!isGap(iteration)) {
        store(iteration);
      }
    }
    StoredIterations stored = new StoredIterations(store, "campaign_x", MANY);
    for (int iteration = 1; iteration <= MANY + 5; iteration++) {
      if (iteration > 1 && isGap(iteration - 1)) {
        // As the loop does, which evaluates a gap anew.
        store(iteration - 1);
      }
      if (isGap(iteration) || iteration > MANY) {
        assertThat(stored.idOf(iteration)).as("iteration %d", iteration).isEmpty();
      } else {
        assertThat(stored.idOf(iteration)).contains("exp_iter" + iteration + "_x");
      }
    }
  }

  private static boolean isGap(int iteration) {
    return iteration == 1 || iteration % 100 > 90 || iteration / 300 == 2;
  }
}
