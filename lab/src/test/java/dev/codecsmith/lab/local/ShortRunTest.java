package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java programs whose runs are over soon, by real runs. */
class ShortRunTest {
  private static final CodingLimits LIMITS = new CodingLimits(5, 5, 1, 512 << 20, 1 << 20);

  // How a virtual machine calls itself that has the first compiler alone.
  private static final String SPIN_WHERE_SHORT =
      "if (System.getProperty(\"java.vm.info\").contains(\"client\")) { while (true) {} }";

  @TempDir private static Path folder;

  @Test
  void everyPointSaysThatItWasRunByTheFirstCompilerAlone() throws Exception {
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 3);
    try (TestBench bench = new TestBench(folder, clip)) {
      Evaluation evaluation = bench.evaluate(Toy.honest(), TestBench.settings(LIMITS, clip));
      assertThat(evaluation.points())
          .hasSize(4)
          .allSatisfy(point -> {
            assertThat(point.encode().setting()).hasValue("first compiler alone");
            assertThat(point.decode().setting()).hasValue("first compiler alone");
          });
    }
  }

  @Test
  void aLimitThatOnlyThatChoiceMeetsIsNoFaultAndNothingIsSeenTwice() throws Exception {
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 3);
    try (TestBench bench = new TestBench(folder, clip)) {
      Evaluation evaluation =
          bench.evaluate(
              Toy.with("END", SPIN_WHERE_SHORT),
              TestBench.settings(LIMITS, clip).keeping(KeptVideo.EXACT));
      assertThat(evaluation.failure()).isEmpty();
      assertThat(evaluation.points())
          .hasSize(4)
          .allSatisfy(point -> {
            assertThat(point.encode().setting()).isPresent();
            assertThat(point.decode().setting()).isEmpty();
          });
      assertThat(
              bench
                  .data()
                  .artifacts()
                  .read(String.valueOf(evaluation.artifacts().get("reconstruction/moving/80"))))
          .as("one decoding, not the beginning of another before it")
          .hasSameSizeAs(new byte[Math.toIntExact(Files.size(clip.y4m()))]);
    }
  }
}
