package dev.codecsmith.cli.curves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;

/** Anchors on a tiny clip, and the charts of what they and others reached. */
class AnchorsAndPlotTest {
  @TempDir private Path folder;

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void anchorsAreMeasuredOnceComparedAndDrawn() throws Exception {
    TestFootage.write(folder.resolve("tiny.y4m"), 64, 48, 4);
    String[] words = {
      "anchors",
      "--clip",
      path("tiny.y4m"),
      "--anchor",
      "x264-ultrafast",
      "mpeg2",
      "--data",
      path("data"),
      "--csv",
      path("points.csv"),
      "--json"
    };
    Spoken first = Spoken.by(words);
    JsonNode json = first.json();
    assertThat(first.err()).contains("[2/3] x264-medium on tiny");
    assertThat(json.path("clips").path(0).path("frames").intValue()).isEqualTo(4);
    JsonNode ultrafast = json.path("anchors").path(0);
    JsonNode medium = json.path("anchors").path(1);
    assertThat(ultrafast.path("name").asString()).isEqualTo("x264-ultrafast");
    assertThat(ultrafast.path("bd_rate").doubleValue()).isPositive();
    assertThat(ultrafast.path("command").asString())
        .contains("-c:v libx264 -threads 1 -preset ultrafast -tune psnr")
        .contains("-crf VALUE");
    assertThat(ultrafast.path("points").size()).isEqualTo(10);
    assertThat(json.path("anchors").path(2).path("points").size()).isEqualTo(11);
    assertThat(medium.path("name").asString()).isEqualTo("x264-medium");
    assertThat(medium.path("bd_rate").doubleValue()).isZero();
    assertThat(medium.path("bd_rate_per_clip").path("tiny").doubleValue()).isZero();

    // CPU seconds would differ if anything were measured again.
    assertThat(Spoken.by(words).out()).isEqualTo(first.out());

    String text =
        Spoken.by(
                "anchors",
                "--clip",
                path("tiny.y4m"),
                "--anchor",
                "x264-ultrafast",
                "--data",
                path("data"))
            .well()
            .out();
    assertThat(text)
        .contains("| anchor | tiny | mean |")
        .contains("| x264-medium | +0.00 | +0.00 |")
        .containsPattern("\\| x264-ultrafast \\| \\+\\d+\\.\\d\\d \\|");

    String[] byMore = {
      "anchors",
      "--clip",
      path("tiny.y4m"),
      "--anchor",
      "x264-ultrafast",
      "--objective",
      "psnr_yuv=1,psnr_hvs=1",
      "--data",
      path("data")
    };
    assertThat(Spoken.by(byMore).well().out())
        .contains("The same by PSNR-HVS:")
        .containsPattern("\\| x264-ultrafast \\| \\+\\d+\\.\\d\\d \\|");
    List<String> asJson = new ArrayList<>(List.of(byMore));
    asJson.add("--json");
    JsonNode more = Spoken.by(asJson.toArray(String[]::new)).json().path("anchors").path(0);
    assertThat(more.path("bd_rate_psnr_hvs").doubleValue()).isPositive();
    assertThat(more.path("bd_rate").doubleValue())
        .isEqualTo(ultrafast.path("bd_rate").doubleValue());

    assertThat(
            Spoken.by(
                    "bdrate",
                    path("points.csv"),
                    path("points.csv"),
                    "--anchor-id",
                    "x264-medium",
                    "--test-id",
                    "x264-ultrafast",
                    "--json")
                .json()
                .path("bd_rate")
                .doubleValue())
        .isPositive();

    Spoken.by(
            "plot",
            "rd",
            "--data",
            path("data"),
            "--clip",
            "tiny",
            "--anchor",
            "x264-medium",
            "--anchor",
            "x264-ultrafast",
            "--out",
            path("rd.svg"),
            "--out",
            path("rd.png"))
        .well();
    assertThat(svgText("rd.svg")).contains("x264-medium", "x264-ultrafast", "PSNR-YUV (dB)");
    assertThat(colours("rd.png")).hasSizeGreaterThan(10);
    Spoken.by(
            "plot",
            "rd",
            "--data",
            path("data"),
            "--clip",
            "tiny",
            "--anchor",
            "vp9-1",
            "--out",
            path("x.svg"))
        .complainsOf("vp9-1", "never measured");
  }

