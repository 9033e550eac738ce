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
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Coding of the first frames alone, by real runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LowDelayTest {
  @TempDir private static Path folder;
  private TestBench bench;
  private EvaluationSettings free;
  private EvaluationSettings lowDelay;

  @BeforeAll
  void open() throws IOException {
    bench = new TestBench(folder);
    free =
        TestBench.settings(CodingLimits.defaults(), TestClips.moving(folder, "moving", 64, 48, 7));
    lowDelay = free.under(Constraints.NONE.withLowDelay());
  }

  @AfterAll
  void close() {
    bench.close();
  }

  /** Fails for the constraint alone. */
  private Failure broken(Program program) throws Exception {
    assertThat(bench.evaluate(program, free).failure()).isEqualTo(Optional.empty());
    Failure failure = bench.failure(program, lowDelay);
    assertThat(failure.kind()).isEqualTo(FailureKind.CONSTRAINT_BROKEN);
    assertThat(failure.message()).contains("Low delay: the bits of a frame must be complete");
    return failure;
  }

  @Test
  void aProgramThatCodesFrameByFrameIsMeasuredAsWithoutTheConstraint() throws Exception {
    Evaluation evaluation = bench.evaluate(GroupToy.with(), lowDelay);
    assertThat(evaluation.failure()).isEqualTo(Optional.empty());
    assertThat(evaluation.score()).isEqualTo(bench.evaluate(GroupToy.with(), free).score());
  }

  @Test
  void bothConstraintsMayBeAskedForAtOnce() throws Exception {
    assertThat(
            bench
                .evaluate(
                    GroupToy.with(),
                    free.under(Constraints.NONE.withRandomAccess(2).withLowDelay()))
                .failure())
        .isEqualTo(Optional.empty());
  }

  @Test
  void anEndMarkWaitsForTheNextFrameAndIsFoundInTheSmokePhase() throws Exception {
    Failure failure =
        broken(
            GroupToy.with(
                "packed.writeTo(out);\n    }",
                "packed.writeTo(out);\n    }\n    out.writeByte(7);",
                "if (first < 0) {",
                "if (first == 7) {"));
    assertThat(failure.phase()).isEqualTo(ExperimentStatus.SMOKE);
    assertThat(failure.message())
        .containsPattern(
            "Encoding the first frame of moving-smoke alone at QUALITY 50 gave \\d+ bytes with"
                + " which the bitstream of all 2 frames does not begin: byte \\d+, counted from 0,"
                + " differs.");
  }

  @Test
  void aHeaderThatKnowsTheNumberOfFramesBreaksIt() throws Exception {
    Failure failure =
        broken(
            GroupToy.with(
                GroupToy.PASS,
                GroupToy.TWO_PASSES,
                "frame = all.get(count);",
                "frame = all.get(count);\n        if (count == 0) { out.writeByte(all.size()); }",
                "int step = in.readUnsignedByte();",
                "int step = in.readUnsignedByte();\n    in.readUnsignedByte();"));
    assertThat(failure.phase()).isEqualTo(ExperimentStatus.SMOKE);
    assertThat(failure.message()).contains("does not begin: byte 13, counted from 0, differs");
  }

  @Test
  void aFrameThatIsCodedByALookAtTheNextBreaksItWhereverItIs() throws Exception {
    Failure failure = broken(GroupToy.lookingAhead());
    assertThat(failure.phase()).isEqualTo(ExperimentStatus.ENCODING);
    assertThat(failure.message())
        .containsPattern("Encoding the first [35] frames of moving alone at QUALITY \\d+ gave");
  }

  @Test
  void aDecoderThatNeedsWhatComesLaterBreaksIt() throws Exception {
    Failure failure =
        broken(
            GroupToy.with(
                "DataInputStream in = new DataInputStream(bitstream);",
                "byte[] all = bitstream.readAllBytes();\n"
                    + "    DataInputStream in = new DataInputStream(new ByteArrayInputStream(all));",
                "frames.write(frame);",
                "frame.plane(0)[0] = (short) (all.length % 251);\n      frames.write(frame);"));
    assertThat(failure.message())
        .contains(
            "Decoding the first frame of moving-smoke alone at QUALITY 50 gave another video:"
                + " frame 0, counted from 0");
  }

  @Test
  void aProgramThatCannotCodeASingleFrameBreaksIt() throws Exception {
    Failure failure =
        broken(
            GroupToy.with(
                GroupToy.PASS,
                GroupToy.TWO_PASSES,
                "frame = all.get(count);",
                "frame = all.get(count);\n        all.get(1);"));
    assertThat(failure.message())
        .contains("Encoding the first frame of moving-smoke alone at QUALITY 50 failed.");
  }
}
