package dev.codecsmith.sandbox.toolchain;

import dev.codecsmith.sandbox.host.ResourceFiles;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.program.StrictJson;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a language, read from one file below {@code languages/}: how its tool is found,
 * how a program is built and how it is run.
 *
 * <p>In commands, {@code {tool}} is the tool's path, {@code {prefix}} the folder it lives in,
 * {@code {sources}} the program's files with one of the language's extensions and {@code {entry}}
 * its entry and {@code {bin}} the tool's folder. Inside the sandbox the program's files lie in
 * {@code /src} when it is built and the built program in {@code /program}. Which files of the
 * machine a process sees beside these is a written list of {@link SystemFiles} patterns, so that a
 * score does not depend on what else the machine has.
 *
 * @param language its name in a program's manifest
 * @param title its name for people
 * @param entry what a program's entry is, in words
 * @param extensions endings of the files that are compiled
 */
public record Language(
    String language,
    String title,
    String entry,
    List<String> extensions,
    Tool tool,
    Build build,
    Run run) {
  /** The languages that are known, in the order in which they are listed. */
  public static final List<String> NAMES = List.of("java", "python", "c", "cpp", "rust");

  /**
   * A compiler or an interpreter on the host.
   *
   * @param programs names or absolute paths, the first choice first
   * @param prefix arguments with which it prints the folder that it and all it needs lie in
   * @param inPrefix its path in that folder
   * @param prefer arguments with which the better of several tools ends with exit code 0
   * @param version arguments with which it prints its version
   * @param systemFiles what to show where the tool has no folder of its own but belongs to the
   *     system as a whole
   * @param needs a language whose tool it needs too
   * @param missing what to say, and what to do, where there is none
   */
  @RecordBuilder
  public record Tool(
      List<String> programs,
      List<String> prefix,
      String inPrefix,
      List<String> prefer,
      List<String> version,
      List<String> systemFiles,
      Optional<String> needs,
      String missing) {
    public Tool {
      programs = orEmpty(programs);
      prefix = orEmpty(prefix);
      prefer = orEmpty(prefer);
      version = orEmpty(version);
      systemFiles = orEmpty(systemFiles);
    }
  }

  /**
   * How a program is built.
   *
   * @param artifact the file that the command leaves in the sandbox's /tmp and that is the built
   *     program; without one the program's own files are
   * @param prefix whether it sees the folder that the tool lies in
   * @param files the files of the machine that it sees
   */
  public record Build(
      List<String> command,
      Optional<String> artifact,
      boolean prefix,
      List<String> files,
      Map<String, String> environment) {
    public Build {
      files = orEmpty(files);
      environment = orEmpty(environment);
    }
  }

  /**
   * How a built program is run; the words of the contract follow the command.
   *
   * @param files the files of the machine that it sees
   * @param alone how it is run without us
   */
  public record Run(
      List<String> command, List<String> files, Map<String, String> environment, Alone alone) {
    public Run {
      files = orEmpty(files);
      environment = orEmpty(environment);
    }
  }

  /**
   * How a program is run on a machine that has the language's tools and nothing of ours.
   *
   * @param needs what must be there, and where it is had from
   * @param command {@code {folder}} is where the program lies, its sources in {@code src} below
   */
  public record Alone(String needs, List<String> command) {}

  /** Reads a language of {@link #NAMES}. */
  public static Language load(String name) {
    String file = "languages/" + name + ".json";
    return StrictJson.MAPPER.readValue(ResourceFiles.bytes(Language.class, file), Language.class);
  }

  /** The program's files that are compiled. */
  List<String> sources(Program program) {
    return program.files().keySet().stream().filter(this::isSource).toList();
  }

  boolean isSource(String path) {
    return extensions.stream().anyMatch(path::endsWith);
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : Map.copyOf(map);
  }
}
