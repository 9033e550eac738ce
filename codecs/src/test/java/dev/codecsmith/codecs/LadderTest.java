package dev.codecsmith.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.VideoFormat;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LadderTest {

  @Test
  void eachProgramNeedsFewerBitsThanTheOneBefore() throws IOException {
    // Long enough for a whole group of the strongest program.
    List<Frame> clip = TestClips.moving(64, 48, 18);
    List<CodecRun.Point> before = List.of();
    for (ShippedProgram program : ShippedPrograms.all()) {
      List<CodecRun.Point> points = new ArrayList<>();
      for (int quality : new int[] {20, 40, 60, 80}) {
        points.add(CodecRun.measure(CodecRun.type(program.name()), clip, quality));
      }
      if (!before.isEmpty()) {
        // The last step is a smaller one.
        double most = program.name().equals("matching") ? 0.98 : 0.85;
        assertThat(meanBitsRatio(before, points)).as(program.name()).isLessThan(most);
      }
      before = points;
    }
  }

  // The band of ../shared/clips/parkjoy_480x270.y4m that x264 medium reaches from CRF 37 to 22 is
  // 28.7 to 36.7 dB.
  @ParameterizedTest
  @MethodSource("dev.codecsmith.codecs.RoundTripTest#programs")
  void theUsualQualitiesSpanTheBandOnRealFootage(String program) throws IOException {
    Path file =
        Path.of(System.getProperty("codecsmith.root"), "../shared/clips/parkjoy_480x270.y4m");
    assumeTrue(Files.exists(file), "No real footage at " + file);
    List<Frame> clip = firstFrames(file, 3);

    assertThat(CodecRun.measure(CodecRun.type(program), clip, 20).psnrYuv()).isLessThan(29.5);
    assertThat(CodecRun.measure(CodecRun.type(program), clip, 80).psnrYuv()).isGreaterThan(36.7);
  }

  private static List<Frame> firstFrames(Path file, int count) throws IOException {
    VideoFormat format = new VideoFormat(480, 270, 50, 1, ChromaFormat.YUV420, 8);
    List<Frame> clip = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      assertThat(line(in)).startsWith("YUV4MPEG2 W480 H270 ");
      for (int n = 0; n < count; n++) {
        assertThat(line(in)).isEqualTo("FRAME");
        Frame frame = new Frame(format);
        for (int p = 0; p < 3; p++) {
          byte[] plane = in.readNBytes(frame.plane(p).length);
          for (int i = 0; i < plane.length; i++) {
            frame.plane(p)[i] = (short) (plane[i] & 0xFF);
          }
        }
        clip.add(frame);
      }
    }
    return clip;
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString();
  }

  // The geometric mean, over the PSNR that both reach, of the second's bits relative to the
  // first's.
  private static double meanBitsRatio(List<CodecRun.Point> first, List<CodecRun.Point> second) {
    double low = Math.max(first.getFirst().psnrYuv(), second.getFirst().psnrYuv());
    double high = Math.min(first.getLast().psnrYuv(), second.getLast().psnrYuv());
    assertThat(high - low).as("common span of PSNR").isGreaterThan(5);
    double sum = 0;
    int steps = 50;
    for (int i = 0; i <= steps; i++) {
      double psnr = low + (high - low) * i / steps;
      sum += logBytes(second, psnr) - logBytes(first, psnr);
    }
    return Math.exp(sum / (steps + 1));
  }

  private static double logBytes(List<CodecRun.Point> points, double psnr) {
    int i = 0;
    while (i < points.size() - 2 && points.get(i + 1).psnrYuv() < psnr) {
      i++;
    }
    CodecRun.Point a = points.get(i);
    CodecRun.Point b = points.get(i + 1);
    double t = (psnr - a.psnrYuv()) / (b.psnrYuv() - a.psnrYuv());
    return (1 - t) * Math.log(a.bytes()) + t * Math.log(b.bytes());
  }
}
