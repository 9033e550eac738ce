package dev.codecsmith.lab.machine;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.points.ProgramRuns;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.program.InvalidProgramException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.sandbox.toolchain.Toolchain;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures the CPU time of a fixed program that encodes a fixed clip, in the sandbox, as candidates
 * are run: the start of its runtime and its compilation are part of it, as they are of theirs.
 */
public final class Calibration {
  private static final int QUALITY = 40;

  /** The least counts: whatever else runs makes a run longer, never shorter. */
  private static final int RUNS = 2;

  /** It is not to fail on a machine that is slow. */
  private static final double LENIENCY = 20;

  private final Sandbox sandbox;
  private final Toolchains toolchains;
  private final RunSlots slots;
  private final Path workDirectory;

  /**
   * @param slots shared with the programs that are evaluated
   * @param workDirectory scratch space, of which nothing is left
   */
  public Calibration(Sandbox sandbox, Toolchains toolchains, RunSlots slots, Path workDirectory) {
    this.sandbox = sandbox;
    this.toolchains = toolchains;
    this.slots = slots;
    this.workDirectory = workDirectory;
  }

  /**
   * Runs it.
   *
   * @return CPU seconds
   * @throws InfrastructureException if it does not run here
   */
  public double cpuSeconds(Program program, Clip clip)
      throws InfrastructureException, InterruptedException {
    EvaluationSettings settings =
        new EvaluationSettings(
            List.of(clip),
            List.of(),
            Qualities.DEFAULT,
            List.of(Anchors.named(Anchors.DEFAULT)),
            CodingLimits.defaults(),
            Extras.NONE);
    try (WorkFolder folder = WorkFolder.create(workDirectory)) {
      Toolchain toolchain = toolchains.of(program.language());
      return slots.in(() -> {
        if (!(toolchain.build(program, folder.newFolder()) instanceof BuildResult.Built built)) {
          throw new InfrastructureException("The calibration program does not compile here.");
        }
        ProgramRuns runs = new ProgramRuns(sandbox, toolchain, built.program(), settings);
        double least = Double.POSITIVE_INFINITY;
        for (int run = 0; run < RUNS; run++) {
          least =
              Math.min(
                  least,
                  runs.encode(ExperimentStatus.SMOKE, clip, QUALITY, folder.newFile(), LENIENCY)
                      .encode()
                      .cpuSeconds());
        }
        return least;
      });
    } catch (CandidateFault | InvalidProgramException e) {
      throw new InfrastructureException(
          "The calibration program does not run here: " + e.getMessage(), e);
    }
  }
}
