package dev.codecsmith.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.codec.Frame;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
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

  /** The encoder chooses by integers and {@code StrictMath} alone: alike on every machine. */
  @Test
  void matchingMakesTheBitstreamsThatWereMeasured() throws IOException {
    assertThat(KnownBitstreams.sum(KnownBitstreams.encoded("matching")))
        .as("where its choices change on purpose, bench/programs measures it anew")
        .isEqualTo("a34ccca1e878a51344362986b063ccf31ed0c5279e32484ac566ee74178458df");
  }
}
