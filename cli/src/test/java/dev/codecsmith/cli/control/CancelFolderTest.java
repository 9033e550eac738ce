package dev.codecsmith.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.experiment.Cancellations;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancelFolderTest {
  private static final String CAMPAIGN = "campaign_a";
  private static final String ID = "exp_iter1_a";

  @TempDir private Path folder;

  @Test
  void whatWaitsForItsTurnStaysAskedForUntilItHasEnded() throws Exception {
    try (DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE)) {
      CampaignRecord _ =
          data.experiments()
              .putCampaignIfAbsent(new CampaignRecord(CAMPAIGN, "a", "{}", Instant.EPOCH));
      ExperimentRecord queued =
          ExperimentLifecycle.queued(
              ID,
              CAMPAIGN,
              1,
              "me",
              new CandidateRecord("n", "c", "ab".repeat(32), "library", List.of(), "", Map.of()),
              Instant.EPOCH);
      data.experiments().create(queued);
      assertThatThrownBy(() -> CancelFolder.ask(data, data.experiments(), ID))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Nothing to cancel: no process runs " + CAMPAIGN);
      data.announce(CAMPAIGN);
      CancelFolder.ask(data, data.experiments(), ID);
      CancelFolder asked = CancelFolder.of(data);
      Path request = folder.resolve("cancel").resolve(ID);
      asked.take(new Cancellations());
      assertThat(request).as("nobody evaluates it yet").exists();
      data.experiments()
          .update(ExperimentLifecycle.ended(queued, ExperimentResult.NONE, Instant.EPOCH));
      asked.take(new Cancellations());
      assertThat(request).doesNotExist();
      assertThatThrownBy(() -> CancelFolder.ask(data, data.experiments(), ID))
          .hasMessage("Nothing to cancel: " + ID + " has ended, it succeeded.");
    }
  }

  @Test
  void whatWasAskedOfAnEarlierRunIsForgotten() throws Exception {
    try (DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE)) {
      Path request = folder.resolve("cancel").resolve(ID);
      Files.createDirectories(request.getParent());
      Files.createFile(request);
      try (CancelFolder.Watch _ = CancelFolder.of(data).watch(new Cancellations())) {
        assertThat(request).doesNotExist();
      }
    }
  }
}
