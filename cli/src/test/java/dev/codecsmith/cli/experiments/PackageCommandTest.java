package dev.codecsmith.cli.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code codecsmith package}, and what it makes run without it. */
class PackageCommandTest {
  @TempDir private Path folder;

  @Test
  void anExperimentBecomesAFolderThatRunsAlone() throws Exception {
    String clip = folder.resolve("tiny.y4m").toString();
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 2);
    String data = folder.resolve("data").toString();
    JsonNode report =
        Spoken.by(
                "run", "--json", "--clip", clip, "--iterations", "1", "--seed", "7", "--data", data)
            .json();
    JsonNode experiment = report.at("/experiments/0");
    String id = experiment.path("id").asString();
    Path out = folder.resolve("codec-to-take-home");
    String start = id.substring(0, id.length() - 2);
    Spoken said = Spoken.by("package", start, "--out", out.toString(), "--data", data).well();
    assertThat(said.out()).contains(id, "README.md");

    Path bitstream = folder.resolve("bitstream");
    JsonNode point = experiment.at("/points/0");
    ProcessBuilder codec =
        new ProcessBuilder("./codec", "encode", clip, point.path("quality").asString())
            .directory(out.toFile())
            .redirectOutput(bitstream.toFile())
            .redirectError(folder.resolve("errors").toFile());
    codec.environment().clear();
    codec
        .environment()
        .put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":/usr/bin:/bin");
    assertThat(codec.start().waitFor()).as(Files.readString(folder.resolve("errors"))).isZero();
    assertThat(DigestUtils.sha256Hex(Files.readAllBytes(bitstream)))
        .isEqualTo(point.path("bitstream_sha256").asString());

    Spoken.by("package", id, "--out", out.toString(), "--data", data).complainsOf("is not empty");
    Spoken.by("package", "exp_none", "--out", out + "-2", "--data", data)
        .complainsOf("There is no experiment 'exp_none'");
    Spoken.by("package", id, "--data", data).refuses("--out");
  }
}
