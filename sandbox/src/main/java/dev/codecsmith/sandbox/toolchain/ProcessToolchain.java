package dev.codecsmith.sandbox.toolchain;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.RunOptions;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.program.CompressedSize;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.sandbox.run.LimitShell;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The programs of a language that is nothing but its file: a compiler makes an artifact, or an
 * interpreter runs the program's own files.
 *
 * <p>A compiler has no folder to write to: what it makes comes out through standard output, whose
 * limit holds the disk, and which leaves no room for links, devices or permissions of its own.
 */
public final class ProcessToolchain implements Toolchain {
  private static final String ARTIFACT = "program";
  private static final String SEND_ARTIFACT =
      "artifact=$1; shift; \"$@\" >&2 && exec cat \"$artifact\"";

  private final Sandbox sandbox;
  private final Language language;
  private final HostTool tool;
  private final List<Mount> buildMounts;
  private final List<Mount> runMounts;
  private final Limits buildLimits;

  private ProcessToolchain(
      Sandbox sandbox,
      Language language,
      HostTool tool,
      List<Mount> buildMounts,
      List<Mount> runMounts,
      Limits buildLimits) {
    this.sandbox = sandbox;
    this.language = language;
    this.tool = tool;
    this.buildMounts = List.copyOf(buildMounts);
    this.runMounts = List.copyOf(runMounts);
    this.buildLimits = buildLimits;
  }

  /**
   * A toolchain of a tool that was found. The first on a machine takes a second to prepare {@code
   * cache}.
   *
   * @param cache a folder for what is made once per machine
   */
  public static ProcessToolchain of(
      Sandbox sandbox, Language language, HostTool tool, Path cache, Limits buildLimits)
      throws InfrastructureException {
    if (sandbox instanceof DirectProcesses) {
      // It sees the machine's own files, whatever it is shown.
      return new ProcessToolchain(sandbox, language, tool, List.of(), List.of(), buildLimits);
    }
    List<String> buildFiles = new ArrayList<>(language.build().files());
    List<Mount> buildMounts = new ArrayList<>();
    if (language.build().prefix()) {
      tool.prefix()
          .ifPresentOrElse(
              folder -> buildMounts.add(Mount.readOnly(folder, folder.toString())),
              () -> buildFiles.addAll(language.tool().systemFiles()));
    }
    buildMounts.addAll(SystemImage.of(cache, buildFiles, tool.home()).mounts());
    List<Mount> runMounts = SystemImage.of(cache, language.run().files(), tool.home()).mounts();
    return new ProcessToolchain(sandbox, language, tool, buildMounts, runMounts, buildLimits);
  }

  @Override
  public String language() {
    return language.language();
  }

  @Override
  public String version() {
    return tool.version();
  }

  @Override
  public BuildResult build(Program program, Path directory)
      throws InfrastructureException, InterruptedException {
    Optional<String> fault = program.fault().or(() -> faultInEntry(program));
    if (fault.isPresent()) {
      return BuildJudge.refuse(fault.get(), buildLimits, program.sha256());
    }
    Path built = ProgramFiles.program(directory);
    boolean compiled = language.build().artifact().isPresent();
    Path sources = compiled ? ProgramFiles.sources(directory) : built;
    ProgramFiles.write(program, sources, _ -> true);
    RunResult run;
    try (SandboxRun compiler = sandbox.start(compile(program, sources));
        InputStream output = compiler.standardOutput()) {
      if (compiled) {
        receive(output, built);
      } else {
        output.transferTo(OutputStream.nullOutputStream());
      }
      run = compiler.await();
    } catch (InfrastructureException e) {
      throw e;
    } catch (IOException e) {
      throw new InfrastructureException(
          "The built program cannot be kept in "
              + built
              + ": "
              + e.getMessage()
              + ". Check the free space, the free inodes and the quota there.",
          e);
    }
    // Of the files that the compiler has read, or that the interpreter will.
    String sha256 =
        Program.sha256(language.language(), program.entry(), ProgramFiles.read(sources));
    return BuildJudge.judge(
        run,
        ProgramFiles.SOURCES_INSIDE + "/",
        sha256,
        () ->
            BuiltProgram.justBuilt(program, sha256, directory, CompressedSize.ofFilesBelow(built)));
  }

  private Optional<String> faultInEntry(Program program) {
    if (program.files().containsKey(program.entry()) && language.isSource(program.entry())) {
      return Optional.empty();
    }
    return Optional.of(
        "The entry "
            + PlainText.quoted(program.entry())
            + " is not one of the program's files ending in "
            + String.join(", ", language.extensions())
            + "; for "
            + language.title()
            + " it is "
            + language.entry()
            + ".");
  }

  private static void receive(InputStream artifact, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(ARTIFACT);
    Files.copy(artifact, file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    // The kernel is asked, and says no to root too where the file system is mounted noexec.
    if (!Files.isExecutable(file)) {
      throw new InfrastructureException(
          "No program can be run from "
              + folder
              + ": its file system is mounted noexec. Choose another folder with --data, or mount"
              + " that file system with exec.");
    }
    ProgramFiles.openToAll(folder);
  }

  private SandboxCommand compile(Program program, Path sources) {
    List<String> arguments = new ArrayList<>();
    language
        .build()
        .artifact()
        .ifPresent(artifact ->
            arguments.addAll(List.of(LimitShell.SHELL, "-c", SEND_ARTIFACT, "sh", artifact)));
    for (String word : language.build().command()) {
      if (word.equals("{sources}")) {
        language
            .sources(program)
            .forEach(path -> arguments.add(ProgramFiles.SOURCES_INSIDE + "/" + path));
      } else {
        arguments.add(fill(word, program));
      }
    }
    List<Mount> mounts = new ArrayList<>(buildMounts);
    mounts.add(Mount.readOnly(sources, ProgramFiles.SOURCES_INSIDE));
    return new SandboxCommand(
        arguments, mounts, filled(language.build().environment(), program), "/tmp", buildLimits);
  }

  @Override
  public SandboxCommand encode(BuiltProgram program, Path source, int quality, Limits limits) {
    String clip = ProgramFiles.CLIP_INSIDE;
    return run(
        program,
        limits,
        Mount.readOnly(source, clip),
        List.of("encode", clip, Integer.toString(quality)));
  }

  @Override
  public SandboxCommand decode(BuiltProgram program, Path bitstream, Limits limits) {
    String inside = ProgramFiles.BITSTREAM_INSIDE;
    return run(program, limits, Mount.anonymous(bitstream, inside), List.of("decode", inside));
  }

  private SandboxCommand run(
      BuiltProgram program, Limits limits, Mount input, List<String> contract) {
    List<String> arguments = new ArrayList<>();
    language.run().command().forEach(word -> arguments.add(fill(word, program.program())));
    arguments.addAll(contract);
    List<Mount> mounts = new ArrayList<>(runMounts);
    mounts.add(ProgramFiles.mount(program));
    mounts.add(input);
    Map<String, String> environment = filled(language.run().environment(), program.program());
    RunOptions options = RunOptions.none().withExecutable(arguments.getFirst());
    return new SandboxCommand(arguments, mounts, environment, "/tmp", limits, options);
  }

  private Map<String, String> filled(Map<String, String> environment, Program program) {
    Map<String, String> filled = new TreeMap<>();
    environment.forEach((name, value) -> filled.put(name, fill(value, program)));
    return filled;
  }

  private String fill(String word, Program program) {
    return word.replace("{tool}", tool.program().toString())
        .replace("{bin}", tool.program().resolve("..").normalize().toString())
        .replace("{entry}", program.entry());
  }
}
