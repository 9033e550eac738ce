package dev.codecsmith.sandbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.sandbox.toolchain.BuiltProgram;
import dev.codecsmith.sandbox.toolchain.Toolchain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs that try to cheat, to break out or to break the machine. Each ends with the right
 * outcome, finds no secret, and leaves the host as it was; an honest program run beside them gives
 * the same result before and after.
 */
class HostileSuiteTest {
  private static final String CLIP_NAME = "the-secret-clip";
  private static final String SECRET = "the secret of the harness";
  private static final byte[] CLIP =
      ("YUV4MPEG2 W16 H16 F25:1 Ip A1:1 C420jpeg\nFRAME\n" + "x".repeat(384))
          .getBytes(StandardCharsets.US_ASCII);
  private static final long SOME_BYTES = 256 * Limits.MEBIBYTE;
  // The images of languages, which are made meanwhile, and what else the machine does.
  private static final long DISK_BYTES = 4096 * Limits.MEBIBYTE;

  @TempDir static Path folder;

  private static Sandbox sandbox;
  private static Toolchains toolchains;
  private static Path clip;
  private static Path bitstream;
  private static String honestBefore;
  private static long memoryBefore;
  private static long diskBefore;
  private static int builds;

  @BeforeAll
  static void runAnHonestProgram() throws Exception {
    sandbox = Sandboxes.bubblewrap();
    toolchains = Toolchains.in(sandbox, Sandboxes.cache());
    Path secretFolder = Files.createDirectories(folder.resolve(CLIP_NAME));
    clip = Files.write(secretFolder.resolve("clip.y4m"), CLIP);
    bitstream = Files.writeString(secretFolder.resolve("bitstream"), "an honest bitstream");
    Files.writeString(folder.resolve("secret"), SECRET);
    honestBefore = honest();
    memoryBefore = sharedMemory();
    diskBefore = usableDisk();
  }

  @AfterAll
  static void closeToolchains() {
    if (toolchains != null) {
      toolchains.close();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aHostileProgramCostsNothingButItsOwnExperiment(HostileProgram hostile) throws Exception {
    hostile
        .header("only")
        .ifPresent(machine ->
            Assumptions.assumeTrue(
                machine.equals(System.getProperty("os.arch")), "skipped: only for " + machine));
    BuiltProgram built = built(hostile.program());
    Toolchain toolchain = toolchains.of(hostile.program().language());
    SandboxCommand command =
        hostile.encodes()
            ? toolchain.encode(built, clip, 40, hostile.limits())
            : toolchain.decode(built, bitstream, hostile.limits());
    HostState before = HostState.now();
    Map<Path, Long> hintsBefore = FileHints.below(folder);
    Sandboxes.Ended ended = Sandboxes.run(sandbox, command);
    assertThat(HostState.now()).isEqualTo(before);
    assertThat(FileHints.below(folder)).isEqualTo(hintsBefore);

    RunResult result = ended.result();
    assertThat(hostile.expected())
        .as("%s %s", result.outcome(), result.standardError())
        .contains(HostileProgram.word(result.outcome()));
    hostile.header("says").ifPresent(text -> assertThat(result.standardError()).contains(text));
    hostile
        .header("output")
        .ifPresent(text -> assertThat(ended.output().stripTrailing()).isEqualTo(text));
    hostile.header("signal").ifPresent(name -> assertThat(crashSignal(result)).isEqualTo(name));
    hostile.header("forbids").ifPresent(call -> assertNamed(result, call));
    assertThat(ended.output() + result.standardError())
        .doesNotContain(SECRET, "PWD=" + System.getProperty("user.dir"));
    if (!hostile.encodes()) {
      assertThat(ended.output() + result.standardError()).doesNotContain(CLIP_NAME);
    }
    assertThat(clip).hasBinaryContent(CLIP);
    assertThat(bitstream).hasContent("an honest bitstream");
    assertThat(result.standardError().length()).isLessThan(65_700);
  }

  @Test
  void anHonestProgramIsServedWhileOthersFillTheMachinesTables() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    List<Future<Integer>> others = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (HostileProgram hostile : programs()) {
        if (hostile.toString().matches("host-tables.*|jit-hog.*")) {
          BuiltProgram built = built(hostile.program());
          Toolchain toolchain = toolchains.of(hostile.program().language());
          SandboxCommand command = toolchain.decode(built, bitstream, hostile.limits());
          CountDownLatch first = new CountDownLatch(1);
          others.add(
              threads.submit(() -> {
                int runs = 0;
                while (!enough.get()) {
                  first.countDown();
                  var _ = Sandboxes.run(sandbox, command);
                  runs++;
                }
                return runs;
              }));
          first.await();
        }
      }
      assertThat(others).hasSize(2);
      try {
        assertThat(honest()).isEqualTo(honestBefore);
      } finally {
        enough.set(true);
      }
    }
    for (Future<Integer> other : others) {
      assertThat(other.get()).isPositive();
    }
  }

