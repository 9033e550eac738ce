package dev.codecsmith.video.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbedStreamTest {
  private static final String STREAM = "streams.stream.0.codec_type=\"video\"\n";

  private static ProbedStream stream(String... lines) {
    return ProbedStream.parse(STREAM + String.join("\n", lines)).orElseThrow();
  }

  private static PictureProperties range(String value) {
    return stream("streams.stream.0.color_range=\"" + value + "\"").properties();
  }

  @ParameterizedTest
  @CsvSource({
    "1 0 0 1, as coded, false",
    "-1 0 0 -1, turned by 180 degrees, false",
    "0 1 -1 0, turned clockwise by 90 degrees, true",
    "0 -1 1 0, turned anticlockwise by 90 degrees, true",
    "-1 0 0 1, mirrored left to right, false",
    "1 0 0 -1, mirrored top to bottom, false",
    "0 1 1 0, mirrored and turned by 90 degrees, true",
  })
  void aDisplayMatrixHasItsWords(String entries, String words, boolean swaps) {
    String[] e = entries.split(" ", -1);
    Orientation orientation =
        stream(
                "streams.stream.0.side_data_list.side_data.0.side_data_type=\"Display Matrix\"",
                ("streams.stream.0.side_data_list.side_data.0.displaymatrix=\"\\n00000000: %s0000"
                        + " %s0000 0\\n00000001: %s0000 %s0000 0\\n00000002: 0 0 1073741824\\n\"")
                    .formatted(e[0], e[1], e[2], e[3]))
            .orientation();
    assertThat(orientation.words()).isEqualTo(words);
    assertThat(orientation.swapsSides()).isEqualTo(swaps);
    assertThat(orientation.isRightAngled()).isTrue();
    assertThat(orientation.isUpright()).isEqualTo(words.equals("as coded"));
  }

  @Test
  void aTurnBetweenRightAnglesIsNone() {
    Orientation orientation = new Orientation(56755, -32767, 32767, 56755);
    assertThat(orientation.isRightAngled()).isFalse();
    assertThat(orientation.words()).isEqualTo("turned clockwise by -30 degrees");
  }

  @Test
  void whatOneSaysAndTheOtherLeavesOpenIsADifference() {
    assertThat(range("pc").differencesFrom(range("tv")))
        .containsExactly("range of samples full against limited");
    assertThat(range("unknown").differencesFrom(range("tv")))
        .containsExactly("range of samples unknown against limited");
    assertThat(range("tv").differencesFrom(range("tv"))).isEmpty();
    assertThat(range("tv").differencesFrom(PictureProperties.NONE)).isEmpty();
  }

  @Test
  void namesOfTheSameNumbersAreTheSame() {
    PictureProperties pal = stream("streams.stream.0.color_space=\"bt470bg\"").properties();
    PictureProperties ntsc = stream("streams.stream.0.color_space=\"smpte170m\"").properties();
    PictureProperties hd = stream("streams.stream.0.color_space=\"bt709\"").properties();
    assertThat(pal.differencesFrom(ntsc)).isEmpty();
    assertThat(pal.differencesFrom(hd)).containsExactly("colour matrix bt601 against bt709");
  }

  @Test
  void theFirstFrameKnowsBetterThanTheStream() {
    assertThat(
            stream(
                    "streams.stream.0.sample_aspect_ratio=\"1:1\"",
                    "frames.frame.0.sample_aspect_ratio=\"4:3\"",
                    "frames.frame.0.interlaced_frame=1",
                    "frames.frame.0.top_field_first=1")
                .properties()
                .remarks())
        .containsExactly("its pixels are not square but 4:3", "it is interlaced, top field first");
  }

  @Test
  void aFileWithoutVideoHasNoStream() {
    assertThat(ProbedStream.parse("format.format_name=\"wav\"\n")).isEmpty();
  }
}
