package dev.codecsmith.cli.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Where the bits go, as other programs read it. */
class ShownBitsTest {
  @TempDir private Path folder;

  @Test
  void theBitsOfEachFrameAreInTheJson() throws Exception {
    TestFootage.write(folder.resolve("tiny.y4m"), 64, 48, 3);
    String data = folder.resolve("data").toString();
    Path program =
        Path.of(System.getProperty("codecsmith.root", "..")).resolve("codecs/programs/intra");
    Spoken.by(
            "evaluate",
            program.toString(),
            "--clip",
            folder.resolve("tiny.y4m").toString(),
            "--data",
            data)
        .well();
    JsonNode shown = Spoken.by("experiments", "show", "exp_iter1", "--json", "--data", data).json();
    JsonNode bits = shown.path("bits");
    assertThat(bits.size()).as(shown.toPrettyString()).isEqualTo(4);
    assertThat(bits.at("/0/clip").asString()).isEqualTo("tiny");
    assertThat(bits.at("/0/quality").intValue()).isEqualTo(20);
    long all = 8 * shown.at("/points/0/bytes").longValue();
    assertThat(bits.at("/0/bitstream_bits").longValue()).isEqualTo(all);
    JsonNode frames = bits.at("/0/frames");
    assertThat(frames.size()).isEqualTo(3);
    assertThat(frames.at("/1/frame").intValue()).isEqualTo(1);
    assertThat(frames.at("/1/type").asString()).isEqualTo("I");
    assertThat(frames.at("/1/bits").longValue()).isPositive().isLessThan(all);
    assertThat(frames.at("/1/elements/luma").longValue()).isPositive();
  }
}
