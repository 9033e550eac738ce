package dev.codecsmith.cli.options;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.run.DirectProcesses;
import picocli.CommandLine.Option;

/** {@code --sandbox}. */
public final class SandboxOption {
  enum Kind {
    bubblewrap,
    none
  }

  @Option(
      names = "--sandbox",
      paramLabel = "KIND",
      defaultValue = "bubblewrap",
      description =
          "bubblewrap, or none for programs you wrote yourself: none runs them with all your rights."
              + " Default: ${DEFAULT-VALUE}")
  private Kind kind = Kind.bubblewrap;

  /** Whether programs run with all the user's rights. */
  public boolean isNone() {
    return kind == Kind.none;
  }

  public Sandbox open() throws InfrastructureException {
    return switch (kind) {
      case bubblewrap -> Bubblewrap.detect();
      case none -> DirectProcesses.detect();
    };
  }
}
