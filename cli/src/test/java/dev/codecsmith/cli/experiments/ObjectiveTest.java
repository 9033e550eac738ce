package dev.codecsmith.cli.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A campaign that seeks something else than BD-rate by PSNR-YUV, from its file to its report. */
class ObjectiveTest {
  private static final String WORDS =
      "mean of the BD-rates by SSIM (weight 1), PSNR-HVS (weight 1) against x264-medium, plus 2"
          + " points for each KiB of the program, compressed";

  @TempDir private Path folder;

  @Test
  void everyTableSaysWhatItsScoresAre() throws Exception {
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 2);
    Path file =
        Files.writeString(
            folder.resolve("campaign.yaml"),
            """
            clips: tiny.y4m
            iterations: 1
            objective: {metrics: {ssim: 1, psnr_hvs: 1}, prices: {decoder_kibibyte: 2}}
            """);
    String data = folder.resolve("data").toString();

    Spoken run = run(file, data).well();
    assertThat(run.err())
        .contains("Scores: " + WORDS + ", lower is better", "  score ")
        .doesNotContain("% BD-rate");
    assertThat(run.out()).contains(": " + WORDS + ", lower is better").contains("score %");

    assertThat(Spoken.by("experiments", "list", "--data", data).well().out())
        .contains("score: " + WORDS + ", lower is better")
        .contains("score %");
    JsonNode export = Spoken.by("experiments", "export", "--data", data).json();
    assertThat(export.at("/campaign/objective").asString()).isEqualTo(WORDS);
    JsonNode experiment = export.at("/experiments/0");
    JsonNode rates = experiment.path("bd_rate");
    assertThat(experiment.path("score").doubleValue())
        .isEqualTo(rates.path("x264-medium/objective").doubleValue())
        .isCloseTo(
            (rates.path("x264-medium/ssim").doubleValue()
                        + rates.path("x264-medium/psnr_hvs").doubleValue())
                    / 2
                + 2 * experiment.path("decoder_bytes").doubleValue() / 1024,
            org.assertj.core.api.Assertions.within(1e-9));

    String id = experiment.path("id").asString();
    assertThat(Spoken.by("experiments", "show", id, "--data", data).well().out())
        .contains("against x264-medium/objective");
    Spoken.by("replay", id, "--data", data).well();
    Path report = folder.resolve("report.html");
    Spoken.by("report", "--data", data, "--out", report.toString()).well();
    assertThat(Files.readString(report)).contains("By " + WORDS + ".", "Best score");

    Spoken.by(
            "campaign",
            "resume",
            export.at("/campaign/id").asString(),
            "--objective",
            "psnr_y",
            "--data",
            data)
        .complainsOf("it would be campaign_");
  }

  private static Spoken run(Path file, String data) {
    return Spoken.by("run", "--no-dashboard", "--campaign", file.toString(), "--data", data);
  }
}