  /** Title and description of an SVG file, which must be well-formed and have lines in it. */
  private String svgText(String name) throws Exception {
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(folder.resolve(name).toFile())
            .getDocumentElement();
    assertThat(root.getNodeName()).isEqualTo("svg");
    assertThat(root.getElementsByTagName("path").getLength()).isPositive();
    return root.getElementsByTagName("title").item(0).getTextContent()
        + " "
        + root.getElementsByTagName("desc").item(0).getTextContent();
  }

  private Set<Integer> colours(String name) throws IOException {
    BufferedImage picture =
        Objects.requireNonNull(ImageIO.read(folder.resolve(name).toFile()), "not a PNG");
    assertThat(picture.getWidth()).isGreaterThan(600);
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        colours.add(picture.getRGB(x, y));
      }
    }
    return colours;
  }

  @Test
  void severalClipsAreSeveralCharts() throws Exception {
    Files.writeString(
        folder.resolve("curves.csv"),
        """
        id,clip,bitrate_kbps,psnr_yuv
        a <b> & $1,city,100,30
        a <b> & $1,city,5000,36
        other,city,150,31
        other,sea,90,31
        """);
    String out = Spoken.by("plot", "rd", path("curves.csv"), "--out", path("rd.svg")).well().out();
    assertThat(out.lines()).containsExactly(path("rd-city.svg"), path("rd-sea.svg"));
    assertThat(svgText("rd-city.svg")).contains("city", "a <b> & $1", "other");
    assertThat(svgText("rd-sea.svg")).contains("sea").doesNotContain("a <b>");
  }

  @Test
  void framesAreDrawnAndInfiniteOnesAreGaps() throws Exception {
    Files.writeString(
        folder.resolve("frames.csv"), "frame,psnr_y\n0,30.5\n1,inf\n2,31.5\n3,29.5\n");
    Spoken said =
        Spoken.by(
                "plot",
                "frames",
                path("frames.csv"),
                "--out",
                path("frames.svg"),
                "--out",
                path("frames.png"))
            .well();
    assertThat(said.err()).contains("1 of 4 frames");
    assertThat(svgText("frames.svg")).contains("psnr_y (dB)", "frames");
    assertThat(colours("frames.png")).hasSizeGreaterThan(10);
  }

  @Test
  void everyBadRequestIsOneSentence() throws Exception {
    Files.writeString(folder.resolve("c.csv"), "rate,psnr_yuv\n10,20\n20,21\n");
    Spoken.by("plot", "rd", path("c.csv"), "--out", path("c.pdf")).refuses(".svg or .png");
    Spoken.by("plot", "rd", "--out", path("c.svg")).refuses("--experiment");
    Spoken.by("plot", "rd", path("c.csv"), path("c.csv"), "--out", path("c.svg"))
        .complainsOf("called 'c'");
    Spoken.by("plot", "rd", path("c.csv"), "--clip", "sea", "--out", path("c.svg"))
        .complainsOf("sea");
    Spoken.by("plot", "frames", path("c.csv"), "--metric", "vmaf", "--out", path("c.svg"))
        .complainsOf("vmaf");
    Spoken.by("anchors", "--clip", path("none.y4m"), "--data", path("data"))
        .complainsOf("none.y4m");
    Spoken.by("anchors", "--clip", path("c.csv"), "--anchor", "h266", "--data", path("data"))
        .refuses("h266", "svt-av1-6");
  }
}
