package dev.codecsmith.lab.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.codecsmith.lab.bits.BitsReport.OfType;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BitsReportTest {
  private static final String THREE_FRAMES =
      """
      codecsmith-bits frame=2 type=B bits=30 motion=10 residual=20
      codecsmith-bits frame=0 type=I bits=500 residual=480
      codecsmith-bits frame=1 type=B bits=70 motion=60
      """;

  private static BitsReport check(String text, int frames, long bytes) {
    return StandardErrorReport.of(text).check(frames, bytes).orElseThrow();
  }

  @Test
  void framesAreInTheSourcesOrderAndSumUpByTypeAndByElement() {
    BitsReport report = check(THREE_FRAMES, 3, 100);

    assertThat(report.refused()).isEmpty();
    assertThat(report.frames()).extracting(ReportedFrame::bits).containsExactly(500L, 70L, 30L);
    assertThat(report.byType())
        .containsExactly(entry("I", new OfType(1, 500)), entry("B", new OfType(2, 100)));
    assertThat(report.byElement()).isEqualTo(Map.of("motion", 70L, "residual", 500L, "other", 30L));
    assertThat(report.untoldBits()).isEqualTo(200);
  }

  @Test
  void whatIsNoReportStaysInTheTextAndTheReportDoesNot() {
    StandardErrorReport said =
        StandardErrorReport.of("before\ncodecsmith-bits frame=0 type=I bits=1\nbehind");

    assertThat(said.rest()).isEqualTo("before\nbehind\n");
    assertThat(said.lines()).hasSize(1);
    assertThat(StandardErrorReport.of("nothing of it").check(1, 1)).isEmpty();
  }

  @Test
  void threeHundredFramesOfTenElementsFitIntoWhatIsKeptOfStandardError() {
    String elements =
        IntStream.range(0, 10)
            .mapToObj(i -> "element-" + i + "=12345")
            .collect(Collectors.joining(" "));
    String text =
        IntStream.range(0, 300)
            .mapToObj(
                i -> "codecsmith-bits frame=%d type=P bits=123456 %s%n".formatted(i, elements))
            .collect(Collectors.joining());

    assertThat(text.length()).isLessThan(64 << 10);
    assertThat(check(text, 300, 10_000_000).frames()).hasSize(300);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "frame=0 type=I bits=9 | 1 of 2 frames are reported",
        "frame=0 type=I bits=9;frame=0 type=I bits=9 | Frame 0 is reported twice",
        "frame=0 type=I bits=9;frame=2 type=I bits=9 | Frame 2 is reported, and the clip has 2",
        "frame=0 type=I bits=80;frame=1 type=P bits=81 | 161 bits together, and the bitstream 160",
        "frame=0 type=I bits=9 a=5 b=5 | its elements have 10 bits together, the frame 9",
        "frame=0 type=I bits=9 a=1 a=2 | an element is told twice",
        "frame=0 type=I bits=9 other=1 | \"other\"",
        "frame=0 type=I bits=9 A=1 | lower-case",
        "frame=0 type=I bits=-9 | integer",
        "frame=0 type=I bits=1e3 | integer",
        "frame=0 type=I bits=99999999999999 | integer",
        "frame=0 type=I bits=9999999999999 | is not 0 to",
        "frame=9999999999 type=I bits=9 | integer overflow",
        "frame=0 type= bits=9 | the type is not",
        "frame=0 type=<b> bits=9 | the type is not",
        "frame=0 bits=9 type=I | where type= is due",
        "frame=0 | it is not frame=N",
        "x | it is not frame=N",
      })
  void whatDoesNotFitIsRefusedAndSaid(String lines, String why) {
    String text =
        lines
            .lines()
            .flatMap(line -> java.util.Arrays.stream(line.split(";", -1)))
            .map(line -> "codecsmith-bits " + line + "\n")
            .collect(Collectors.joining());

    BitsReport report = check(text, 2, 20);

    assertThat(report.refused().orElseThrow()).contains(why);
    assertThat(report.frames()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"types", "elements", "elements of a frame", "characters"})
  void moreThanPeopleCanReadIsRefused(String what) {
    String text =
        IntStream.range(0, 20)
            .mapToObj(i ->
                switch (what) {
                  case "types" -> "frame=" + i + " type=T" + i + " bits=1";
                  case "elements" -> "frame=" + i + " type=I bits=1 e" + i + "=1";
                  case "elements of a frame" ->
                      "frame="
                          + i
                          + " type=I bits=99 "
                          + IntStream.range(0, 17)
                              .mapToObj(e -> "e" + e + "=1")
                              .collect(Collectors.joining(" "));
                  default -> "frame=" + i + " type=I bits=1 " + "e".repeat(2000) + "=1";
                })
            .map(line -> "codecsmith-bits " + line + "\n")
            .collect(Collectors.joining());

    assertThat(check(text, 20, 1000).refused()).isPresent();
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll String text) {
    Optional<BitsReport> report =
        StandardErrorReport.of("codecsmith-bits " + text + "\n" + text).check(2, 100);

    assertThat(report.orElseThrow().untoldBits()).isBetween(0L, 800L);
  }

  @Test
  void comesBackFromTheArtifactThatItBecame() throws Exception {
    MemoryArtifactStore artifacts = new MemoryArtifactStore();
    BitsReport report = check(THREE_FRAMES, 3, 100);

    String sha256 = artifacts.put(report.toJson().getBytes(StandardCharsets.UTF_8));

    assertThat(BitsReport.read(artifacts, sha256)).isEqualTo(report);
  }

  @Test
  void anArtifactThatIsNoReportIsAnErrorThatNamesIt() throws Exception {
    MemoryArtifactStore artifacts = new MemoryArtifactStore();
    String wrong =
        artifacts.put(
            check(THREE_FRAMES, 3, 100)
                .toJson()
                .replace("\"bits\":500", "\"bits\":5")
                .getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> BitsReport.read(artifacts, wrong))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(wrong)
        .hasMessageContaining("no report of bits");
  }
}
