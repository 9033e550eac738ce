package dev.codecsmith.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.codec.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the programs report of their bits is true of their bitstreams. */
class ReportedBitsTest {
  private static final int FRAMES = 5;

  /** More than header, end mark and the last bytes of a range coder. */
  private static final long MOST_OUTSIDE_OF_FRAMES = 8L * 20;

  private static final Pattern LINE =
      Pattern.compile("codecsmith-bits frame=(\\d+) type=(\\w) bits=(\\d+)((?: [a-z]+=\\d+)+)");

  @ParameterizedTest
  @ValueSource(strings = {"intra", "motion", "subpel", "mixing", "matching"})
  void everyFrameIsReportedOnceAndAllBitsAreOfAFrameAndAnElement(String program)
      throws IOException {
    List<Frame> clip = TestClips.moving(96, 64, FRAMES);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream error = System.err;
    byte[] bitstream;
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      bitstream = CodecRun.encode(CodecRun.type(program), clip, 70);
    } finally {
      System.setErr(error);
    }

    List<MatchResult> lines =
        said.toString(StandardCharsets.UTF_8).lines().map(this::line).toList();
    assertThat(lines)
        .extracting(line -> Integer.parseInt(line.group(1)))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, FRAMES).boxed().toList());
    assertThat(lines.getFirst().group(2)).isEqualTo("I");
    assertThat(lines.getLast().group(2))
        .isEqualTo(Map.of("intra", "I", "mixing", "B", "matching", "B").getOrDefault(program, "P"));
    long all = 0;
    for (MatchResult line : lines) {
      long bits = Long.parseLong(line.group(3));
      Map<String, Long> elements = elements(line.group(4));
      long sum = elements.values().stream().mapToLong(Long::longValue).sum();
      // Each element is rounded down, and heads of frames and groups are no element.
      assertThat(sum).isBetween(bits - elements.size() - 24, bits);
      if (line.group(2).equals("I")) {
        assertThat(elements.getOrDefault("luma", elements.getOrDefault("coefficients", 0L)))
            .isGreaterThan(bits / 4);
      }
      all += bits;
    }
    assertThat(8L * bitstream.length - all).isBetween(0L, MOST_OUTSIDE_OF_FRAMES);
  }

  private MatchResult line(String text) {
    return LINE.matcher(text).results().findFirst().orElseThrow(() -> new AssertionError(text));
  }

  private static Map<String, Long> elements(String text) {
    return Arrays.stream(text.strip().split(" ", -1))
        .map(each -> each.split("=", -1))
        .collect(Collectors.toMap(each -> each[0], each -> Long.parseLong(each[1])));
  }
}
