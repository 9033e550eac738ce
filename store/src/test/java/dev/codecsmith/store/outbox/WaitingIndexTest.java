package dev.codecsmith.store.outbox;

import static dev.codecsmith.store.Samples.queued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a process knows of its store while others of its threads read there. */
class WaitingIndexTest {
  private static final ExperimentRecord QUEUED = queued("c", 1, "us");

  private final WaitingIndex index = new WaitingIndex();

  private Optional<ExperimentRecord> known(String id) throws StoreException {
    return index.record(
        id,
        begin -> {
          throw new AssertionError("nothing waits");
        });
  }

  @Test
  void aRecordThatWasReadBeforeItWasWrittenDoesNotReplaceWhatWasWritten() throws Exception {
    ExperimentRecord building = Samples.at(QUEUED, ExperimentStatus.BUILDING);
    index.see(building);
    index.see(QUEUED);
    assertThat(known(QUEUED.id())).contains(building);
    ExperimentRecord ended = Samples.succeeded(building, -5);
    index.see(ended);
    index.see(building);
    assertThat(known(QUEUED.id())).contains(ended);
  }

  @Test
  void whoReadsManyThatEndedForgetsNoneThatIsUnderWay() throws Exception {
    index.see(QUEUED);
    for (int i = 2; i < 1000; i++) {
      index.see(Samples.succeeded(queued("c", i, "us"), -5));
    }
    assertThat(known(QUEUED.id())).contains(QUEUED);
    assertThat(known(queued("c", 2, "us").id())).as("of long ago").isEmpty();
    assertThat(known(queued("c", 999, "us").id())).isPresent();
  }
}
