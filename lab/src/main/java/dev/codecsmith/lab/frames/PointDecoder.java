package dev.codecsmith.lab.frames;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.anchors.AnchorBench;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.measure.ClipMeasurement;
import dev.codecsmith.lab.measure.FrameTap;
import dev.codecsmith.lab.measure.Meters;
import dev.codecsmith.lab.points.Bitstream;
import dev.codecsmith.lab.points.ProgramRuns;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.isolation.MountRights;
import dev.codecsmith.sandbox.program.InvalidProgramException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.sandbox.toolchain.Toolchain;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.RatePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decodes rate points as the evaluation did: a program is built again and decodes its stored
 * bitstream in the sandbox; an anchor codes the clip again, which gives the same bitstream. Both go
 * through the measurement once more, and frames that do not measure as they did are refused: what
 * is looked at is what was scored.
 */
public final class PointDecoder implements VideoDecoder {
  /** Nobody's score depends on it, and the machine may be busy with those whose does. */
  private static final double LENIENCY = 4;

  /** Another processor may round otherwise in the last digits. */
  private static final double SAME = 1e-6;

  private static final RatePoint.Resources UNKNOWN = new RatePoint.Resources(0, 0, 0);

  private final ArtifactStore artifacts;
  private final ProgramsHere programs;
  private final AnchorsHere anchors;
  private final Path workDirectory;

  /** What codes anchors on this machine; looked for when the first one is. */
  @FunctionalInterface
  public interface AnchorsHere {
    /** Finds it. */
    AnchorBench find() throws IOException;
  }

  /**
   * @param artifacts with programs and bitstreams
   * @param workDirectory scratch space, of which nothing is left
   */
  public PointDecoder(
      ArtifactStore artifacts, ProgramsHere programs, AnchorsHere anchors, Path workDirectory) {
    this.artifacts = artifacts;
    this.programs = programs;
    this.anchors = anchors;
    this.workDirectory = workDirectory;
  }

  @Override
  public String decode(CodedVideo video, FrameTap tap)
      throws CandidateFault, IOException, InterruptedException {
    return switch (video) {
      case CodedVideo.OfProgram program -> decode(program, tap);
      case CodedVideo.OfAnchor anchor -> code(anchor, tap);
    };
  }

  private String decode(CodedVideo.OfProgram video, FrameTap tap)
      throws CandidateFault, IOException, InterruptedException {
    Program program = video.program().read(artifacts);
    if (!program.sha256().equals(video.program().sha256())) {
      throw InfrastructureException.lasting(
          "The stored program is not the one that was evaluated: its hash is another.");
    }
    ProgramsHere.Place place = programs.find();
    Toolchain toolchain = toolchain(place, program);
    try (WorkFolder folder = WorkFolder.create(workDirectory)) {
      RatePoint point = video.point();
      Path bitstream = folder.newFile();
      artifacts.copyTo(point.bitstreamSha256(), bitstream);
      MountRights.letProgramsRead(bitstream);
      ProgramRuns runs =
          switch (toolchain.build(program, folder.newFolder())) {
            case BuildResult.CompileError error -> throw CandidateFault.build(error);
            case BuildResult.Built built ->
                new ProgramRuns(place.sandbox(), toolchain, built.program(), video.settings());
          };
      ClipMeasurement found =
          runs.decode(
                  ExperimentStatus.DECODING,
                  video.clip(),
                  point.quality(),
                  new Bitstream(
                      bitstream,
                      Files.size(bitstream),
                      point.bitstreamSha256(),
                      UNKNOWN,
                      Optional.empty(),
                      ""),
                  () -> tap,
                  LENIENCY)
              .measurement();
      requireSame("The decoder", point.metrics(), found.figures());
      return found.framesCsv();
    }
  }

  private static Toolchain toolchain(ProgramsHere.Place place, Program program)
      throws InfrastructureException {
    try {
      return place.toolchains().of(program.language());
    } catch (InvalidProgramException e) {
      throw InfrastructureException.lasting(String.valueOf(e.getMessage()), e);
    }
  }

  private String code(CodedVideo.OfAnchor video, FrameTap tap)
      throws IOException, InterruptedException {
    AnchorCodec.Coded coded =
        anchors
            .find()
            .code(
                video.anchor(),
                video.point().quality(),
                video.clip(),
                tap,
                Meters.moreOf(video.point().metrics()));
    requireSame(video.anchor().name(), video.point().metrics(), coded.point().metrics());
    return coded.framesCsv();
  }

  /** Figures that only one side has come from another version of the measurement. */
  private static void requireSame(String who, Map<String, Double> before, Map<String, Double> now)
      throws InfrastructureException {
    for (Map.Entry<String, Double> figure : new TreeMap<>(before).entrySet()) {
      double then = figure.getValue();
      double here = now.getOrDefault(figure.getKey(), then);
      if (Double.compare(then, here) != 0
          && !(Math.abs(then - here) <= SAME * Math.max(1, Math.abs(then)))) {
        throw InfrastructureException.lasting(
            String.format(
                Locale.ROOT,
                "%s gives other frames on this machine than those that were measured: their %s is"
                    + " %.6f and was %.6f.",
                who,
                figure.getKey(),
                here,
                then));
      }
    }
  }
}
