package dev.codecsmith.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.codec.Frame;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownBitstreamsTest {
  @ParameterizedTest
  @MethodSource("dev.codecsmith.codecs.RoundTripTest#programs")
  void aBitstreamFromAnotherMachineGivesTheFramesThatItGaveThere(String program)
      throws IOException {
    List<Frame> decoded =
        CodecRun.decode(CodecRun.type(program), KnownBitstreams.bitstream(program));

    assertThat(KnownBitstreams.sum(decoded))
        .as("where the bitstream has changed on purpose, KnownBitstreams writes it anew")
        .isEqualTo(KnownBitstreams.frames(program));
  }
}
