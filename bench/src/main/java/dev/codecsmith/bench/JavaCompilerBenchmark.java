package dev.codecsmith.bench;

import dev.codecsmith.codecs.ShippedProgram;
import dev.codecsmith.codecs.ShippedPrograms;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.isolation.MountRights;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.sandbox.toolchain.BuiltProgram;
import dev.codecsmith.sandbox.toolchain.Toolchain;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What the choice of when the JDK's second compiler begins does to the CPU time of a Java program:
 * {@code subpel} at QUALITY 40 in the sandbox, with the compiler's thresholds so many times as high
 * as usual, and with the first compiler alone.
 *
 * <p>Arguments: clips, each a file and how many of its frames. Figures are CPU seconds, the least
 * of two runs.
 */
public final class JavaCompilerBenchmark {
  private static final int QUALITY = 40;
  private static final Limits LIMITS = Limits.defaults();

  private final Bubblewrap sandbox;
  private final Toolchain java;
  private final BuiltProgram program;
  private final Path folder;

  private JavaCompilerBenchmark(
      Bubblewrap sandbox, Toolchain java, BuiltProgram program, Path folder) {
    this.sandbox = sandbox;
    this.java = java;
    this.program = program;
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("codecsmith-compilers");
    Bubblewrap sandbox = Bubblewrap.detect();
    try (Toolchains toolchains = Toolchains.in(sandbox, CacheFolder.ofTheUser())) {
      ShippedProgram shipped = ShippedPrograms.find("subpel").orElseThrow();
      Toolchain java = toolchains.of(shipped.language());
      BuildResult built =
          java.build(
              Program.of(shipped.language(), shipped.entry(), shipped.files()),
              Files.createDirectory(folder.resolve("built")));
      JavaCompilerBenchmark benchmark =
          new JavaCompilerBenchmark(sandbox, java, ((BuildResult.Built) built).program(), folder);
      System.out.println("| clip | frames | thresholds | encode s | decode s |");
      System.out.println("|:--|--:|:--|--:|--:|");
      ClipCatalogue clips = new ClipCatalogue(folder.resolve("clips"));
      for (int i = 0; i + 1 < arguments.length; i += 2) {
        int frames = Integer.parseInt(arguments[i + 1]);
        benchmark.measure(clips.importFile(Path.of(arguments[i]), OptionalInt.of(frames)).clip());
      }
    } finally {
      Folders.remove(folder);
    }
  }

  private void measure(Clip clip) throws Exception {
    for (int times : new int[] {1, 10, 100, 1000}) {
      print(clip, "× " + times, thresholds(times));
    }
    print(clip, "first compiler alone", List.of("-XX:TieredStopAtLevel=1"));
  }

  /** The JDK's own thresholds, so many times as high. */
  private static List<String> thresholds(int times) {
    return List.of(
        "-XX:Tier4InvocationThreshold=" + 5_000L * times,
        "-XX:Tier4MinInvocationThreshold=" + 600L * times,
        "-XX:Tier4CompileThreshold=" + 15_000L * times,
        "-XX:Tier4BackEdgeThreshold=" + 40_000L * times);
  }

  private void print(Clip clip, String title, List<String> options) throws Exception {
    Path bitstream = folder.resolve("bitstream");
    double encode = Double.POSITIVE_INFINITY;
    double decode = Double.POSITIVE_INFINITY;
    for (int round = 0; round < 2; round++) {
      encode =
          Math.min(
              encode, run(java.encode(program, clip.y4m(), QUALITY, LIMITS), options, bitstream));
      MountRights.letProgramsRead(bitstream);
      decode =
          Math.min(
              decode,
              run(java.decode(program, bitstream, LIMITS), options, folder.resolve("decoded")));
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %s | %.2f | %.2f |%n",
        clip.name(),
        clip.frames(),
        title,
        encode,
        decode);
  }

  private double run(SandboxCommand command, List<String> options, Path output) throws Exception {
    List<String> arguments = new ArrayList<>(command.arguments());
    arguments.removeIf(argument -> argument.startsWith("-XX:Tier"));
    SandboxCommand changed =
        new SandboxCommand(
            Stream.of(arguments.subList(0, 1), options, arguments.subList(1, arguments.size()))
                .flatMap(List::stream)
                .toList(),
            command.mounts(),
            command.environment(),
            command.workingDirectory(),
            command.limits(),
            command.options());
    try (SandboxRun run = sandbox.start(changed);
        OutputStream out = Files.newOutputStream(output)) {
      run.standardOutput().transferTo(out);
      RunResult result = run.await();
      return result.cpuTime().toMillis() / 1000.0;
    }
  }
}
