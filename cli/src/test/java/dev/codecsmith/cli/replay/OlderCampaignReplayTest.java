package dev.codecsmith.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.Spoken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A campaign that an earlier version recorded comes out the same: its stored programs give the same
 * figures. From its seed on it would be another one where the library's programs have changed. Its
 * data folder was made by commit d3f9ea1, before experiments could travel: two programs of the
 * library of then on a clip of two frames.
 */
final class OlderCampaignReplayTest {
  private static final String CAMPAIGN = "campaign_08d0ace8e3";

  @TempDir private Path data;

  @Test
  void everyFigureOfACampaignOfTheVersionBeforeComesOutTheSame() throws Exception {
    unpack();
    Spoken again = Spoken.by("replay", CAMPAIGN, "--data", data.toString()).well();
    assertThat(again.out()).contains("2 of 2 experiments came out the same, 168 figures in all.");
  }

  private void unpack() throws IOException {
    try (InputStream packed =
            Objects.requireNonNull(getClass().getResourceAsStream("/replay/" + CAMPAIGN + ".zip"));
        ZipInputStream zip = new ZipInputStream(packed)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = data.resolve(entry.getName());
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.copy(zip, file);
      }
    }
  }
}
