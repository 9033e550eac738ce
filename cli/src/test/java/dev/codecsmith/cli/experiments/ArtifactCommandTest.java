package dev.codecsmith.cli.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code codecsmith experiments artifact}. */
class ArtifactCommandTest {
  @TempDir private Path folder;

  @Test
  void whatAnExperimentLeftIsGivenWholeByItsRole() throws Exception {
    String clip = folder.resolve("tiny.y4m").toString();
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 2);
    String data = folder.resolve("data").toString();
    JsonNode experiment =
        Spoken.by(
                "run",
                "--json",
                "--no-dashboard",
                "--clip",
                clip,
                "--iterations",
                "1",
                "--data",
                data)
            .json()
            .at("/experiments/0");
    String id = experiment.path("id").asString();
    JsonNode point = experiment.at("/points/0");
    String role =
        "bitstream/" + point.path("clip").asString() + "/" + point.path("quality").asString();
    String sha256 = point.path("bitstream_sha256").asString();

    Path file = folder.resolve("bitstream.bin");
    Spoken written =
        artifact(id.substring(0, id.length() - 2), role, data, "--out", file.toString()).well();
    assertThat(written.out()).isEmpty();
    assertThat(DigestUtils.sha256Hex(Files.readAllBytes(file))).isEqualTo(sha256);

    Process printing =
        CommandProcess.of("experiments", "artifact", id, role, "--data", data).start();
    assertThat(DigestUtils.sha256Hex(printing.getInputStream().readAllBytes())).isEqualTo(sha256);
    assertThat(printing.waitFor()).isZero();

    artifact(id, "film", data).complainsOf(id + " has no artifact 'film'; it has", role, "log");
    artifact(id, role, data, "--link", "1").refuses("--link is of stores in S3", "--out FILE");
    artifact(id, role, data, "--link", "169").refuses("--link must be from 1 to 168");
    artifact(id, role, data, "--out", folder.resolve("none/f").toString())
        .complainsOf("There is no folder");
  }

  private static Spoken artifact(String id, String role, String data, String... more) {
    List<String> words =
        new ArrayList<>(List.of("experiments", "artifact", id, role, "--data", data));
    words.addAll(List.of(more));
    return Spoken.by(words.toArray(String[]::new));
  }
}
