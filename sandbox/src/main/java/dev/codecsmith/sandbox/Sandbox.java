package dev.codecsmith.sandbox;

import java.util.List;

/** Starts untrusted programs under hard limits. */
public interface Sandbox {

  /**
   * Starts the command. The caller must read {@link SandboxRun#standardOutput()} and close the run.
   *
   * @throws InfrastructureException if the sandbox itself cannot work here; never because of what
   *     the program does
   */
  SandboxRun start(SandboxCommand command) throws InfrastructureException;

  /** What holds which limit, as in {@link RunResult#enforcedBy}. */
  default List<String> enforcedBy() {
    return List.of(description());
  }

  /** What holds the limits here, such as {@code bubblewrap 0.8.0, cgroup v1}. */
  String description();
}