  static List<HostileProgram> programs() {
    return HostileProgram.all();
  }

  @Test
  void theSuiteIsLarge() {
    assertThat(programs()).hasSizeGreaterThanOrEqualTo(45);
    assertThat(programs())
        .extracting(each -> each.program().language())
        .contains("c", "java", "python");
  }

  @AfterAll
  static void theHostAndTheHonestProgramAreAsBefore() throws Exception {
    if (toolchains == null) {
      return;
    }
    assertThat(honest()).isEqualTo(honestBefore);
    assertThat(sharedMemory()).isLessThan(memoryBefore + SOME_BYTES);
    assertThat(usableDisk()).isGreaterThan(diskBefore - DISK_BYTES);
  }

  /** The kernel's log may be out of reach or drop entries; then no call may be named at all. */
  private static void assertNamed(RunResult result, String call) {
    String what = ((RunOutcome.Forbidden) result.outcome()).what();
    assertThat(what.contains(call) || what.contains("that no codec needs")).as(what).isTrue();
  }

  private static String crashSignal(RunResult result) {
    return ((RunOutcome.Crashed) result.outcome()).signal().orElse("none");
  }

  private static String honest() throws Exception {
    BuiltProgram built =
        built(
            Program.of(
                "java",
                "Honest",
                new TreeMap<>(
                    Map.of(
                        "Honest.java",
                        """
                        import dev.codecsmith.codec.*;
                        import java.io.*;
                        public class Honest implements Codec {
                          public void encode(VideoFormat f, FrameReader r, int q, OutputStream out)
                              throws IOException {
                            Frame frame = new Frame(f);
                            while (r.read(frame)) out.write(q);
                          }
                          public void decode(InputStream in, FrameWriter w) throws IOException {
                            VideoFormat f = new VideoFormat(16, 16, 25, 1, ChromaFormat.YUV420, 8);
                            w.start(f);
                            for (int i = in.read(); i >= 0; i = in.read()) w.write(new Frame(f));
                          }
                        }
                        """))));
    Toolchain java = toolchains.of("java");
    Limits limits = Sandboxes.limits();
    String encoded = Sandboxes.run(sandbox, java.encode(built, clip, 40, limits)).output();
    String decoded = Sandboxes.run(sandbox, java.decode(built, bitstream, limits)).output();
    assertThat(encoded).isEqualTo("(");
    return encoded + decoded;
  }

  private static BuiltProgram built(Program program) throws Exception {
    Path directory = Files.createDirectories(folder.resolve("build" + builds++));
    BuildResult result;
    try {
      result = toolchains.of(program.language()).build(program, directory);
    } catch (InfrastructureException e) {
      return Assumptions.abort("skipped: " + e.getMessage());
    }
    assertThat(result).isInstanceOf(BuildResult.Built.class);
    return ((BuildResult.Built) result).program();
  }

  /** What files in memory hold: what a dead program could leave, and other processes hardly use. */
  private static long sharedMemory() throws IOException {
    return Files.readString(Path.of("/proc/meminfo"))
        .lines()
        .filter(line -> line.startsWith("Shmem:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }

  private static long usableDisk() throws IOException {
    FileStore store = Files.getFileStore(folder);
    return store.getUsableSpace();
  }
}
