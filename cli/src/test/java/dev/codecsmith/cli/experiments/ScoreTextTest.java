package dev.codecsmith.cli.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.Spoken;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who reads what the score is, reads the same everywhere, and it is what is computed: {@code
 * QualityMeterTest} in the module metrics holds the sentence to the numbers.
 */
final class ScoreTextTest {
  private static final Path ROOT = Path.of(System.getProperty("codecsmith.root", ".."));

  /** A formula of PSNR-YUV, in whichever way it is set. */
  private static final Pattern FORMULA = Pattern.compile("PSNR-U \\+ PSNR-V\\) ?/ ?8");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "codec-api/src/main/java/dev/codecsmith/codec/Codec.java",
        "evolve/src/main/resources/prompts/campaign.md",
        "evolve/src/main/resources/prompts/workspace.md",
        "docs/writing-programs.md",
        "README.md",
        "codecs/README.md"
      })
  void aTextThatSaysWhatIsScoredSaysItInTheSameWords(String file) throws IOException {
    assertThat(text(ROOT.resolve(file))).contains(Metric.PSNR_YUV_DEFINITION);
  }

  @Test
  void noTextHasAnotherDefinition() throws IOException {
    for (Path file : textsForReaders()) {
      String others = text(file).replace(Metric.PSNR_YUV_DEFINITION, "");
      assertThat(FORMULA.matcher(others).find()).as("a formula in %s", file).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "evaluate", "measure", "experiments export"})
  void helpSaysIt(String command) {
    String help = Spoken.by((command + " --help").split(" ")).out();
    assertThat(help.replaceAll("\\s+", " ")).contains(Metric.PSNR_YUV_DEFINITION);
  }

  @Test
  void theTableOfPointsShowsLumaByTheDefinitionOfTheScoreAndNamesIt() {
    StringWriter out = new StringWriter();
    Map<String, Double> figures =
        Map.of(
            "psnr_yuv", 38.125, "psnr_y", 37.25, "ffmpeg_psnr_y", 31.5, "ffmpeg_ssim_all", 0.96875);
    RatePoint.Resources used = new RatePoint.Resources(1, 1, 1);
    PrintWriter writer = new PrintWriter(out);
    PointTable.print(
        writer,
        List.of(
            RatePointBuilder.builder()
                .clip("carphone")
                .quality(40)
                .bytes(99)
                .bitrateKbps(1.5)
                .metrics(figures)
                .encode(used)
                .decode(used)
                .bitstreamSha256("")
                .framesSha256("")
                .build()));
    writer.flush();
    assertThat(out.toString())
        .contains("37.250", "38.125", Metric.PSNR_YUV_DEFINITION)
        .doesNotContain("31.5");
  }

  /** Documents, prompts and sources, but for the one that has the definition. */
  private static List<Path> textsForReaders() throws IOException {
    List<Path> texts = new ArrayList<>();
    try (Stream<Path> folders = Files.list(ROOT)) {
      for (Path folder : folders.toList()) {
        texts.addAll(below(folder.resolve("src/main")));
      }
    }
    texts.addAll(below(ROOT.resolve("docs")));
    texts.add(ROOT.resolve("README.md"));
    texts.removeIf(file -> file.endsWith("metrics/Metric.java"));
    assertThat(texts).hasSizeGreaterThan(100);
    return texts;
  }

  private static List<Path> below(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java") || file.toString().endsWith(".md"))
          .toList();
    }
  }

  /** A file as one line, without the stars of Javadoc. */
  private static String text(Path file) throws IOException {
    return Files.readString(file).replaceAll("\n *\\* ", " ").replaceAll("\\s+", " ");
  }
}
