package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.TimeForecast;
import dev.codecsmith.lab.measure.ClipHead;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the smoke frames tell of whole clips, by real runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmokeGateTest {
  /** Of the 3.1 megapixels of the clip 17 s to encode and 17 s to decode. */
  private static final CodingLimits LIMITS = new CodingLimits(5, 5, 1.5, 512 << 20, 1 << 20);

  @TempDir private static Path folder;
  private TestBench bench;
  private Clip clip;

  @BeforeAll
  void open() throws IOException {
    bench = new TestBench(folder);
    clip = TestClips.moving(folder, "long", 64, 48, 1000);
  }

  @AfterAll
  void close() {
    bench.close();
  }

  private static String spin(double seconds) {
    return "for (long end = System.nanoTime() + (long) ("
        + seconds
        + " * 1e9); System.nanoTime() < end; ) {}";
  }

  private Failure failure(String hook, String code) throws IOException, InterruptedException {
    return bench.trial(Toy.with(hook, code), TestBench.settings(LIMITS, clip)).orElseThrow();
  }

  @Test
  void encoderThatCannotFinishTheClipFailsOnItsFirstFrames() throws Exception {
    Failure failure = failure("ENCODED FRAME", spin(1));
    assertThat(failure.kind()).isEqualTo(FailureKind.OUT_OF_TIME);
    assertThat(failure.phase()).isEqualTo(ExperimentStatus.SMOKE);
    assertThat(failure.message())
        .startsWith("Encoding is far too slow")
        .contains("all of long (64x48, 1000 frames", "limit there is 16.9 s", "times as fast");
  }

  @Test
  void programStoppedAtTheSmokeFramesLimitIsToldWhatWholeClipsWouldTake() throws Exception {
    Failure failure = failure("ENCODER", spin(600));
    assertThat(failure.kind()).isEqualTo(FailureKind.OUT_OF_TIME);
    assertThat(failure.phase()).isEqualTo(ExperimentStatus.SMOKE);
    assertThat(failure.message())
        .startsWith("Encoding is far too slow")
        .contains("all of long", "at which it was stopped", "Limits in force: 3.1 s of CPU time");
  }

  @Test
  void decoderThatCannotFinishTheClipFailsOnItsFirstFrames() throws Exception {
    Failure failure = failure("FRAME", spin(1));
    assertThat(failure.kind()).isEqualTo(FailureKind.OUT_OF_TIME);
    assertThat(failure.phase()).isEqualTo(ExperimentStatus.SMOKE);
    assertThat(failure.message()).startsWith("Decoding is far too slow");
  }

  @Test
  void programThatOnlyStartsSlowlyPasses() throws Exception {
    assertThat(bench.trial(Toy.with("GEOMETRY", spin(0.9)), TestBench.settings(LIMITS, clip)))
        .isEmpty();
  }

  @Test
  void programThatDoesMuchForItsFirstFramesOnlyPasses() throws Exception {
    // Few frames, so that a run that takes some 0.1 s more than another does not count as growth.
    Clip few = TestClips.moving(folder, "few", 64, 48, 20);
    // By its first four frames alone the clip would take 4 s, and twice its limit is 3.6 s.
    String untilTwoSeconds =
        "var threads = java.lang.management.ManagementFactory.getThreadMXBean();"
            + " while (threads.getCurrentThreadCpuTime() < 2_000_000_000L) {}";
    assertThat(bench.trial(Toy.with("ENCODER", untilTwoSeconds), TestBench.settings(LIMITS, few)))
        .isEmpty();
  }

  @Test
  void smokeFramesOfALargeClipAreSmall() throws Exception {
    Clip large = TestClips.moving(folder, "large", 1280, 720, 3);
    try (WorkFolder work = WorkFolder.create(folder)) {
      Clip head = ClipHead.small(large, 2, work);
      assertThat(head.format().width()).isEqualTo(256);
      assertThat(head.format().height()).isEqualTo(160);
      assertThat(head.frames()).isEqualTo(2);
      head.verify();
      assertThat(CodingLimits.defaults().encode(head, TimeForecast.CLEARLY).cpuTime().toSeconds())
          .isLessThan(15);
    }
  }

  @Test
  void smokeFramesAreTheMiddleOfTheClips() throws Exception {
    Clip large = TestClips.moving(folder, "middle", 300, 200, 1);
    try (WorkFolder work = WorkFolder.create(folder);
        var whole = large.open();
        var cut = ClipHead.small(large, 1, work).open()) {
      byte[] from = whole.next().orElseThrow().toByteArray();
      byte[] to = cut.next().orElseThrow().toByteArray();
      assertThat(to[0]).isEqualTo(from[20 * 300 + 22]);
      assertThat(to[256 + 7]).isEqualTo(from[21 * 300 + 22 + 7]);
      assertThat(to[256 * 160]).isEqualTo(from[300 * 200 + 10 * 150 + 11]);
    }
  }

  @Test
  void headOfAClipIsAClipOfItsOwn() throws Exception {
    try (WorkFolder work = WorkFolder.create(folder)) {
      Clip head = ClipHead.of(clip, 3, work);
      head.verify();
      assertThat(head.name()).isEqualTo("long-3f");
      assertThat(head.frames()).isEqualTo(3);
      assertThat(head.sha256()).isNotEqualTo(clip.sha256());
      assertThat(ClipHead.of(head, 3, work)).isSameAs(head);
    }
  }
}
