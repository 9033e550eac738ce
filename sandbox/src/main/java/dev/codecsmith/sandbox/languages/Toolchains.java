package dev.codecsmith.sandbox.languages;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.host.HostCommand;
import dev.codecsmith.sandbox.java.JavaToolchain;
import dev.codecsmith.sandbox.program.InvalidProgramException;
import dev.codecsmith.sandbox.toolchain.HostTool;
import dev.codecsmith.sandbox.toolchain.Language;
import dev.codecsmith.sandbox.toolchain.ProcessToolchain;
import dev.codecsmith.sandbox.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The languages in which programs may be written, each looked for on this machine when it is first
 * asked for.
 */
public final class Toolchains implements AutoCloseable {
  private final Sandbox sandbox;
  private final Path cache;
  private final List<Path> searchPath;
  private final Map<String, Toolchain> found = new TreeMap<>();

  private Toolchains(Sandbox sandbox, Path cache, List<Path> searchPath) {
    this.sandbox = sandbox;
    this.cache = cache;
    this.searchPath = searchPath;
  }

  /**
   * Toolchains whose programs are built and run in {@code sandbox}.
   *
   * @param cache a folder for what is made once per machine, such as class archives
   */
  public static Toolchains in(Sandbox sandbox, Path cache) {
    return new Toolchains(sandbox, cache, HostCommand.searchPath());
  }

  /** As {@link #in(Sandbox, Path)}, with the folders in which tools are looked for. */
  static Toolchains in(Sandbox sandbox, Path cache, List<Path> searchPath) {
    return new Toolchains(sandbox, cache, searchPath);
  }

  /** The names of all languages there are, whether or not this machine has their tools. */
  public static List<String> languages() {
    return Language.NAMES;
  }

  /**
   * The toolchain of a language.
   *
   * @throws InvalidProgramException if there is no such language: its program's fault
   * @throws InfrastructureException if this machine lacks its tools; the message says what to
   *     install
   */
  public synchronized Toolchain of(String language)
      throws InvalidProgramException, InfrastructureException {
    if (!Language.NAMES.contains(language)) {
      throw new InvalidProgramException(
          "There is no language "
              + PlainText.quoted(language)
              + "; programs are written in "
              + String.join(", ", Language.NAMES)
              + ".");
    }
    Toolchain known = found.get(language);
    if (known == null) {
      known = find(language);
      found.put(language, known);
    }
    return known;
  }

  private Toolchain find(String name) throws InfrastructureException, InvalidProgramException {
    if (name.equals("java")) {
      return JavaToolchain.detect(sandbox, cache);
    }
    Language language = Language.load(name);
    if (language.tool().needs().isPresent()) {
      of(language.tool().needs().get());
    }
    HostTool tool = HostTool.find(language, searchPath);
    return ProcessToolchain.of(sandbox, language, tool, cache, Limits.ofBuilds());
  }

  /** Stops what toolchains keep running. */
  @Override
  public synchronized void close() {
    for (Toolchain toolchain : found.values()) {
      if (toolchain instanceof JavaToolchain java) {
        java.close();
      }
    }
    found.clear();
  }
}
