package dev.codecsmith.sandbox;

import dev.codecsmith.codec.Codec;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Java programs: compiled by the JDK that this process runs on, started by the host class of
 * codec-api, which speaks the contract of two processes for them.
 *
 * <p>A built program is a folder {@code classes}. The heap gets what the limit on memory leaves
 * beside the virtual machine's own needs; a full heap ends the run as out of memory.
 */
public final class JavaToolchain implements Toolchain {
  private static final String HOST = "dev.codecsmith.codec.host.CodecHost";
  private static final String JDK = "/jdk";
  private static final String SOURCES = "/src";
  private static final String CLASSES = "/program";
  private static final String SOURCE_CLIP = "/in/source.y4m";
  private static final String BITSTREAM = "/in/bitstream";

  private static final Pattern CLASS_NAME =
      Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*(\\.[A-Za-z_$][A-Za-z0-9_$]*)*");

  // What the virtual machine needs beside the heap: code, classes, threads, the collector's tables.
  private static final long VM_BYTES = 256 * Limits.MEBIBYTE;

  private static final int OUT_OF_MEMORY_EXIT_CODE = 3;
  private static final RunOptions OPTIONS =
      new RunOptions(
          List.of(),
          Optional.of(
              new RunOptions.OutOfMemorySign(
                  OUT_OF_MEMORY_EXIT_CODE, "java.lang.OutOfMemoryError")));

  private final Sandbox sandbox;
  private final Path javaHome;
  private final Path codecApi;
  private final Limits buildLimits;
  private final List<Mount> jdkMounts;

  /**
   * A toolchain on the given JDK.
   *
   * @param javaHome the JDK's folder
   * @param codecApi codec-api's jar or folder of classes
   * @param buildLimits what one compilation may use
   * @throws InfrastructureException if there is no JDK or no codec-api at these places
   */
  public JavaToolchain(Sandbox sandbox, Path javaHome, Path codecApi, Limits buildLimits)
      throws InfrastructureException {
    this.sandbox = sandbox;
    this.buildLimits = buildLimits;
    if (!Files.isExecutable(javaHome.resolve("bin/javac"))) {
      throw new InfrastructureException(
          "No Java compiler in "
              + javaHome
              + ": install a JDK 25 or newer (not only a runtime) and set JAVA_HOME to it.");
    }
    if (!Files.exists(codecApi)) {
      throw new InfrastructureException("codec-api is missing: " + codecApi + " does not exist.");
    }
    try {
      this.javaHome = javaHome.toRealPath();
      this.codecApi = codecApi.toRealPath();
      this.jdkMounts = jdkMounts(this.javaHome);
    } catch (IOException e) {
      throw new InfrastructureException("The JDK cannot be read: " + e.getMessage(), e);
    }
  }

  /** A toolchain on the given codec-api and the JDK that this process runs on. */
  public JavaToolchain(Sandbox sandbox, Path codecApi) throws InfrastructureException {
    this(sandbox, Path.of(System.getProperty("java.home")), codecApi, defaultBuildLimits());
  }

  /** A toolchain on the codec-api and the JDK that this process runs on. */
  public static JavaToolchain detect(Sandbox sandbox) throws InfrastructureException {
    return new JavaToolchain(sandbox, codecApiOfThisProcess());
  }

  /** One minute of CPU time, 1 GiB of memory. */
  public static Limits defaultBuildLimits() {
    return Limits.defaults()
        .withTime(Duration.ofSeconds(60), Duration.ofSeconds(60))
        .withMemoryBytes(1024 * Limits.MEBIBYTE)
        .withOutputBytes(64 * Limits.MEBIBYTE);
  }

