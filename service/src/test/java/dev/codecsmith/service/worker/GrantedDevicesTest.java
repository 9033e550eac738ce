package dev.codecsmith.service.worker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.job.DeviceGrant;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RunId;
import dev.codecsmith.service.protocol.Submission;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

class GrantedDevicesTest {
  private static final String GPU = "/dev/dri/renderD128";

  @TempDir private Path folder;

  private Worker worker(String... allowed) {
    return new Worker(
        new WorkerSettings("w", 1, 9, Duration.ofMinutes(1)),
        new GrantedDevices(
            (submission, heartbeats) -> JsonNodeFactory.instance.objectNode(),
            new DeviceGrant(Set.of(allowed))),
        new KeptReplies(folder, new MemoryArtifactStore()),
        Clock.systemUTC());
  }

  private static Submission wanting(String... devices) throws Exception {
    Job.Trial usual = Jobs.trial("exp_iter1_x/1");
    JobSettings settings = usual.settings();
    Job.Trial job =
        new Job.Trial(
            usual.attempt(),
            new JobSettings(
                settings.searchClips(),
                settings.heldOutClips(),
                settings.qualities(),
                settings.anchors(),
                settings.limits(),
                new JobSettings.Options(
                    settings.options().video(),
                    List.of(devices),
                    settings.options().cascade(),
                    settings.options().objective(),
                    settings.options().constraints())),
            usual.program());
    return new Submission.OfJob(RunId.ofJob(job.attempt()), "print", job);
  }

  @Test
  void aJobIsGivenNoDeviceThatTheOperatorDidNotAllow() throws Exception {
    try (Worker worker = worker()) {
      assertThatThrownBy(() -> worker.submit(wanting(GPU)))
          .isInstanceOf(BadRequestException.class)
          .hasMessageStartingWith("This worker gives programs no device \"" + GPU + "\"");
      assertThatCode(() -> worker.submit(wanting())).doesNotThrowAnyException();
    }
    try (Worker worker = worker("/dev/nvidia0")) {
      assertThatThrownBy(() -> worker.submit(wanting("/dev/nvidia0", GPU)))
          .isInstanceOf(BadRequestException.class);
      assertThatThrownBy(() -> worker.submit(wanting("/dev/nvidia0/../sda")))
          .isInstanceOf(BadRequestException.class);
    }
  }

  @Test
  void whatIsAllowedIsGiven() throws Exception {
    try (Worker worker = worker(GPU)) {
      assertThatCode(() -> worker.submit(wanting(GPU))).doesNotThrowAnyException();
    }
  }
}
