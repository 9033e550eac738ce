package dev.codecsmith.bench;

import dev.codecsmith.codecs.ShippedProgram;
import dev.codecsmith.codecs.ShippedPrograms;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.RunOutcome;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How much of a Java program's CPU time is the virtual machine's start and compilation, and what
 * lowers it: a program at QUALITY 40 in the sandbox, with the thresholds of the JDK's second
 * compiler so many times as high as usual, with the first compiler alone, and with each of these
 * started from an archive (the JDK's AOT cache) of the program's own classes and profiles, written
 * by a run over two frames.
 *
 * <p>Arguments: the name of a program that ships (default {@code subpel}), then clips, each a file
 * and how many of its frames. Figures are CPU seconds as the kernel counts them, the least of three
 * runs; the compilers' time is as {@code -XX:+CITime} tells it, by the clock, so it is told truly
 * by a quiet machine alone. The start is that of a process that is told no work.
 */
public final class JavaCompilerBenchmark {
  private static final int QUALITY = 40;
  private static final int ROUNDS = 3;
  private static final Pattern COMPILING =
      Pattern.compile("Total compilation time\\s*:\\s*([0-9.]+) s");
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
    Optional<ShippedProgram> named = ShippedPrograms.find(arguments[0]);
    Path folder = Files.createTempDirectory("codecsmith-compilers");
    Bubblewrap sandbox = Bubblewrap.detect();
    try (Toolchains toolchains = Toolchains.in(sandbox, CacheFolder.ofTheUser())) {
      ShippedProgram shipped = named.or(() -> ShippedPrograms.find("subpel")).orElseThrow();
      Toolchain java = toolchains.of(shipped.language());
      BuildResult built =
          java.build(
              Program.of(shipped.language(), shipped.entry(), shipped.files()),
              Files.createDirectory(folder.resolve("built")));
      JavaCompilerBenchmark benchmark =
          new JavaCompilerBenchmark(sandbox, java, ((BuildResult.Built) built).program(), folder);
      System.out.println(
          "| clip | compilers | encode s | start | compiling | share | decode s | start | compiling"
              + " | share |");
      System.out.println("|:--|:--|--:|--:|--:|--:|--:|--:|--:|--:|");
      ClipCatalogue clips = new ClipCatalogue(folder.resolve("clips"));
      for (int i = named.isPresent() ? 1 : 0; i + 1 < arguments.length; i += 2) {
        int frames = Integer.parseInt(arguments[i + 1]);
        Path file = Path.of(arguments[i]);
        benchmark.measure(
            clips.importFile(file, OptionalInt.of(frames)).clip(),
            clips.importFile(file, OptionalInt.of(2)).clip());
      }
    } finally {
      Folders.remove(folder);
    }
  }

  private void measure(Clip clip, Clip smoke) throws Exception {
    for (int times : new int[] {1, 10, 100, 1000}) {
      print(clip, "second from × " + times, thresholds(times), Optional.empty());
    }
    List<String> alone = List.of("-XX:TieredStopAtLevel=1");
    print(clip, "first alone", alone, Optional.empty());
    print(clip, "second from × 1, archive", thresholds(1), Optional.of(smoke));
    print(clip, "second from × 100, archive", thresholds(100), Optional.of(smoke));
    print(clip, "first alone, archive", alone, Optional.of(smoke));
  }

  /** The JDK's own thresholds, so many times as high. */
  private static List<String> thresholds(int times) {
    return List.of(
        "-XX:Tier4InvocationThreshold=" + 5_000L * times,
        "-XX:Tier4MinInvocationThreshold=" + 600L * times,
        "-XX:Tier4CompileThreshold=" + 15_000L * times,
        "-XX:Tier4BackEdgeThreshold=" + 40_000L * times);
  }

  private void print(Clip clip, String title, List<String> options, Optional<Clip> smoke)
      throws Exception {
    Path bitstream = folder.resolve("bitstream");
    Path decoded = folder.resolve("decoded");
    Optional<Path> encoders = Optional.empty();
    Optional<Path> decoders = Optional.empty();
    if (smoke.isPresent()) {
      encoders = Optional.of(archive(encode(smoke.get()), options, bitstream));
      MountRights.letProgramsRead(bitstream);
      decoders = Optional.of(archive(decode(bitstream), options, decoded));
    }
    Cost encode = cost(encode(clip), options, encoders, bitstream, 3);
    MountRights.letProgramsRead(bitstream);
    Cost decode = cost(decode(bitstream), options, decoders, decoded, 2);
    System.out.printf(
        Locale.ROOT, "| %s | %s | %s | %s |%n", clip.name(), title, encode.row(), decode.row());
  }

  private SandboxCommand encode(Clip clip) {
    return java.encode(program, clip.y4m(), QUALITY, LIMITS);
  }

  private SandboxCommand decode(Path bitstream) {
    return java.decode(program, bitstream, LIMITS);
  }

  /** CPU seconds: of all, of the start, of compiling. */
  private record Cost(double all, double start, double compiling) {
    String row() {
      return String.format(
          Locale.ROOT,
          "%.2f | %.2f | %.2f | %.0f %%",
          all,
          start,
          compiling,
          100 * (start + compiling) / all);
    }
  }

  /** Of a command, whose last words are what it is told to do. */
  private Cost cost(
      SandboxCommand usual,
      List<String> options,
      Optional<Path> archive,
      Path output,
      int wordsOfWork)
      throws Exception {
    SandboxCommand command = with(usual, options, archive);
    List<String> words = command.arguments();
    SandboxCommand idle = command.withArguments(words.subList(0, words.size() - wordsOfWork));
    SandboxCommand telling = with(command, List.of("-XX:+CITime"), Optional.empty());
    double all = Double.POSITIVE_INFINITY;
    double start = Double.POSITIVE_INFINITY;
    double compiling = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      start = Math.min(start, seconds(run(idle, output)));
      compiling = Math.min(compiling, secondsCompiling(run(telling, output)));
      all = Math.min(all, seconds(succeeded(run(command, output))));
    }
    return new Cost(all, start, compiling);
  }

  private static double seconds(RunResult result) {
    return result.cpuTime().toMillis() / 1000.0;
  }

  private static double secondsCompiling(RunResult result) {
    Matcher told = COMPILING.matcher(succeeded(result).standardError());
    if (!told.find()) {
      throw new IllegalStateException("no time of the compilers in: " + result.standardError());
    }
    return Double.parseDouble(told.group(1));
  }

  private static RunResult succeeded(RunResult result) {
    if (result.outcome() instanceof RunOutcome.Finished) {
      return result;
    }
    throw new IllegalStateException(result.outcome() + ": " + result.standardError());
  }

  /** An archive that a run of the command writes when it ends. */
  private Path archive(SandboxCommand usual, List<String> options, Path output) throws Exception {
    Path made = Files.createTempDirectory(folder, "archive");
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
    SandboxCommand command =
        with(
            usual,
            concatenate(options, List.of("-XX:AOTCacheOutput=/made/archive")),
            Optional.empty());
    List<String> words = new ArrayList<>(command.arguments());
    words.removeIf(word -> word.startsWith("-XX:AOTCache="));
    succeeded(run(mounted(command.withArguments(words), Mount.writable(made, "/made")), output));
    Path archive = Files.copy(made.resolve("archive"), made.resolve("ours"));
    MountRights.letProgramsRead(archive);
    return archive;
  }

  /** The command with other options of the compilers, and started from another archive. */
  private static SandboxCommand with(
      SandboxCommand command, List<String> options, Optional<Path> archive) {
    List<String> words = new ArrayList<>(command.arguments());
    if (options.stream().anyMatch(option -> option.startsWith("-XX:Tier"))) {
      words.removeIf(word -> word.startsWith("-XX:Tier"));
    }
    words.addAll(1, options);
    if (archive.isEmpty()) {
      return command.withArguments(words);
    }
    words.removeIf(word -> word.startsWith("-XX:AOTCache="));
    words.add(1, "-XX:AOTCache=/own.aot");
    return mounted(command.withArguments(words), Mount.readOnly(archive.get(), "/own.aot"));
  }

  private static SandboxCommand mounted(SandboxCommand command, Mount mount) {
    return new SandboxCommand(
        command.arguments(),
        concatenate(command.mounts(), List.of(mount)),
        command.environment(),
        command.workingDirectory(),
        command.limits(),
        command.options());
  }

  private static <T> List<T> concatenate(List<T> some, List<T> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private RunResult run(SandboxCommand command, Path output) throws Exception {
    try (SandboxRun run = sandbox.start(command);
        OutputStream out = Files.newOutputStream(output)) {
      run.standardOutput().transferTo(out);
      return run.await();
    }
  }
}
