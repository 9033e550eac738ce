package dev.codecsmith.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class LineChartTest {
  private static final LineChart CHART =
      new LineChart(
          "city <1>",
          "bitrate (kbit/s)",
          "PSNR (dB)",
          true,
          List.of(
              new LineChart.Line("a & $b", List.of(100.0, 1000.0), List.of(30.0, 40.0)),
              new LineChart.Line("gap", List.of(100.0, 500.0), List.of(Double.NaN, 35.0))));

  @Test
  void wordsOfAnSvgCanBeSearchedAndNothingIsFetchedToReadIt() throws Exception {
    String svg = new String(CHART.draw(ChartFormat.SVG), StandardCharsets.UTF_8);

    assertThat(svg)
        .contains("<title>city &lt;1&gt;</title>")
        .contains("<desc>PSNR (dB) over bitrate (kbit/s): a &amp; $b, gap</desc>")
        .doesNotContain("<!DOCTYPE");
  }

  @Test
  void aPngIsAPictureOfFixedSize() throws Exception {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(CHART.draw(ChartFormat.PNG)));

    assertThat(picture.getWidth()).isEqualTo(960);
    assertThat(picture.getHeight()).isEqualTo(600);
  }

  @Test
  void aChartOfManyFramesIsDrawn() throws Exception {
    List<Double> frames = DoubleStream.iterate(0, each -> each + 1).limit(3_000).boxed().toList();

    assertThat(
            new LineChart(
                    "frames",
                    "frame",
                    "dB",
                    false,
                    List.of(new LineChart.Line("a", frames, frames)))
                .draw(ChartFormat.SVG))
        .isNotEmpty();
  }

  @Test
  void aFilesNameSaysTheFormat() {
    assertThat(ChartFormat.of(Path.of("a.SVG"))).isEqualTo(ChartFormat.SVG);
    assertThat(ChartFormat.of(Path.of("dir.svg", "a.png"))).isEqualTo(ChartFormat.PNG);
    assertThatThrownBy(() -> ChartFormat.of(Path.of("a.pdf"))).hasMessageContaining(".svg or .png");
  }
}
