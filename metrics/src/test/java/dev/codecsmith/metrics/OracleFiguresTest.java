package dev.codecsmith.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.metrics.picture.ChromaSampling;
import dev.codecsmith.metrics.picture.PictureFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Odd sizes, all chroma samplings and bit depths, against figures read off the reference tools:
 * {@code oracle-figures.txt}.
 */
class OracleFiguresTest {

  /** One sequence and what the reference tools say about it. */
  private record Case(
      String reference,
      String distorted,
      PictureFormat format,
      int frames,
      Map<String, Double> figures) {}

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String line : lines()) {
      if (line.startsWith("#")) {
        continue;
      }
      List<String> words = List.of(line.strip().split(" "));
      if (words.getFirst().equals("case")) {
        PictureFormat format =
            new PictureFormat(
                Integer.parseInt(words.get(3)),
                Integer.parseInt(words.get(4)),
                ChromaSampling.valueOf(words.get(5)),
                Integer.parseInt(words.get(6)));
        int frames = Integer.parseInt(words.get(7));
        cases.add(new Case(words.get(1), words.get(2), format, frames, new LinkedHashMap<>()));
      } else {
        cases.getLast().figures().put(words.get(0), Double.valueOf(words.get(1)));
      }
    }
    return cases;
  }

  private static List<String> lines() {
    try (InputStream in =
        Objects.requireNonNull(OracleFiguresTest.class.getResourceAsStream("oracle-figures.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TestFactory
  List<DynamicTest> figuresEqualTheReferenceTools() {
    return cases().stream()
        .map(test ->
            DynamicTest.dynamicTest(test.reference() + " as " + test.format(), () -> check(test)))
        .toList();
  }

  private static void check(Case test) {
    RawFile reference = RawFile.golden(test.reference(), test.format()).first(test.frames());
    RawFile distorted = RawFile.golden(test.distorted(), test.format()).first(test.frames());
    SequenceQuality quality = RawFile.measure(reference, distorted, List.of(Metric.values()), 2);
    assertThat(quality.frames()).isEqualTo(test.frames());
    test.figures()
        .forEach((figure, expected) -> {
          boolean exact = figure.startsWith("ffmpeg") || figure.matches("a?psnr_(y|cb|cr)");
          assertThat(quality.figures()).containsKey(figure);
          assertThat(quality.figures().get(figure))
              .as(figure)
              .isCloseTo(expected, within(exact ? 1e-6 : 1e-5));
        });
  }
}
