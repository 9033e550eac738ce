package dev.codecsmith.lab.profile;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.bits.BitsReport;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.frames.ProgramsHere;
import dev.codecsmith.lab.measure.ClipHead;
import dev.codecsmith.lab.measure.FrameTap;
import dev.codecsmith.lab.points.Bitstream;
import dev.codecsmith.lab.points.ProgramRuns;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.InvalidProgramException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Runs both halves of a program on this machine and looks where their time goes. It costs time
 * itself, so none of its figures is a measurement.
 */
public final class ProgramProfiler {
  /** To be looked at takes time as well. */
  private static final double LENIENCY = 2;

  private final ProgramsHere programs;
  private final EvaluationSettings settings;
  private final Path workDirectory;

  /**
   * @param settings the limits
   * @param workDirectory scratch space, of which nothing is left
   */
  public ProgramProfiler(ProgramsHere programs, EvaluationSettings settings, Path workDirectory) {
    this.programs = programs;
    this.settings = settings;
    this.workDirectory = workDirectory;
  }

  /**
   * What was found.
   *
   * @param bytes size of the bitstream
   * @param psnrYuv in dB
   * @param bits where they go, if the program reports it
   * @param encoder what its encoder took
   * @param decoder what its decoder took
   */
  public record Profile(
      long bytes, double psnrYuv, Optional<BitsReport> bits, Half encoder, Half decoder) {}

  /**
   * Half of a program.
   *
   * @param resources what it took, being looked at
   * @param methods where its time went; without methods where its language does not tell
   * @param standardError all that it said
   */
  public record Half(RatePoint.Resources resources, HotMethods methods, String standardError) {}

  /**
   * Profiles a program.
   *
   * @param frames how many of the clip's first frames
   * @throws CandidateFault if it does not build or run
   * @throws IOException with a sentence if programs cannot be run here
   */
  public Profile of(Program program, Clip clip, int frames, int quality)
      throws CandidateFault, IOException, InterruptedException {
    ProgramsHere.Place place = programs.find();
    try (WorkFolder folder = WorkFolder.create(workDirectory)) {
      ProfilingToolchain toolchain =
          new ProfilingToolchain(place.toolchains().of(program.language()));
      ProgramRuns runs =
          switch (toolchain.build(program, folder.newFolder())) {
            case BuildResult.CompileError error -> throw CandidateFault.build(error);
            case BuildResult.Built built ->
                new ProgramRuns(place.sandbox(), toolchain, built.program(), settings);
          };
      Clip head = ClipHead.of(clip, frames, folder);
      Bitstream bitstream =
          runs.encode(ExperimentStatus.ENCODING, head, quality, folder.newFile(), LENIENCY);
      ProgramRuns.Decoded decoded =
          runs.decode(
              ExperimentStatus.DECODING, head, quality, bitstream, FrameTap::none, LENIENCY);
      return new Profile(
          bitstream.bytes(),
          decoded.measurement().figures().getOrDefault("psnr_yuv", Double.NaN),
          bitstream.bits(),
          half(bitstream.encode(), bitstream.standardError()),
          half(decoded.resources(), decoded.standardError()));
    } catch (InvalidProgramException e) {
      throw InfrastructureException.lasting(String.valueOf(e.getMessage()), e);
    }
  }

  private static Half half(RatePoint.Resources resources, String standardError) {
    return new Half(resources, HotMethods.read(standardError), standardError);
  }
}