  private static Path codecApiOfThisProcess() throws InfrastructureException {
    CodeSource source = Codec.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new InfrastructureException("codec-api was not loaded from a file.");
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new InfrastructureException(
          "codec-api is neither a jar nor a folder: " + source.getLocation(), e);
    }
  }

  /** The JDK, and what a distribution's JDK links to outside itself (its settings in /etc). */
  private static List<Mount> jdkMounts(Path home) throws IOException {
    List<Mount> mounts = new ArrayList<>(SystemLibraries.mounts());
    mounts.add(Mount.readOnly(home, JDK));
    Set<Path> outside = new HashSet<>();
    try (Stream<Path> files = Files.walk(home.resolve("conf"))) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
        if (!target.startsWith(home) && Files.exists(target)) {
          outside.add(target);
        }
      }
    }
    outside.stream()
        .sorted()
        .forEach(target -> mounts.add(Mount.readOnly(target, target.toString())));
    return List.copyOf(mounts);
  }

  @Override
  public String language() {
    return "java";
  }

  @Override
  public BuildResult build(Program program, Path directory)
      throws InfrastructureException, InterruptedException {
    Optional<String> fault = program.fault().or(() -> faultInJava(program));
    if (fault.isPresent()) {
      return new BuildResult.CompileError(fault.get(), RunResult.refused(fault.get(), buildLimits));
    }
    Path sources = directory.resolve("src");
    Path classes = directory.resolve("classes");
    try {
      Files.createDirectories(classes);
      for (Map.Entry<String, String> file : program.files().entrySet()) {
        Path folder = file.getKey().endsWith(".java") ? sources : classes;
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new InfrastructureException("The program cannot be written: " + e.getMessage(), e);
    }
    RunResult run;
    try (SandboxRun compiler = sandbox.start(compile(program, sources, classes))) {
      compiler.standardOutput().readAllBytes();
      run = compiler.await();
    } catch (InfrastructureException e) {
      throw e;
    } catch (IOException e) {
      throw new InfrastructureException("The compiler's output is lost: " + e.getMessage(), e);
    }
    return BuildJudge.judge(
        run,
        SOURCES + "/",
        () -> new BuiltProgram(program, directory, CompressedSize.ofFilesBelow(classes)));
  }

  private static Optional<String> faultInJava(Program program) {
    if (!CLASS_NAME.matcher(program.entry()).matches()) {
      return Optional.of(
          "The entry \""
              + program.entry()
              + "\" is no class name; give the full name of the class that implements Codec.");
    }
    if (program.files().keySet().stream().noneMatch(path -> path.endsWith(".java"))) {
      return Optional.of("The program has no .java file.");
    }
    return Optional.empty();
  }

  private SandboxCommand compile(Program program, Path sources, Path classes) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of(
            JDK + "/bin/javac",
            "-J-Xshare:auto",
            "-J-XX:+UseSerialGC",
            "-J-XX:TieredStopAtLevel=1",
            "-J-XX:-UsePerfData",
            "-J-Xmx" + heapBytes(buildLimits),
            "-proc:none",
            "-implicit:none",
            "-encoding",
            "UTF-8",
            "--release",
            "25",
            "-g:source,lines",
            "-cp",
            codecApiInside(),
            "-d",
            CLASSES));
    program.files().keySet().stream()
        .filter(path -> path.endsWith(".java"))
        .forEach(path -> arguments.add(SOURCES + "/" + path));
    List<Mount> mounts = new ArrayList<>(jdkMounts);
    mounts.add(Mount.readOnly(codecApi, codecApiInside()));
    mounts.add(Mount.readOnly(sources, SOURCES));
    mounts.add(Mount.writable(classes, CLASSES));
    return new SandboxCommand(arguments, mounts, Map.of(), "/tmp", buildLimits, OPTIONS);
  }

  @Override
  public SandboxCommand encode(BuiltProgram program, Path source, int quality, Limits limits) {
    return run(
        program,
        limits,
        Mount.readOnly(source, SOURCE_CLIP),
        "encode",
        SOURCE_CLIP,
        Integer.toString(quality));
  }

  @Override
  public SandboxCommand decode(BuiltProgram program, Path bitstream, Limits limits) {
    return run(program, limits, Mount.readOnly(bitstream, BITSTREAM), "decode", BITSTREAM);
  }

  private SandboxCommand run(BuiltProgram program, Limits limits, Mount input, String... contract) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of(
            JDK + "/bin/java",
            "-Xshare:auto",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/tmp/hs_err.log",
            // Standard output belongs to the bitstream and the frames alone.
            "-XX:+DisplayVMOutputToStderr",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xss2m",
            "-Xmx" + heapBytes(limits),
            "-cp",
            codecApiInside() + ":" + CLASSES,
            HOST,
            program.program().entry()));
    arguments.addAll(List.of(contract));
    List<Mount> mounts = new ArrayList<>(jdkMounts);
    mounts.add(Mount.readOnly(codecApi, codecApiInside()));
    mounts.add(Mount.readOnly(program.directory().resolve("classes"), CLASSES));
    mounts.add(input);
    return new SandboxCommand(arguments, mounts, Map.of(), "/tmp", limits, OPTIONS);
  }

  private String codecApiInside() {
    return Files.isDirectory(codecApi) ? "/codec-api" : "/codec-api.jar";
  }

  private static long heapBytes(Limits limits) {
    return Math.max(limits.memoryBytes() / 2, limits.memoryBytes() - VM_BYTES);
  }
}
