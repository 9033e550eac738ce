package dev.codecsmith.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class PlainTextTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "escape, 001B",
    "bell, 0007",
    "carriage return, 000D",
    "delete, 007F",
    "C1 control sequence introducer, 009B",
    "soft hyphen, 00AD",
    "Arabic letter mark, 061C",
    "zero-width space, 200B",
    "zero-width joiner, 200D",
    "left-to-right mark, 200E",
    "line separator, 2028",
    "right-to-left override, 202E",
    "word joiner, 2060",
    "first strong isolate, 2068",
    "Hangul filler, 3164",
    "variation selector, FE0F",
    "byte order mark, FEFF",
    "lone surrogate, D800"
  })
  void whatDoesSomethingIsShownAsItsEscape(String name, String code) {
    String active = Character.toString(Integer.parseInt(code, 16));
    String expected = "a\\u" + code + "b";
    assertThat(PlainText.of("a" + active + "b")).isEqualTo(expected);
    assertThat(PlainText.line("a" + active + "b", 80)).isEqualTo(expected);
    assertThat(PlainText.quoted("a" + active + "b")).isEqualTo('"' + expected + '"');
    assertThat(PlainText.passage("a" + active + "b", 80)).isEqualTo(expected);
  }

  @Test
  void whatShowsSomethingStays() {
    String text = "größe\t名前 → ½\nЖ e\u0301 \uD83D\uDE00 a\u00A0b";
    assertThat(PlainText.of(text)).isSameAs(text);
  }

  @Test
  void aTagCharacterIsOneEscapePerCodeUnit() {
    assertThat(PlainText.of("x" + Character.toString(0xE0041))).isEqualTo("x\\uDB40\\uDC41");
  }

  @Test
  void linesOfOtherSystemsAreLines() {
    assertThat(PlainText.of("a\r\nb")).isEqualTo("a\nb");
  }

  @Test
  void aNameShowsItsLineFeeds() {
    assertThat(PlainText.quoted("a\n\tb")).isEqualTo("\"a\\u000A\\u0009b\"");
  }

  @Test
  void aNameOfMegabytesIsShortAndSaysItsLength() {
    assertThat(PlainText.quoted("x".repeat(7 << 20)))
        .hasSizeLessThan(200)
        .endsWith("… [7340032 characters]\"");
  }

  @Test
  void aLineOfMegabytesHidesNoOther() {
    String passage = PlainText.passage("first\n" + "x".repeat(7 << 20) + "\nlast\n", 10_000);
    assertThat(passage).startsWith("first\nxxx").endsWith("\nlast\n").hasSizeLessThan(3_000);
  }

  @Test
  void ofTooManyLinesBeginningAndEndAreKept() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      text.append("line ").append(i).append('\n');
    }
    assertThat(PlainText.passage(text.toString(), 1_000))
        .startsWith("line 0\n")
        .contains("\n[…]\n")
        .endsWith("line 9999\n")
        .hasSizeLessThan(1_010);
  }

  @Property(tries = 300, seed = "1")
  void nothingActiveIsLeftOfAnyText(@ForAll String text) {
    Stream.of(
            PlainText.of(text),
            PlainText.line(text, 20),
            PlainText.quoted(text),
            PlainText.passage(text, 20))
        .forEach(plain -> assertThat(plain.codePoints()).noneMatch(PlainText::isActive));
  }

  @Property(tries = 300, seed = "1")
  void aJsonDocumentMeansWhatItMeant(@ForAll String text) {
    String json = JsonMapper.shared().writeValueAsString(text);
    assertThat(JsonMapper.shared().readValue(PlainText.of(json), String.class)).isEqualTo(text);
  }
}
