package dev.codecsmith.sandbox.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TailTest {
  private static String kept(int capacity, String text) {
    Tail tail = new Tail(capacity);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    tail.add(bytes, bytes.length);
    return tail.text();
  }

  @Test
  void aShortTextIsKeptAsItIs() {
    assertThat(kept(100, "größe\nsecond")).isEqualTo("größe\nsecond");
  }

  @Test
  void ofALongTextBeginningAndEndAreKept() {
    assertThat(kept(80, "begin\n" + "middle\n".repeat(100) + "end\n"))
        .startsWith("begin\nmidd\n[… 630 bytes before this left out …]\n")
        .endsWith("middle\nend\n");
  }

  @Test
  void aHugeLinePushesNothingOut() {
    String text = kept(64 * 1024, "first error\n" + "x".repeat(7 << 20) + "y\nlast error\n");
    assertThat(text)
        .startsWith("first error\nxxx")
        .contains("[… 7335937 bytes of this line left out …]xx")
        .endsWith("xy\nlast error\n")
        .hasSizeLessThan(5_000);
  }

  @Test
  void aLineThatHasNotEndedIsShown() {
    assertThat(kept(64 * 1024, "x".repeat(10_000) + "end")).endsWith("xend");
  }

  @Test
  void noLetterIsCutInHalfWithinALine() {
    assertThat(kept(64 * 1024, "x" + "€".repeat(100_000) + "\n")).doesNotContain("\uFFFD");
  }

  @Property(tries = 50, seed = "1")
  void howItArrivesDoesNotMatter(@ForAll byte[] bytes) {
    Tail whole = new Tail(16);
    whole.add(bytes, bytes.length);
    Tail pieces = new Tail(16);
    for (byte each : bytes) {
      pieces.add(new byte[] {each}, 1);
    }
    assertThat(pieces.text()).isEqualTo(whole.text());
  }
}
