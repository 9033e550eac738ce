package dev.codecsmith.bench;

import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.sandbox.toolchain.BuiltProgram;
import dev.codecsmith.sandbox.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the sandbox costs: a C program beside the same as a plain process, a Java program from its
 * start to its first byte, a small Java build by the warm compiler, and how long a tree of
 * processes that does not want to die takes to be gone.
 *
 * <p>Argument: rounds (default 40). Figures are medians in milliseconds; run it on a quiet machine.
 */
public final class SandboxBenchmark {
  private static final Limits LIMITS = Limits.defaults();
  private static final Program C_PROGRAM =
      Program.of(
          "c",
          "a.c",
          Map.of("a.c", "#include <stdio.h>\nint main() { puts(\"a byte\"); return 0; }\n"));
  private static final Program C_STUBBORN =
      Program.of(
          "c",
          "a.c",
          Map.of(
              "a.c",
              """
              #include <signal.h>
              #include <stdio.h>
              #include <unistd.h>
              int main() {
                for (int i = 1; i < 65; i++) signal(i, SIG_IGN);
                for (int i = 0; i < 6; i++) if (fork() == 0) setsid();
                puts("up");
                fflush(stdout);
                for (;;) pause();
              }
              """));
  private static final Program JAVA_PROGRAM =
      Program.of(
          "java",
          "Small",
          Map.of(
              "Small.java",
              """
              import dev.codecsmith.codec.*;
              import java.io.*;

              public class Small implements Codec {
                public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out)
                    throws IOException {
                  Frame frame = new Frame(format);
                  while (frames.read(frame)) out.write(quality);
                }

                public void decode(InputStream in, FrameWriter frames) throws IOException {
                  VideoFormat format = new VideoFormat(16, 16, 25, 1, ChromaFormat.YUV420, 8);
                  frames.start(format);
                  while (in.read() >= 0) frames.write(new Frame(format));
                }
              }
              """));
  private static final String CLIP =
      "YUV4MPEG2 W16 H16 F25:1 Ip A1:1 C420jpeg\nFRAME\n" + "x".repeat(384);

  private final int rounds;
  private final Path folder;
  private final Bubblewrap sandbox;
  private final Toolchains toolchains;
  private int builds;

  private SandboxBenchmark(int rounds, Path folder) throws IOException {
    this.rounds = rounds;
    this.folder = folder;
    this.sandbox = Bubblewrap.detect();
    this.toolchains = Toolchains.in(sandbox, folder.resolve("cache"));
  }

  /** One measurement in milliseconds. */
  private interface Measurement {
    double run() throws IOException, InterruptedException;
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40;
    Path folder = Files.createTempDirectory("codecsmith-bench");
    try {
      new SandboxBenchmark(rounds, folder).run();
    } finally {
      Folders.remove(folder);
    }
  }

  private void run() throws Exception {
    System.out.println(sandbox.description() + ", " + rounds + " rounds\n");
    System.out.println("| what | median ms | fastest ms |\n|---|---|---|");
    Path input = Files.writeString(folder.resolve("clip.y4m"), CLIP);

    BuiltProgram c = built(C_PROGRAM);
    Path binary = c.directory().resolve("program").resolve("program");
    Toolchain ofC = toolchains.of("c");
    double plain = report("C program, plain process", () -> plain(List.of(binary.toString())));
    double inside =
        report("C program, sandboxed", () -> toTheEnd(ofC.encode(c, input, 40, LIMITS)));
    System.out.printf(Locale.ROOT, "| the sandbox's cost | %.1f | |%n", inside - plain);

    long start = System.nanoTime();
    Toolchain ofJava = toolchains.of("java");
    once("Java, preparing a new machine", start);
    start = System.nanoTime();
    BuiltProgram java = built(JAVA_PROGRAM);
    once("Java, first build, which starts the compiler", start);
    report("Java, small build", () -> build());
    report(
        "Java program, plain process without archive, to its first byte",
        () -> plain(plainJava(java, input)));
    report(
        "Java encoder, sandboxed, to its first byte",
        () -> toTheFirstByte(ofJava.encode(java, input, 40, LIMITS)));
    report(
        "Java decoder, sandboxed, to its first byte",
        () -> toTheFirstByte(ofJava.decode(java, input, LIMITS)));

    BuiltProgram stubborn = built(C_STUBBORN);
    report(
        "a tree of 64 processes that ignore signals, from stop to gone",
        () -> toBeGone(ofC.encode(stubborn, input, 40, LIMITS)));
    toolchains.close();
  }

  private double report(String what, Measurement measurement)
      throws IOException, InterruptedException {
    for (int i = 0; i < 5; i++) {
      measurement.run();
    }
    double[] millis = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      millis[i] = measurement.run();
    }
    Arrays.sort(millis);
    System.out.printf(Locale.ROOT, "| %s | %.1f | %.1f |%n", what, millis[rounds / 2], millis[0]);
    return millis[rounds / 2];
  }

  private static void once(String what, long startNanos) {
    System.out.printf(Locale.ROOT, "| %s | %.0f (once) | |%n", what, since(startNanos));
  }

  private static double since(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  private static double plain(List<String> command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    int first = process.getInputStream().read();
    double millis = since(start);
    process.getInputStream().readAllBytes();
    if (first < 0 || process.waitFor() != 0) {
      throw new IllegalStateException(command + " failed");
    }
    return command.size() == 1 ? since(start) : millis;
  }

  private static List<String> plainJava(BuiltProgram program, Path input) {
    String codecApi =
        Path.of(
                dev.codecsmith.codec.Codec.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath())
            .toString();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-cp",
        codecApi + ":" + program.directory().resolve("program").resolve("program.jar"),
        "dev.codecsmith.codec.host.CodecHost",
        program.program().entry(),
        "encode",
        input.toString(),
        "40");
  }

  private double toTheEnd(SandboxCommand command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (SandboxRun run = sandbox.start(command)) {
      run.standardOutput().readAllBytes();
      run.await();
      return since(start);
    }
  }

  private double toTheFirstByte(SandboxCommand command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (SandboxRun run = sandbox.start(command)) {
      int first = run.standardOutput().read();
      double millis = since(start);
      run.standardOutput().readAllBytes();
      if (first < 0) {
        throw new IllegalStateException(run.await().standardError());
      }
      return millis;
    }
  }

  private double toBeGone(SandboxCommand command) throws IOException, InterruptedException {
    try (SandboxRun run = sandbox.start(command)) {
      for (int i = 0; i < 64 * "up\n".length(); i++) {
        run.standardOutput().read();
      }
      long start = System.nanoTime();
      run.stop();
      run.await();
      return since(start);
    }
  }

  private double build() throws IOException, InterruptedException {
    long start = System.nanoTime();
    built(JAVA_PROGRAM);
    return since(start);
  }

  private BuiltProgram built(Program program) throws IOException, InterruptedException {
    Path directory = Files.createDirectories(folder.resolve("build" + builds++));
    BuildResult result = toolchains.of(program.language()).build(program, directory);
    return switch (result) {
      case BuildResult.Built built -> built.program();
      case BuildResult.CompileError error -> throw new IllegalStateException(error.message());
    };
  }
}
