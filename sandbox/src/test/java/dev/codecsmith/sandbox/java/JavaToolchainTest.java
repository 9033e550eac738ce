package dev.codecsmith.sandbox.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.isolation.Sandboxes;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.sandbox.toolchain.BuiltProgram;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaToolchainTest {
  private static final String HEADER = "YUV4MPEG2 W2 H2 F25:1 Ip A1:1 C420jpeg\n";
  private static final byte[] CLIP =
      (HEADER + "FRAME\nabcdefFRAME\nghijkl").getBytes(StandardCharsets.ISO_8859_1);

  @TempDir Path folder;

  private static Sandbox sandbox;

  /** One for all tests, so that its compiler is warm as in a campaign. */
  private static JavaToolchain toolchain;

  @BeforeAll
  static void findToolchain() throws InfrastructureException {
    sandbox = Sandboxes.bubblewrap();
    toolchain = JavaToolchain.detect(sandbox, Sandboxes.cache());
  }

  @AfterAll
  static void close() {
    if (toolchain != null) {
      toolchain.close();
    }
  }

  private BuildResult build(Program program) throws Exception {
    return toolchain.build(program, Files.createDirectories(folder.resolve("built")));
  }

  private BuiltProgram built(Program program) throws Exception {
    BuildResult result = build(program);
    assertThat(result).isInstanceOf(BuildResult.Built.class);
    return ((BuildResult.Built) result).program();
  }

  private String compileError(Program program) throws Exception {
    BuildResult result = build(program);
    assertThat(result).isInstanceOf(BuildResult.CompileError.class);
    return ((BuildResult.CompileError) result).message();
  }

  private static Program codec(String encode, String decode) {
    return Program.of(
        "java",
        "my.Copy",
        Map.of(
            "my/Copy.java",
            """
            package my;

            import dev.codecsmith.codec.*;
            import java.io.*;

            public class Copy implements Codec {
              public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out)
                  throws IOException {
                %s
              }

              public void decode(InputStream in, FrameWriter frames) throws IOException {
                %s
              }
            }
            """
                .formatted(encode, decode)));
  }

  private Sandboxes.Ended encode(Program program, Limits limits) throws Exception {
    return encode(sandbox, toolchain, program, limits);
  }

  private Sandboxes.Ended encode(Sandbox where, JavaToolchain java, Program program, Limits limits)
      throws Exception {
    BuildResult built = java.build(program, Files.createDirectories(folder.resolve("built")));
    assertThat(built).isInstanceOf(BuildResult.Built.class);
    Path clip = Files.write(folder.resolve("clip.y4m"), CLIP);
    return Sandboxes.run(
        where, java.encode(((BuildResult.Built) built).program(), clip, 40, limits));
  }

  private Sandboxes.Ended decode(Program program, String bitstream) throws Exception {
    BuiltProgram built = built(program);
    Path file = Files.writeString(folder.resolve("bitstream"), bitstream);
    return Sandboxes.run(sandbox, toolchain.decode(built, file, Sandboxes.limits()));
  }

  @Test
  void aProgramEncodesAndDecodes() throws Exception {
    Program program =
        codec(
            "out.write(quality); Frame frame = new Frame(format); while (frames.read(frame))"
                + " out.write('x');",
            "frames.start(new VideoFormat(2, 2, 25, 1, ChromaFormat.YUV420, 8));");
    assertThat(encode(program, Sandboxes.limits()).output()).isEqualTo("(xx");
  }

  @Test
  void theDecoderSeesTheProgramAndTheBitstreamOnly() throws Exception {
    Program program =
        codec(
            "",
            """
            System.err.println(String.join(" ", new File("/in").list()));
            System.err.println(new String(in.readAllBytes()));
            System.err.println(new java.util.TreeSet<>(System.getenv().keySet()));
            """);
    String said = decode(program, "the bitstream").result().standardError();
    assertThat(said).startsWith("bitstream\nthe bitstream\n[PWD]\n");
  }

  @Test
  void aCompileErrorNamesTheProgramsOwnFiles() throws Exception {
    assertThat(compileError(codec("int x = nothing;", "")))
        .startsWith("my/Copy.java:9: error: cannot find symbol")
        .doesNotContain("/src/");
  }

  @Test
  void aHugeLineHidesNoError() throws Exception {
    String huge = "/* " + "x".repeat(5 << 20) + " */ ";
    assertThat(compileError(codec(huge + "int x = nothing;", "int y = absent;")))
        .contains("my/Copy.java:9: error: cannot find symbol", "symbol:   variable nothing")
        .contains("my/Copy.java:13: error: cannot find symbol", "symbol:   variable absent")
        .hasSizeLessThan(10_000);
  }

  @Test
  void nestingTooDeepIsToldWithoutATrace() throws Exception {
    String nested = "(".repeat(200_000) + "1" + ")".repeat(200_000);
    assertThat(compileError(codec("int x = " + nested + ";", "")))
        .contains("nested too deep")
        .doesNotContain("\tat ")
        .hasSizeLessThan(1_000);
  }

  @Test
  void whatACompilerRepeatsOfAProgramCannotSteerATerminal() throws Exception {
    String error = compileError(codec("int x = nothing; // \u001b[31m\u202e", ""));
    assertThat(error).contains("\\u001B[31m\\u202E");
    assertThat(error.codePoints()).noneMatch(PlainText::isActive);
  }

  @Test
  void anEntryThatIsNoClassNameIsRefused() throws Exception {
    Program program = Program.of("java", "-Dx=y", codec("", "").files());
    assertThat(compileError(program)).contains("\"-Dx=y\" is no class name");
  }

  @Test
  void aFileNameThatLeavesTheProgramIsRefused() throws Exception {
    Program program = Program.of("java", "A", Map.of("../A.java", "class A {}"));
    assertThat(compileError(program)).contains("\"../A.java\" cannot be used");
    assertThat(folder.resolve("built")).isEmptyDirectory();
    assertThat(folder.resolve("A.java")).doesNotExist();
  }

  @Test
  void aFullHeapIsOutOfMemory() throws Exception {
    Program program =
        codec(
            "java.util.List<long[]> all = new java.util.ArrayList<>();"
                + " while (true) all.add(new long[1 << 16]);",
            "");
    assertThat(encode(program, Sandboxes.limits()).result().outcome())
        .isEqualTo(new RunOutcome.OutOfMemory(Sandboxes.limits().memoryBytes()));
  }

  @Test
  void anEndlessLoopIsOutOfTime() throws Exception {
    Limits limits = Sandboxes.limits().withTime(Duration.ofMillis(900), Duration.ofSeconds(20));
    assertThat(encode(codec("while (true) {}", ""), limits).result().outcome())
        .isEqualTo(new RunOutcome.OutOfTime(RunOutcome.OutOfTime.Clock.CPU, limits.cpuTime()));
  }

  @Test
  void anExceptionIsACrashWithItsTrace() throws Exception {
    RunResult result =
        encode(codec("throw new IllegalStateException(\"my fault\");", ""), Sandboxes.limits())
            .result();
    assertThat(result.outcome()).isInstanceOf(RunOutcome.Crashed.class);
    assertThat(result.standardError()).contains("my fault", "Copy.java:9");
  }

  @Test
  void whatTheProgramPrintsBesideTheContractIsNotInItsBitstream() throws Exception {
    assertThat(
            encode(codec("System.out.println(\"hello\"); out.write(65);", ""), Sandboxes.limits()))
        .satisfies(ended -> assertThat(ended.output()).isEqualTo("A"));
  }

  @Test
  void annotationProcessorsDoNotRun() throws Exception {
    Program program =
        Program.of(
            "java",
            "A",
            Map.of(
                "A.java",
                "public class A {}",
                "META-INF/services/javax.annotation.processing.Processor",
                "A"));
    assertThat(build(program)).isInstanceOf(BuildResult.Built.class);
  }

  @Test
  void theDecodersSizeIsThatOfItsCompressedClasses() throws Exception {
    BuiltProgram small = built(codec("", ""));
    assertThat(small.size().content()).isBetween(200L, 1500L);
    assertThat(small.size().names()).isBetween(1L, 50L);
  }

  @Test
  void aMissingJdkIsTheMachinesFault() {
    assertThatThrownBy(() -> JavaToolchain.of(sandbox, folder, folder, folder, Limits.ofBuilds()))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("install a JDK 25");
  }

  @Test
  void aProgramTheUserWroteRunsWithoutASandbox() throws Exception {
    Sandbox direct = DirectProcesses.detect();
    try (JavaToolchain java = JavaToolchain.detect(direct, Sandboxes.cache())) {
      Program program =
          codec("Frame frame = new Frame(format); while (frames.read(frame)) out.write('x');", "");
      Sandboxes.Ended ended = encode(direct, java, program, Sandboxes.limits());
      assertThat(ended.result().outcome()).isEqualTo(new RunOutcome.Finished());
      assertThat(ended.output()).isEqualTo("xx");
    }
  }
}
