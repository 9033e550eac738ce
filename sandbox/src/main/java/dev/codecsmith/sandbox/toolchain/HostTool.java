package dev.codecsmith.sandbox.toolchain;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.host.HostCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A language's tool as it was found on this machine.
 *
 * @param program its path, which is the same inside
 * @param prefix the folder with all it needs, where it has one of its own
 * @param version its version for people
 */
public record HostTool(Path program, Optional<Path> prefix, String version) {
  // What lies there belongs to the system as a whole, not to the tool.
  private static final Set<Path> SYSTEM_PREFIXES =
      Set.of(Path.of("/"), Path.of("/usr"), Path.of("/usr/local"));

  /**
   * Finds a language's tool.
   *
   * @throws InfrastructureException if there is none; the message says what to install
   */
  public static HostTool find(Language language, List<Path> searchPath)
      throws InfrastructureException {
    Language.Tool wanted = language.tool();
    Optional<HostTool> found = Optional.empty();
    for (String name : wanted.programs()) {
      for (Path program : HostCommand.find(name, searchPath)) {
        Optional<HostTool> tool = examine(wanted, program);
        if (tool.isPresent() && isPreferred(wanted, tool.get())) {
          return tool.get();
        }
        found = found.or(() -> tool);
      }
    }
    return found.orElseThrow(() -> InfrastructureException.lasting(wanted.missing()));
  }

  private static boolean isPreferred(Language.Tool wanted, HostTool tool)
      throws InfrastructureException {
    return wanted.prefer().isEmpty() || ask(tool.program, wanted.prefer()).exitCode() == 0;
  }

  /** Empty if the program there does not work. */
  private static Optional<HostTool> examine(Language.Tool wanted, Path found)
      throws InfrastructureException {
    Path program = found;
    Optional<Path> prefix = Optional.empty();
    if (!wanted.prefix().isEmpty()) {
      Optional<Path> folder = ask(found, wanted.prefix()).firstLine().map(Path::of);
      if (folder.isEmpty()) {
        return Optional.empty();
      }
      program = folder.get().resolve(wanted.inPrefix());
      prefix = folder.filter(path -> !SYSTEM_PREFIXES.contains(path));
    }
    Optional<String> version = ask(program, wanted.version()).firstLine();
    if (version.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new HostTool(program, prefix, version.get()));
  }

  private static HostCommand.Answer ask(Path program, List<String> arguments)
      throws InfrastructureException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    return HostCommand.run(command);
  }

  /** The folder that it lies in with all it needs, which may be the system's. */
  Path home() {
    return prefix.orElseGet(() -> program.resolve("../..").normalize());
  }
}
