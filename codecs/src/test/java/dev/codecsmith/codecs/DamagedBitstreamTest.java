package dev.codecsmith.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.codec.Frame;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    byte[] bitstream = CodecRun.encode(codec, clip, 50);
    Random random = new Random(7);
    int errors = 0;
    for (int trial = 0; trial < 60; trial++) {
      byte[] damaged = bitstream.clone();
      damaged[8 + random.nextInt(damaged.length - 8)] ^= (byte) (1 << random.nextInt(8));
      try {
        // Fails by itself if it does not end.
        assertThat(CodecRun.decode(codec, damaged)).isNotNull();
      } catch (IOException | RuntimeException e) {
        errors++;
      }
    }
    assertThat(errors).isGreaterThan(30);
  }
}
