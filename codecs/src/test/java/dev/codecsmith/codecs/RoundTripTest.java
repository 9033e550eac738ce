package dev.codecsmith.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.VideoFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
  private static final List<String> OF_ONE_CHROMA_FORMAT = List.of("mixing", "matching");

  static Stream<String> programs() {
    return ShippedPrograms.all().stream().map(ShippedProgram::name);
  }

  static Stream<Arguments> programsAndFormats() {
    List<VideoFormat> formats = new ArrayList<>();
    for (int[] size : new int[][] {{1, 1}, {2, 2}, {1, 40}, {33, 1}, {7, 9}, {17, 31}, {64, 32}}) {
      formats.add(new VideoFormat(size[0], size[1], 30000, 1001, ChromaFormat.YUV420, 8));
    }
    for (ChromaFormat chroma : ChromaFormat.values()) {
      formats.add(new VideoFormat(35, 21, 50, 1, chroma, 8));
      formats.add(new VideoFormat(18, 18, 24, 1, chroma, 10));
    }
    formats.add(new VideoFormat(40, 24, 24, 1, ChromaFormat.YUV420, 12));
    return programs()
        .flatMap(program ->
            formats.stream()
                .filter(format -> !refuses(program, format))
                .map(format -> Arguments.of(program, format)));
  }

  // The strongest programs do the chroma format of nearly all footage only.
  private static boolean refuses(String program, VideoFormat format) {
    return OF_ONE_CHROMA_FORMAT.contains(program) && format.chroma() != ChromaFormat.YUV420;
  }

  @ParameterizedTest
  @EnumSource(names = "YUV420", mode = EnumSource.Mode.EXCLUDE)
  void theStrongestProgramsRefuseOtherChromaFormatsWithASentence(ChromaFormat chroma) {
    List<Frame> clip = TestClips.moving(new VideoFormat(16, 16, 25, 1, chroma, 8), 1);

    assertThat(OF_ONE_CHROMA_FORMAT)
        .allSatisfy(program ->
            assertThatThrownBy(() -> CodecRun.encode(CodecRun.type(program), clip, 50))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("4:2:0"));
  }

  @ParameterizedTest
  @MethodSource("programsAndFormats")
  void everyFormatComesBackWithAllItsFrames(String program, VideoFormat format) throws IOException {
    Class<?> codec = CodecRun.type(program);
    for (int frames : new int[] {1, 6}) {
      List<Frame> clip = TestClips.moving(format, frames);

      List<Frame> decoded = CodecRun.decode(codec, CodecRun.encode(codec, clip, 80));

      assertThat(decoded).hasSize(frames);
      assertThat(decoded.get(0).format()).isEqualTo(format);
      assertThat(CodecRun.psnrYuv(clip, decoded)).isGreaterThan(36);
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void noiseAtTheExtremesOfQualityComesBack(String program) throws IOException {
    Class<?> codec = CodecRun.type(program);
    List<Frame> clip = TestClips.noise(new VideoFormat(40, 40, 25, 1, ChromaFormat.YUV420, 8), 3);

    assertThat(CodecRun.measure(codec, clip, 0).psnrYuv()).isGreaterThan(8);
    assertThat(CodecRun.measure(codec, clip, 100).psnrYuv()).isGreaterThan(38);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aFlatClipCostsNextToNothing(String program) throws IOException {
    Class<?> codec = CodecRun.type(program);
    VideoFormat format = new VideoFormat(50, 34, 25, 1, ChromaFormat.YUV420, 8);
    List<Frame> clip = Stream.generate(() -> flat(format, 90)).limit(5).toList();

    CodecRun.Point point = CodecRun.measure(codec, clip, 50);

    assertThat(point.bytes()).isLessThan(150);
    assertThat(point.psnrYuv()).isGreaterThan(42);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aFullHdFrameComesBack(String program) throws IOException {
    VideoFormat format = new VideoFormat(1920, 1080, 25, 1, ChromaFormat.YUV420, 8);
    List<Frame> clip = List.of(flat(format, 90));

    assertThat(CodecRun.measure(CodecRun.type(program), clip, 30).psnrYuv()).isGreaterThan(40);
  }

  private static Frame flat(VideoFormat format, int sample) {
    Frame frame = new Frame(format);
    for (int p = 0; p < format.planes(); p++) {
      Arrays.fill(frame.plane(p), (short) sample);
    }
    return frame;
  }

  @ParameterizedTest
  @MethodSource("programs")
  void sameSourceGivesSameBitstream(String program) throws IOException {
    Class<?> codec = CodecRun.type(program);
    List<Frame> clip = TestClips.moving(48, 48, 5);

    assertThat(CodecRun.encode(codec, clip, 50)).isEqualTo(CodecRun.encode(codec, clip, 50));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void rateAndQualityRiseTogether(String program) throws IOException {
    Class<?> codec = CodecRun.type(program);
    List<Frame> clip = TestClips.moving(64, 48, 4);
    CodecRun.Point before = new CodecRun.Point(0, 0);
    for (int quality = 0; quality <= 100; quality += 20) {
      CodecRun.Point point = CodecRun.measure(codec, clip, quality);
      assertThat(point.bytes()).isGreaterThan(before.bytes());
      assertThat(point.psnrYuv()).isGreaterThan(before.psnrYuv() + 1);
      before = point;
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void depthsAboveTwelveBitsAreRefused(String program) {
    List<Frame> clip = TestClips.moving(new VideoFormat(16, 16, 25, 1, ChromaFormat.YUV420, 14), 1);

    assertThatThrownBy(() -> CodecRun.encode(CodecRun.type(program), clip, 50))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("14");
  }
}
