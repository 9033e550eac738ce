package dev.codecsmith.sandbox.java;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.codecsmith.codec.Codec;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.java.JavaCommands.Start;
import dev.codecsmith.sandbox.java.JavaImage.Archive;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.sandbox.toolchain.BuildJudge;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.sandbox.toolchain.BuiltProgram;
import dev.codecsmith.sandbox.toolchain.Language;
import dev.codecsmith.sandbox.toolchain.ProgramFiles;
import dev.codecsmith.sandbox.toolchain.SystemImage;
import dev.codecsmith.sandbox.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Java programs: compiled by the JDK that this process runs on, started by the host class of
 * codec-api, which speaks the contract of two processes for them.
 *
 * <p>The compiler stays warm in a sandbox of its own; processes start from an archive of loaded
 * classes. The JDK's second compiler, which takes half of a short run's CPU time where it has its
 * way, begins with a method when that has run a hundred times as often as usual: clips are short,
 * and by then a method has taken about as long as its compilation will (bench:
 * JavaCompilerBenchmark). The heap gets what the limit on memory leaves beside the virtual
 * machine's own needs; a full heap ends the run as out of memory.
 */
public final class JavaToolchain implements Toolchain, AutoCloseable {
  private static final String SOURCE = ".java";
  private static final String OURS = "dev/codecsmith/";
  private static final Pattern ENTRY =
      Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*(\\.[A-Za-z_$][A-Za-z0-9_$]*)*");

  private final JavaCommands commands;
  private final JavaImage image;
  private final CompilerPool compilers;
  private final Limits buildLimits;

  private JavaToolchain(
      JavaCommands commands, JavaImage image, CompilerPool compilers, Limits buildLimits) {
    this.commands = commands;
    this.image = image;
    this.compilers = compilers;
    this.buildLimits = buildLimits;
  }

  /**
   * A toolchain on the codec-api and the JDK that this process runs on.
   *
   * @param cache a folder for what is made once per JDK
   */
  public static JavaToolchain detect(Sandbox sandbox, Path cache) throws InfrastructureException {
    return of(
        sandbox,
        Path.of(System.getProperty("java.home")),
        JarMaker.codeSource(Codec.class),
        cache,
        Limits.ofBuilds());
  }

  /**
   * A toolchain on the given JDK. The first on a machine takes some seconds to prepare {@code
   * cache}.
   *
   * @param javaHome the JDK's folder
   * @param codecApi codec-api's jar or folder of classes
   * @param cache a folder for what is made once per JDK
   * @param buildLimits what one compilation may use
   * @throws InfrastructureException if there is no JDK or no codec-api at these places
   */
  public static JavaToolchain of(
      Sandbox sandbox, Path javaHome, Path codecApi, Path cache, Limits buildLimits)
      throws InfrastructureException {
    Language language = Language.load("java");
    boolean isolated = !(sandbox instanceof DirectProcesses);
    List<Mount> system =
        isolated ? SystemImage.of(cache, language.run().files(), javaHome).mounts() : List.of();
    Jdk jdk = Jdk.of(javaHome, system, language.tool().missing());
    if (!Files.exists(codecApi)) {
      throw new InfrastructureException("codec-api is missing: " + codecApi + " does not exist.");
    }
    JavaCommands commands = new JavaCommands(jdk, language);
    // An archive fits only where the class path is the same, which it is not without a sandbox.
    boolean archives = isolated;
    String key =
        String.join(
            "\n",
            jdk.release(),
            String.join(" ", language.run().command()),
            JavaTraining.source(),
            Boolean.toString(archives));
    JavaImage image =
        JavaImage.prepare(
            cache.toAbsolutePath(),
            codecApi,
            key,
            archives ? new JavaTraining(sandbox, commands, codecApi, buildLimits) : _ -> {});
    CompilerPool compilers =
        new CompilerPool(() ->
            new CompilerProcess(
                sandbox.start(commands.compiler(image, Start.FROM_ARCHIVE, buildLimits)),
                buildLimits,
                sandbox.enforcedBy()));
    return new JavaToolchain(commands, image, compilers, buildLimits);
  }

  @Override
  public String language() {
    return commands.language().language();
  }

  @Override
  public String version() {
    return commands
        .jdk()
        .release()
        .lines()
        .filter(line ->
            line.startsWith("IMPLEMENTOR_VERSION=") || line.startsWith("JAVA_RUNTIME_VERSION="))
        .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
        .findFirst()
        .orElse("a JDK in " + commands.jdk().home());
  }

