package dev.codecsmith.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.VideoFormat;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Far more time than any takes: a decoder that hangs fails instead of holding up the build. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedBitstreamTest {
  private final List<Frame> clip = TestClips.moving(72, 56, 4);

  @ParameterizedTest
  @MethodSource("dev.codecsmith.codecs.RoundTripTest#programs")
  void aCutBitstreamIsAnError(String program) throws IOException {
    Class<?> codec = CodecRun.type(program);
    byte[] bitstream = CodecRun.encode(codec, clip, 50);
    for (int length = 0; length < bitstream.length; length += 1 + length / 16) {
      byte[] cut = Arrays.copyOf(bitstream, length);
      assertThatThrownBy(() -> CodecRun.decode(codec, cut)).isInstanceOf(EOFException.class);
    }
    byte[] lastByteMissing = Arrays.copyOf(bitstream, bitstream.length - 1);
    assertThatThrownBy(() -> CodecRun.decode(codec, lastByteMissing))
        .isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @MethodSource("dev.codecsmith.codecs.RoundTripTest#programs")
  void somethingBehindTheEndIsAnError(String program) throws IOException {
    Class<?> codec = CodecRun.type(program);
    byte[] bitstream = CodecRun.encode(codec, clip, 50);
    byte[] longer = Arrays.copyOf(bitstream, bitstream.length + 1);

    assertThatThrownBy(() -> CodecRun.decode(codec, longer))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("goes on after its end");
  }

  @ParameterizedTest
  @MethodSource("dev.codecsmith.codecs.RoundTripTest#programs")
  void aDamagedHeaderIsNoticedBeforeAnythingIsAllocated(String program) throws IOException {
    Class<?> codec = CodecRun.type(program);
    byte[] bitstream = CodecRun.encode(codec, clip, 50);
    // Width, height, rate, format, quantiser and sum.
    for (int i = 0; i < 7; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = bitstream.clone();
        damaged[i] ^= (byte) (1 << bit);
        assertThatThrownBy(() -> CodecRun.decode(codec, damaged)).isInstanceOf(Exception.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.codecsmith.codecs.RoundTripTest#programs")
  void aDamagedBitstreamEndsInAnErrorOrInFrames(String program) throws IOException {
    Class<?> codec = CodecRun.type(program);
    VideoFormat deep = new VideoFormat(37, 29, 25, 1, ChromaFormat.YUV420, 10);
    // The second has a scene of its own in its middle, the third more bits than most.
    List<Frame> cut = new ArrayList<>(TestClips.moving(deep, 5));
    cut.addAll(TestClips.noise(deep, 2));
    Random random = new Random(7);
    int errors = 0;
    for (List<Frame> source : List.of(clip, cut, TestClips.noise(deep, 2))) {
      byte[] bitstream = CodecRun.encode(codec, source, 50);
      for (int trial = 0; trial < 60; trial++) {
        try {
          // Fails by itself if it writes frames without end.
          assertThat(CodecRun.decode(codec, damaged(bitstream, random))).isNotNull();
        } catch (IOException | RuntimeException e) {
          errors++;
        }
      }
    }
    assertThat(errors).isGreaterThan(90);
  }

  /** One bit flipped, one byte replaced, some bytes replaced, or some lost, behind the header. */
  private static byte[] damaged(byte[] bitstream, Random random) {
    byte[] damaged = bitstream.clone();
    int at = 8 + random.nextInt(damaged.length - 8);
    int length = Math.min(1 + random.nextInt(16), damaged.length - at);
    switch (random.nextInt(4)) {
      case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> damaged[at] = (byte) random.nextInt(256);
      case 2 -> {
        for (int i = 0; i < length; i++) {
          damaged[at + i] = (byte) random.nextInt(256);
        }
      }
      default -> {
        System.arraycopy(bitstream, at + length, damaged, at, damaged.length - at - length);
        damaged = Arrays.copyOf(damaged, damaged.length - length);
      }
    }
    return damaged;
  }
}
