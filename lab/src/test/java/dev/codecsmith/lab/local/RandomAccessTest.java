package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Constraints;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Decoding from the middle of bitstreams, by real runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomAccessTest {
  @TempDir private static Path folder;
  private TestBench bench;
  private EvaluationSettings free;

  @BeforeAll
  void open() throws IOException {
    bench = new TestBench(folder);
    free =
        TestBench.settings(CodingLimits.defaults(), TestClips.moving(folder, "moving", 64, 48, 7));
  }

  @AfterAll
  void close() {
    bench.close();
  }

  private static Program codec(String wanted, String instead) throws IOException {
    try (InputStream in = RandomAccessTest.class.getResourceAsStream("/toy/GroupCodec.java")) {
      String source = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(source).contains(wanted);
      return Program.of(
          "java", "toy.GroupCodec", Map.of("toy/GroupCodec.java", source.replace(wanted, instead)));
    }
  }

  private static Program honest() throws IOException {
    return codec("", "");
  }

  private Failure failure(Program program, int each) throws Exception {
    return bench.failure(program, free.under(Constraints.NONE.withRandomAccess(each)));
  }

  @Test
  void aProgramWhoseGroupsStandAloneIsMeasuredAsWithoutTheConstraint() throws Exception {
    Evaluation evaluation =
        bench.evaluate(honest(), free.under(Constraints.NONE.withRandomAccess(2)));
    assertThat(evaluation.failure()).isEqualTo(Optional.empty());
    assertThat(evaluation.score()).isEqualTo(bench.evaluate(honest(), free).score());
  }

  @Test
  void framesThatNeedThoseBeforeThePointBreakTheConstraint() throws Exception {
    Program predicting =
        codec("boolean first = count % GROUP == 0;", "boolean first = count == 0;");
    Program saying =
        Program.of(
            "java",
            "toy.GroupCodec",
            Map.of(
                "toy/GroupCodec.java",
                Objects.requireNonNull(predicting.files().get("toy/GroupCodec.java"))
                    .replace(
                        "      if (first) {\n        System.err",
                        "      if (count % GROUP == 0) {\n        System.err")));

    assertThat(bench.evaluate(saying, free).failure()).isEqualTo(Optional.empty());
    Failure failure = failure(saying, 2);

    assertThat(failure.kind()).isEqualTo(FailureKind.CONSTRAINT_BROKEN);
    assertThat(failure.phase()).isEqualTo(ExperimentStatus.DECODING);
    assertThat(failure.message())
        .containsPattern("Decoding moving at QUALITY \\d+ from frame [246] on gave another video")
        .contains("Random access each 2 frames");
  }

  @Test
  void anEncoderThatNamesNoPointFailsInTheSmokePhase() throws Exception {
    Failure failure = failure(codec("System.err.println(", "String.valueOf("), 1);
    assertThat(failure.kind()).isEqualTo(FailureKind.CONSTRAINT_BROKEN);
    assertThat(failure.phase()).isEqualTo(ExperimentStatus.SMOKE);
    assertThat(failure.message())
        .contains("no line 'random-access: 0 OFFSET' on standard error")
        .contains("`random-access: FRAME OFFSET`");
  }

  @Test
  void tooFewPointsAreFoundWhereTheFramesAreThere() throws Exception {
    Failure failure = failure(honest(), 3);
    assertThat(failure.kind()).isEqualTo(FailureKind.CONSTRAINT_BROKEN);
    assertThat(failure.message()).contains("no line 'random-access: 3 OFFSET'");
  }

  @Test
  void offsetsThatLeadNowhereBreakTheConstraint() throws Exception {
    assertThat(failure(codec("+ out.size()", "+ (out.size() + 1000000)"), 2).message())
        .contains("the offset of frame 0 is 1000013", "within the");
    assertThat(failure(codec("+ out.size()", "+ (out.size() + (count > 0 ? 1 : 0))"), 2))
        .extracting(Failure::kind)
        .isEqualTo(FailureKind.CONSTRAINT_BROKEN);
  }
}
