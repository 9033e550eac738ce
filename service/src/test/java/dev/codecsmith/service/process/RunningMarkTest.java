package dev.codecsmith.service.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.data.DataDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningMarkTest {
  @TempDir private Path folder;

  @Test
  void theLogOfOneThatDidNotEndByItselfIsKept() throws Exception {
    Path log = folder.resolve("worker.log");
    try (DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE)) {
      try (RunningMark mark = RunningMark.set(data, "worker", log, Clock.systemUTC())) {
        assertThat(mark.lastCrash()).isEmpty();
        Files.writeString(log, "its last words\n");
      }
      try (RunningMark mark = RunningMark.set(data, "worker", log, Clock.systemUTC())) {
        assertThat(mark.lastCrash()).as("that one ended by itself").isEmpty();
      }
      // This one is killed.
      RunningMark _ = RunningMark.set(data, "worker", log, Clock.systemUTC());
      String hash;
      try (RunningMark mark = RunningMark.set(data, "worker", log, Clock.systemUTC())) {
        hash = mark.foundNow().orElseThrow().log();
        assertThat(new String(data.artifacts().read(hash), StandardCharsets.UTF_8))
            .isEqualTo("its last words\n");
      }
      assertThat(data.clean().artifacts()).as("it is needed").isZero();
      try (RunningMark mark = RunningMark.set(data, "worker", log, Clock.systemUTC())) {
        assertThat(mark.foundNow()).isEmpty();
        assertThat(mark.lastCrash().orElseThrow().log()).isEqualTo(hash);
      }
    }
  }
}
