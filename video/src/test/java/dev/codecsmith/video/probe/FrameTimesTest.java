package dev.codecsmith.video.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FrameTimesTest {
  private static final OptionalInt ALL = OptionalInt.empty();

  private static ProbedStream stream(String timeBase, String more) {
    return ProbedStream.parse(
            "streams.stream.0.codec_type=\"video\"\nstreams.stream.0.time_base=\"%s\"\n%s"
                .formatted(timeBase, more))
        .orElseThrow();
  }

  private static String packets(LongStream times) {
    return times.mapToObj(time -> time + "|" + time + "|N/A|K__").collect(Collectors.joining("\n"));
  }

  private static FrameTimes times(String timeBase, String packets) {
    return FrameTimes.parse(FrameTimes.Source.PACKETS, packets, stream(timeBase, ""), ALL)
        .orElseThrow();
  }

  @Test
  void evenFramesRoundedToMillisecondsAreEven() {
    FrameTimes times =
        times("1/1000", packets(LongStream.range(0, 5000).map(i -> Math.round(i * 1001 / 30.0))));
    assertThat(times.areEvenAt(30000.0 / 1001)).isTrue();
    assertThat(times.areEvenAt(30)).isFalse();
  }

  @Test
  void aFrameLeftOutIsSeenAlsoWhereATickIsAFrame() {
    FrameTimes times = times("1/25", packets(LongStream.of(0, 1, 2, 4, 5)));
    assertThat(times.areEvenAt(25)).isFalse();
    assertThat(times.spacing()).isEqualTo("40 to 80 ms apart");
  }

  @Test
  void packetsComeInOrderOfDecodingAndSomeAreNotShown() {
    FrameTimes times = times("1/10", "-2|-4|1|KD_\n0|-3|1|K__\n3|-2|1|___\n1|0|1|___\n2|1|1|___");
    assertThat(times.count()).isEqualTo(4);
    assertThat(times.areEvenAt(10)).isTrue();
    assertThat(times.meanRate()).isCloseTo(10, within(1e-9));
  }

  @Test
  void theContainersDurationCountsIfItCanBe() {
    String packets = packets(LongStream.of(0, 100, 350));
    String duration = "streams.stream.0.duration=\"%s\"";
    assertThat(mean(packets, duration.formatted("0.500"))).isCloseTo(6, within(1e-9));
    assertThat(mean(packets, duration.formatted("9.000"))).isCloseTo(3 / 0.525, within(1e-9));
    assertThat(mean(packets, "streams.stream.0.tags.DURATION=\"00:00:00.500000000\""))
        .isCloseTo(6, within(1e-9));
  }

  private static double mean(String packets, String more) {
    return FrameTimes.parse(FrameTimes.Source.PACKETS, packets, stream("1/1000", more), ALL)
        .orElseThrow()
        .meanRate();
  }

  @Test
  void theFirstFramesHaveTheirOwnRate() {
    String packets = packets(LongStream.of(0, 100, 200, 300, 2000));
    Optional<FrameTimes> first =
        FrameTimes.parse(
            FrameTimes.Source.PACKETS, packets, stream("1/1000", ""), OptionalInt.of(3));
    assertThat(first.orElseThrow().meanRate()).isCloseTo(10, within(1e-9));
  }

  @Test
  void withoutTimeStampsNothingIsKnown() {
    assertThat(
            FrameTimes.parse(
                FrameTimes.Source.PACKETS, "N/A|N/A|1|K__\nN/A|N/A|1|___", stream("1/25", ""), ALL))
        .isEmpty();
    assertThat(FrameTimes.parse(FrameTimes.Source.PACKETS, "0|0|1|K__", stream("1/25", ""), ALL))
        .isEmpty();
  }

  @Test
  void framesAreReadInspiteOfWhatStandsBehindThem() {
    Optional<FrameTimes> frames =
        FrameTimes.parse(
            FrameTimes.Source.FRAMES, "0|10|user data\n10|10\n30|N/A|", stream("1/100", ""), ALL);
    assertThat(frames.orElseThrow().spacing()).isEqualTo("100 to 200 ms apart");
  }
}
