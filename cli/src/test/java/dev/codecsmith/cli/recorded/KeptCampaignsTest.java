package dev.codecsmith.cli.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.recorded.RecordedCampaign.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recorded campaigns of this repository: what changes here must still read them. */
class KeptCampaignsTest {
  private static final Path CAMPAIGNS =
      Path.of(System.getProperty("codecsmith.root", ".."), "campaigns");

  static List<Path> campaigns() throws IOException {
    try (Stream<Path> folders = Files.list(CAMPAIGNS)) {
      return folders.filter(RecordedFolder::isOne).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("campaigns")
  void everyProgramIsMadeFromItsDifferencesAndEveryScoreHasItsFigures(Path folder)
      throws IOException {
    RecordedFolder recorded = RecordedFolder.read(folder);

    assertThat(recorded.experiments()).isNotEmpty();
    assertThat(recorded.curves()).isNotEmpty();
    for (Experiment experiment : recorded.experiments()) {
      // Fails if its SHA-256 is another than was recorded.
      assertThat(recorded.program(experiment).files()).as(experiment.id()).isNotEmpty();
      if (experiment.identity().status().equals("succeeded")) {
        assertThat(recorded.figures(experiment.id())).as(experiment.id()).containsKey("score");
      }
    }
  }
}