  @Override
  public BuildResult build(Program program, Path directory)
      throws InfrastructureException, InterruptedException {
    Optional<String> fault = program.fault().or(() -> faultInJava(program));
    if (fault.isPresent()) {
      return BuildJudge.refuse(fault.get(), buildLimits, program.sha256());
    }
    Map<String, String> sources = new TreeMap<>(program.files());
    sources.keySet().removeIf(path -> !path.endsWith(SOURCE));
    SortedMap<String, byte[]> others = new TreeMap<>();
    program.files().forEach((path, text) -> others.put(path, text.getBytes(UTF_8)));
    others.keySet().removeIf(path -> path.endsWith(SOURCE));
    // Of what the compiler is sent, and of what goes into the jar beside its classes.
    SortedMap<String, byte[]> all = new TreeMap<>(others);
    sources.forEach((path, text) -> all.put(path, text.getBytes(UTF_8)));
    String sha256 = Program.sha256(language(), program.entry(), all);
    Compilation compilation = compilers.compile(sources);
    Optional<String> faultInClasses =
        compilation.classes().keySet().stream().filter(name -> name.startsWith(OURS)).findFirst();
    if (faultInClasses.isPresent()) {
      return BuildJudge.refuse(
          "The class "
              + PlainText.quoted(faultInClasses.get())
              + " cannot be: packages below dev.codecsmith belong to the harness; choose another.",
          buildLimits,
          sha256);
    }
    return BuildJudge.judge(
        compilation.run(),
        "",
        sha256,
        () -> {
          others.putAll(compilation.classes());
          return pack(program, sha256, others, directory);
        });
  }

  /** A jar can hold every name that a class can have; a folder cannot. */
  private static BuiltProgram pack(
      Program program, String sha256, Map<String, byte[]> files, Path directory)
      throws IOException {
    JarMaker jar = new JarMaker().add(files);
    Path folder = Files.createDirectories(ProgramFiles.program(directory));
    Files.write(folder.resolve(JavaCommands.PROGRAM_JAR), jar.bytes());
    ProgramFiles.openToAll(folder);
    return BuiltProgram.justBuilt(program, sha256, directory, jar.size());
  }

  private Optional<String> faultInJava(Program program) {
    if (!ENTRY.matcher(program.entry()).matches()) {
      return Optional.of(
          "The entry "
              + PlainText.quoted(program.entry())
              + " is no class name; for Java it is "
              + commands.language().entry()
              + ".");
    }
    if (program.files().keySet().stream().noneMatch(path -> path.endsWith(SOURCE))) {
      return Optional.of("The program has no .java file.");
    }
    return Optional.empty();
  }

  @Override
  public SandboxCommand encode(BuiltProgram program, Path source, int quality, Limits limits) {
    String clip = ProgramFiles.CLIP_INSIDE;
    return commands.codec(
        image,
        Archive.ENCODE,
        Start.FROM_ARCHIVE,
        program.program().entry(),
        List.of(ProgramFiles.mount(program), Mount.readOnly(source, clip)),
        List.of("encode", clip, Integer.toString(quality)),
        limits);
  }

  @Override
  public SandboxCommand decode(BuiltProgram program, Path bitstream, Limits limits) {
    String inside = ProgramFiles.BITSTREAM_INSIDE;
    return commands.codec(
        image,
        Archive.DECODE,
        Start.FROM_ARCHIVE,
        program.program().entry(),
        List.of(ProgramFiles.mount(program), Mount.anonymous(bitstream, inside)),
        List.of("decode", inside),
        limits);
  }

  @Override
  public Optional<SandboxCommand> profiled(SandboxCommand half) {
    return Optional.of(
        half.withArguments(
            half.arguments().stream()
                .map(word ->
                    word.equals(JavaCommands.CODEC_HOST) ? JavaCommands.PROFILED_HOST : word)
                .toList()));
  }

  /**
   * The second compiler takes seconds of CPU time for a program of some size, which a short run
   * never gets back.
   */
  @Override
  public Optional<ShortRun> shortRun(SandboxCommand half) {
    List<String> arguments = new ArrayList<>(half.arguments());
    arguments.add(1, JavaCommands.FIRST_COMPILER_ALONE);
    return Optional.of(new ShortRun(half.withArguments(arguments), "first compiler alone"));
  }

  /** Stops the compilers. */
  @Override
  public void close() {
    compilers.close();
  }
}
