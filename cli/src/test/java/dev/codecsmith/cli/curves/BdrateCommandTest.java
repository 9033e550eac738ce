package dev.codecsmith.cli.curves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.cli.Spoken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** BD-rates of CSV files: known answers, named states, sentences with line numbers. */
class BdrateCommandTest {
  private static final String POINTED =
      "kbps,psnr\n108061.2784,43.6768\n61299.9936,40.4232\n33928.7472,37.2761\n18910.912,34.3147\n";

  @TempDir private Path folder;

  private String csv(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String anchor1() throws IOException {
    return csv(
        "anchor.csv",
        """
        bitrate_kbps,psnr
        108048.8736,43.6471
        61279.976,40.3953
        33905.6656,37.247
        18883.6928,34.2911
        """);
  }

  @Test
  void meetsTheTwoCasesOfJctvcE137() throws Exception {
    String test1 =
        csv(
            "test.csv",
            """
            kbps,psnr
            108061.2784,43.6768
            61299.9936,40.4232
            33928.7472,37.2761
            18910.912,34.3147
            """);
    JsonNode first = Spoken.by("bdrate", anchor1(), test1, "--json").json();
    assertThat(first.path("bd_rate").doubleValue()).isCloseTo(-0.465215, within(1e-6));
    assertThat(first.path("bd_quality").doubleValue()).isPositive();
    assertThat(first.path("method").asString()).isEqualTo("pchip");
    assertThat(first.path("warnings")).isEmpty();
    assertThat(Spoken.by("bdrate", anchor1(), test1).well().out())
        .contains("BD-rate     -0.465215 %")
        .containsPattern("BD-quality  \\+0\\.02\\d+ dB");
    for (String method : new String[] {"akima", "cubic"}) {
      assertThat(
              Spoken.by("bdrate", anchor1(), test1, "--method", method, "--json")
                  .json()
                  .path("bd_rate")
                  .doubleValue())
          .as(method)
          .isCloseTo(-0.465215, within(0.05));
    }

    String anchor2 =
        csv(
            "a2.csv",
            """
            rate,psnr_yuv,other
            40433.8848,37.5761,1
            7622.7456,35.3756,2
            2394.488,33.8977,3
            1017.6184,32.0603,4
            """);
    String test2 =
        csv(
            "t2.csv",
            """
            bitrate,psnr_yuv
            40370.12,37.5982
            7587.0024,35.4025
            2390.0944,33.9194
            1017.0984,32.0822
            """);
    JsonNode second = Spoken.by("bdrate", anchor2, test2, "--json").json();
    assertThat(second.path("bd_rate").doubleValue()).isCloseTo(-1.877982, within(1e-6));
    assertThat(second.path("metric").asString()).isEqualTo("psnr_yuv");
  }

  private void state(String test, String state) throws IOException {
    Spoken said = Spoken.by("bdrate", anchor1(), csv("test.csv", test), "--json");
    assertThat(said.json().path("bd_rate").path("state").asString()).isEqualTo(state);
    assertThat(said.err()).contains(state);
    assertThat(Spoken.by("bdrate", anchor1(), csv("test.csv", test)).well().out()).contains(state);
  }

  @Test
  void whereThereIsNoFigureItsStateIsNamed() throws Exception {
    state("rate,psnr\n10,20\n20,21\n30,22\n40,23\n", "no-overlap");
    state("rate,psnr\n10000,40\n20000,39\n30000,38\n40000,37\n", "not-monotonic");
    state("rate,psnr\n10000,40\n", "too-few-points");
    state("rate,psnr\n10000,40\n20000,inf\n", "not-finite");
    state("rate,psnr\n0,40\n20000,41\n", "not-finite");
  }

  @Test
  void littleOverlapIsAWarning() throws Exception {
    Spoken said =
        Spoken.by(
            "bdrate",
            anchor1(),
            csv("test.csv", "rate,psnr\n60000,42\n80000,43\n100000,48\n"),
            "--json");
    assertThat(said.json().path("bd_rate").isNumber()).isTrue();
    assertThat(said.json().path("warnings").path(0).asString()).startsWith("too-little-overlap");
    assertThat(said.err()).startsWith("warning: too-little-overlap");
  }

  @Test
  void clipsAreComparedOneByOneAndIdsTellCurvesApart() throws Exception {
    String rows = "";
    for (String id : new String[] {"one", "two"}) {
      double factor = id.equals("one") ? 1 : 0.5;
      for (String clip : new String[] {"a", "\"b, c\""}) {
        for (int i = 1; i <= 4; i++) {
          rows += id + "," + clip + "," + factor * 100 * i * i + "," + (30 + 2 * i) + "\n";
        }
      }
    }
    String both = csv("both.csv", "id,clip,bitrate_kbps,psnr_yuv\n" + rows);
    Spoken.by("bdrate", both, both).complainsOf("--anchor-id", "one, two");
    JsonNode json =
        Spoken.by("bdrate", both, both, "--anchor-id", "one", "--test-id", "two", "--json").json();
    assertThat(json.path("bd_rate").doubleValue()).isCloseTo(-50, within(1e-9));
    assertThat(json.path("per_clip").path("b, c").path("bd_rate").doubleValue())
        .isCloseTo(-50, within(1e-9));
    Spoken.by("bdrate", both, both, "--anchor-id", "three").complainsOf("three", "one, two");
  }

  private double rate(String test, String... options) throws IOException {
    String[] words =
        Stream.concat(
                Stream.of("bdrate", anchor1(), csv("test.csv", test), "--json"),
                Arrays.stream(options))
            .toArray(String[]::new);
    return Spoken.by(words).json().path("bd_rate").doubleValue();
  }

  @Test
  void spreadsheetsOfOtherCountriesAreRead() throws Exception {
    double expected = rate(POINTED);
    String semicolons = POINTED.replace(',', ';');
    assertThat(rate(semicolons)).isEqualTo(expected);
    assertThat(rate(semicolons.replace('.', ','))).isEqualTo(expected);
    assertThat(rate("\uFEFF" + semicolons.replace('.', ',').replace("\n", "\r\n")))
        .isEqualTo(expected);
    assertThat(rate(POINTED.replace(',', '\t'))).isEqualTo(expected);
    assertThat(rate("\uFEFF" + POINTED)).isEqualTo(expected);
    Path wide = folder.resolve("wide.csv");
    Files.write(wide, ("\uFEFF" + POINTED.replace(',', '\t')).getBytes(StandardCharsets.UTF_16LE));
    assertThat(
            Spoken.by("bdrate", anchor1(), wide.toString(), "--json")
                .json()
                .path("bd_rate")
                .doubleValue())
        .isEqualTo(expected);
  }

  @Test
  void aNumberThatCouldBeTwoIsRefusedByName() throws Exception {
    refused(
        "rate,psnr\n108061,2784,43,6768\n",
        "test.csv, line 2: expected 2 fields as in line 1, found 4",
        "decimal commas",
        "semicolons");
    refused("rate,psnr\n\"1,234\",43.6\n", "line 2: rate should be a number", "decimal point");
    refused("rate;psnr\n1.234,5;43,6\n", "line 2: rate should be a number", "1.234,5");
    refused("rate;psnr\n1 234;43,6\n", "line 2: rate should be a number", "between thousands");
  }

  @Test
  void aPointThatIsThereTwiceIsNamedWithFileAndLine() throws Exception {
    String twice = POINTED + "61299.9936,40.4232\n";
    Spoken said = Spoken.by("bdrate", anchor1(), csv("test.csv", twice), "--json");
    assertThat(said.json().path("bd_rate").doubleValue()).isEqualTo(rate(POINTED));
    assertThat(said.err())
        .startsWith("warning: ")
        .contains("test.csv, line 6: the point of line 3 once more; it is left out.");
    assertThat(said.json().path("warnings")).hasSize(1);
    String torn = POINTED + "61299.9936,40.9\n";
    Spoken other = Spoken.by("bdrate", anchor1(), csv("test.csv", torn), "--json");
    assertThat(other.json().path("bd_rate").path("state").asString()).isEqualTo("not-monotonic");
    assertThat(other.err())
        .contains("test.csv, line 6: the rate of line 3 once more, with another quality.");
  }

  @Test
  void aCubicThatLeavesTheRangeOfItsPointsIsAWarning() throws Exception {
    String swinging = "rate,psnr\n1000,30\n1020,36\n1040,42\n100000,43\n";
    String test = csv("swing.csv", swinging);
    Spoken cubic = Spoken.by("bdrate", test, test, "--method", "cubic", "--json");
    assertThat(cubic.json().path("warnings").path(0).asString())
        .startsWith("outside-points: the cubic curve of swing leaves the range of its points");
    assertThat(cubic.err()).contains("warning: outside-points");
    assertThat(Spoken.by("bdrate", test, test, "--json").json().path("warnings")).isEmpty();
    assertThat(
            Spoken.by("bdrate", anchor1(), anchor1(), "--method", "cubic", "--json")
                .json()
                .path("warnings"))
        .isEmpty();
  }

  private void refused(String text, String... parts) throws IOException {
    Spoken.by("bdrate", anchor1(), csv("test.csv", text)).complainsOf(parts);
  }

  @Test
  void everyBadFileIsASentenceWithItsLine() throws Exception {
    refused("rate,psnr\n10,20\n\n20,many\n", "test.csv, line 4", "psnr", "many");
    refused("rate,psnr\n10,20\n20\n", "test.csv, line 3", "expected 2 fields", "found 1");
    refused("rate,psnr\n10,\"20\n", "test.csv, line 2", "quote");
    refused("rate,psnr\n10,30\n20,\"4\n0\"\n", "test.csv, line 3", "quote");
    refused("rate,psnr\n10,30\n20,\"4\"0\n", "test.csv, line 3", "quote");
    refused("rate,psnr\n10,%s\n".formatted("1".repeat(2_000_000)), "test.csv, line 2", "longer");
    refused("10,20\n20,21\n", "test.csv, line 1", "names");
    refused("", "test.csv is empty");
    refused("rate,psnr\n", "nothing below");
    refused("speed,psnr\n10,20\n", "bitrate_kbps", "speed, psnr");
    refused("rate,ssim,psnr\n10,1,20\n", "--metric", "ssim, psnr");
    refused("rate,ssim\n10,1\n", "psnr in", "ssim in");
    Spoken.by("bdrate", anchor1(), anchor1(), "--metric", "vmaf").complainsOf("vmaf");
    Spoken.by("bdrate", anchor1(), folder.resolve("none.csv").toString()).complainsOf("none.csv");
    Spoken.by("bdrate", anchor1(), folder.toString()).complainsOf("folder");
    Path bytes = Files.write(folder.resolve("b.csv"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
    Spoken.by("bdrate", anchor1(), bytes.toString()).complainsOf("b.csv", "UTF-8");
    assertThat(Spoken.by("bdrate", anchor1(), anchor1(), "--method", "spline").exit()).isEqualTo(2);
  }
}
