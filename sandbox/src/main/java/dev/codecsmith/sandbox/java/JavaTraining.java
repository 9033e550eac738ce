package dev.codecsmith.sandbox.java;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.host.ResourceFiles;
import dev.codecsmith.sandbox.java.JavaCommands.Start;
import dev.codecsmith.sandbox.java.JavaImage.Archive;
import dev.codecsmith.sandbox.toolchain.ProgramFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the archives that Java processes start from: runs one process of each kind on a program of
 * ours that does what codecs do, and has the virtual machine write down what it loaded.
 *
 * <p>That program's class is in the jar of the host, because an archive only takes classes from
 * jars; no other program can be in its package.
 */
final class JavaTraining implements JavaImage.Trainer {
  private static final String FOLDER = "dev/codecsmith/training";
  private static final String FILE = FOLDER + "/TrainingCodec.java";
  private static final String ENTRY = "dev.codecsmith.training.TrainingCodec";
  private static final String CLIP_HEADER = "YUV4MPEG2 W32 H16 F25:1 Ip A1:1 C420jpeg\n";
  private static final int CLIP_FRAMES = 3;
  private static final int FRAME_BYTES = 32 * 16 * 3 / 2;

  private final Sandbox sandbox;
  private final JavaCommands commands;
  private final Path codecApi;
  private final Limits limits;

  JavaTraining(Sandbox sandbox, JavaCommands commands, Path codecApi, Limits limits) {
    this.sandbox = sandbox;
    this.commands = commands;
    this.codecApi = codecApi;
    this.limits = limits;
  }

  /** The training program's text. */
  static String source() {
    return ResourceFiles.text(JavaTraining.class, "/" + FILE);
  }

  @Override
  public void train(JavaImage image) throws IOException, InterruptedException {
    JavaImage.writeForAll(
        image.hostJar(), new JarMaker().addClasses(codecApi, "").add(compile(image)).bytes());
    trainCompiler(image);
    Path clip = JavaImage.writeForAll(image.folder().resolve("clip.y4m"), clip());
    Path bitstream = image.folder().resolve("bitstream");
    JavaImage.writeForAll(
        bitstream,
        run(
            image,
            Archive.ENCODE,
            clip,
            ProgramFiles.CLIP_INSIDE,
            List.of("encode", ProgramFiles.CLIP_INSIDE, "50")));
    run(
        image,
        Archive.DECODE,
        bitstream,
        ProgramFiles.BITSTREAM_INSIDE,
        List.of("decode", ProgramFiles.BITSTREAM_INSIDE));
    Files.delete(clip);
    Files.delete(bitstream);
  }

  private Map<String, byte[]> compile(JavaImage image) throws IOException, InterruptedException {
    try (CompilerProcess compiler = compiler(image, Start.FROM_ARCHIVE)) {
      return compiled(compiler);
    }
  }

  private void trainCompiler(JavaImage image) throws IOException, InterruptedException {
    try (CompilerProcess compiler = compiler(image, Start.MAKING_ARCHIVE)) {
      compiled(compiler);
      if (compiler
          .compile(Map.of("a/Faulty.java", "package a; class Faulty { int x = y }"))
          .isEmpty()) {
        throw new IOException("the compiler ended early");
      }
      check(compiler.finish());
    }
  }

  private CompilerProcess compiler(JavaImage image, Start start) throws InfrastructureException {
    SandboxRun run = sandbox.start(commands.compiler(image, start, limits));
    return new CompilerProcess(run, limits, sandbox.enforcedBy());
  }

  private static Map<String, byte[]> compiled(CompilerProcess compiler)
      throws IOException, InterruptedException {
    Optional<Compilation> result = compiler.compile(Map.of(FILE, source()));
    if (result.isEmpty()) {
      throw new IOException("the compiler ended: " + compiler.end().standardError());
    }
    if (result.get().classes().isEmpty()) {
      throw new IOException("the training program does not compile: " + result.get().message());
    }
    return result.get().classes();
  }

  private byte[] run(
      JavaImage image, Archive archive, Path input, String inside, List<String> contract)
      throws IOException, InterruptedException {
    SandboxCommand command =
        commands.codec(
            image,
            archive,
            Start.MAKING_ARCHIVE,
            ENTRY,
            List.of(Mount.readOnly(input, inside)),
            contract,
            limits);
    try (SandboxRun run = sandbox.start(command)) {
      byte[] output = run.standardOutput().readAllBytes();
      check(run.await());
      return output;
    }
  }

  private static void check(RunResult result) throws IOException {
    if (!(result.outcome() instanceof RunOutcome.Finished)) {
      throw new IOException(result.outcome().sentence() + " " + result.standardError().strip());
    }
  }

  private static byte[] clip() {
    ByteArrayOutputStream clip = new ByteArrayOutputStream();
    clip.writeBytes(CLIP_HEADER.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < CLIP_FRAMES; i++) {
      clip.writeBytes("FRAME\n".getBytes(StandardCharsets.US_ASCII));
      clip.writeBytes(new byte[FRAME_BYTES]);
    }
    return clip.toByteArray();
  }
}
