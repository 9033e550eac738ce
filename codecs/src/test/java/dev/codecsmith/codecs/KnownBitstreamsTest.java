package dev.codecsmith.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownBitstreamsTest {
  @ParameterizedTest
  @MethodSource("dev.codecsmith.codecs.RoundTripTest#programs")
  void aBitstreamFromAnotherMachineGivesTheFramesThatItGaveThere(String program)
      throws IOException {
    KnownBitstreams.Known known = KnownBitstreams.of(program);

    assertThat(
            KnownBitstreams.sum(CodecRun.decode(CodecRun.type(program), known.bitstream())))
        .as("where the bitstream has changed on purpose, KnownBitstreams writes it anew")
        .isEqualTo(known.frames());
  }
}
