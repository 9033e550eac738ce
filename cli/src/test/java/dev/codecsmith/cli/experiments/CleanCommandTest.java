package dev.codecsmith.cli.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.Spoken;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.data.DataDirectory.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanCommandTest {
  @TempDir private Path folder;
  private Path data;
  private String needed = "";
  private String left = "";

  @BeforeEach
  void fill() throws IOException {
    data = folder.resolve("data");
    try (DataDirectory opened = DataDirectory.open(data, Access.WRITE)) {
      needed = opened.artifacts().put(new byte[] {1});
      left = opened.artifacts().put(new byte[] {2});
      opened
          .experiments()
          .putCampaignIfAbsent(new CampaignRecord("c", "c", "[\"" + needed + "\"]", Instant.EPOCH));
    }
    try (Stream<Path> all = Files.walk(data.resolve("artifacts"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
      }
    }
  }

  private boolean isThere(String artifact) throws IOException {
    try (DataDirectory opened = DataDirectory.open(data, Access.READ)) {
      return opened.artifacts().contains(artifact);
    }
  }

  @Test
  void whatNothingNeedsIsDeletedAndCounted() throws Exception {
    Spoken said = Spoken.by("experiments", "clean", "--data", data.toString()).well();
    assertThat(said.out()).contains("Deleted 1 artifacts").contains("points of 0 programs");
    assertThat(isThere(needed)).isTrue();
    assertThat(isThere(left)).isFalse();
  }

  @Test
  void nothingIsDeletedWhileACampaignRuns() throws Exception {
    try (DataDirectory running = DataDirectory.open(data, Access.WRITE)) {
      running.announce("campaign_x");
      Spoken.by("experiments", "clean", "--data", data.toString())
          .complainsOf("is in use by", "wait until it ends, stop it");
    }
    assertThat(isThere(left)).isTrue();
  }
}
