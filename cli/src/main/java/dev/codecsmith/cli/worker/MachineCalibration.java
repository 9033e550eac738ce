package dev.codecsmith.cli.worker;

import dev.codecsmith.codecs.ShippedProgram;
import dev.codecsmith.codecs.ShippedPrograms;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.clips.GeneratedClipSpec;
import dev.codecsmith.video.scenes.SceneKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Measures how fast this machine is, by a program that ships on a clip that is generated. */
final class MachineCalibration implements KeptCalibration.Measuring {
  static final String PROGRAM = "intra";

  /** The program's hash: another one takes another time. */
  static final String PROGRAM_SHA256 =
      "f4023496a966e43f511c32a12a155f78fb050d9f6c3319e449b576166bc664d2";

  /** The machine that limits are stated for is one on which it takes this. */
  static final double REFERENCE_CPU_SECONDS = 0.54;

  /** As short as candidates' runs are that mind the speed of a machine most. */
  static final GeneratedClipSpec CLIP =
      new GeneratedClipSpec(
          "calibration",
          new VideoFormat(128, 96, PixelFormat.YUV420P, new Rational(25, 1)),
          8,
          4,
          List.of(SceneKind.FOLIAGE));

  private final LocalEvaluations.Local local;
  private final Path clips;

  /**
   * @param clips a folder for the clip
   */
  MachineCalibration(LocalEvaluations.Local local, Path clips) {
    this.local = local;
    this.clips = clips;
  }

  @Override
  public String measure() throws IOException, InterruptedException {
    double cpuSeconds =
        local.calibration().cpuSeconds(program(), new ClipCatalogue(clips).generated(CLIP));
    local.machine().measured(cpuSeconds / REFERENCE_CPU_SECONDS);
    return String.format(
        Locale.ROOT,
        "The calibration program takes %.2f s of CPU time here, and %.2f s on the machine that limits are stated for:"
            + " they are multiplied by %.2f.",
        cpuSeconds,
        REFERENCE_CPU_SECONDS,
        local.machine().factor());
  }

  static Program program() {
    ShippedProgram shipped = ShippedPrograms.find(PROGRAM).orElseThrow();
    return Program.of(shipped.language(), shipped.entry(), shipped.files());
  }
}
