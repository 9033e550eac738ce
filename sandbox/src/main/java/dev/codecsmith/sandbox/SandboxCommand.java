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
 */
public record SandboxCommand(
    List<String> arguments,
    List<Mount> mounts,
    Map<String, String> environment,
    String workingDirectory,
    Limits limits) {
  public SandboxCommand {
    arguments = List.copyOf(arguments);
    mounts = List.copyOf(mounts);
    environment = Map.copyOf(environment);
  }
}
