package dev.codecsmith.sandbox;

import java.util.List;
import java.util.Map;

/**
 * A program to run: its words, what it sees and what it may use.
 *
 * @param arguments the program's path inside the sandbox and its arguments
 * @param mounts everything it sees beside a bare system
 * @param environment the whole environment; nothing of the host's is added
 * @param workingDirectory a path inside the sandbox
 * @param limits what it may use
 * @param options what it is given beyond the usual
 */
public record SandboxCommand(
    List<String> arguments,
    List<Mount> mounts,
    Map<String, String> environment,
    String workingDirectory,
    Limits limits,
    RunOptions options) {
  public SandboxCommand {
    arguments = List.copyOf(arguments);
    mounts = List.copyOf(mounts);
    environment = Map.copyOf(environment);
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("a command has at least the program's path");
    }
  }

  /** A command without special options. */
  public SandboxCommand(
      List<String> arguments,
      List<Mount> mounts,
      Map<String, String> environment,
      String workingDirectory,
      Limits limits) {
    this(arguments, mounts, environment, workingDirectory, limits, RunOptions.none());
  }

  public SandboxCommand withArguments(List<String> changed) {
    return new SandboxCommand(changed, mounts, environment, workingDirectory, limits, options);
  }

  public SandboxCommand withOptions(RunOptions changed) {
    return new SandboxCommand(arguments, mounts, environment, workingDirectory, limits, changed);
  }
}
