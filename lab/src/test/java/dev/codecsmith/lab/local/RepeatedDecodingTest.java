package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.points.RepeatSample;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Decoders that do not always give the same, by real runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatedDecodingTest {
  @TempDir private static Path folder;
  private TestBench bench;
  private Clip clip;

  @BeforeAll
  void open() throws IOException {
    bench = new TestBench(folder);
    clip = TestClips.moving(folder, "moving", 64, 48, 5);
  }

  @AfterAll
  void close() {
    bench.close();
  }

  private Failure failure(String hook, String code) throws IOException, InterruptedException {
    return bench.failure(Toy.with(hook, code), TestBench.settings(CodingLimits.defaults(), clip));
  }

  @Test
  void decoderWithRandomNumbersIsFoundOutAtItsFirstRandomFrame() throws Exception {
    Failure failure =
        failure(
            "FRAME",
            "if (count == 3) for (int i = 0; i < 64; i++)"
                + " frame.plane(2)[i] = (short) new java.util.Random().nextInt(256);");
    assertThat(failure.kind()).isEqualTo(FailureKind.NOT_REPEATABLE);
    assertThat(failure.phase()).isEqualTo(ExperimentStatus.DECODING);
    assertThat(failure.message())
        .containsPattern("Decoding moving at QUALITY (20|40|60|80) a second time")
        .contains("frame 2, counted from 0, differs", "no clock");
  }

  @Test
  void decoderThatReadsTheClockIsFoundOut() throws Exception {
    Failure failure =
        failure(
            "FRAME",
            "for (int i = 0; i < 8; i++)"
                + " frame.plane(0)[i] = (short) (System.nanoTime() >> (6 * i) & 255);");
    assertThat(failure.kind()).isEqualTo(FailureKind.NOT_REPEATABLE);
    assertThat(failure.message()).contains("frame 0, counted from 0, differs");
  }

  @Test
  void sampleIsTheSameForTheSameProgramAndDiffersBetweenPrograms() {
    List<Integer> qualities = List.of(20, 40, 60, 80);
    assertThat(RepeatSample.of("p", clip, List.of(80, 20, 60, 40)))
        .isEqualTo(RepeatSample.of("p", clip, qualities));
    assertThat(
            IntStream.range(0, 40)
                .map(i -> RepeatSample.of("program " + i, clip, qualities))
                .distinct()
                .sorted())
        .containsExactlyElementsOf(qualities);
  }
}
