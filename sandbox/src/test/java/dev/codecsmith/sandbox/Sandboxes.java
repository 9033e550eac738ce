package dev.codecsmith.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** What tests of the sandbox share. */
final class Sandboxes {
  private Sandboxes() {}

  /** The sandbox of this machine; the test is skipped, and says why, where there is none. */
  static Bubblewrap bubblewrap() {
    try {
      return Bubblewrap.detect();
    } catch (InfrastructureException e) {
      return Assumptions.abort("skipped: " + e.getMessage());
    }
  }

  /** Where tests keep what is made once: not in the user's own folder. */
  static Path cache() {
    return Path.of("target", "test-cache").toAbsolutePath();
  }

  static Limits limits() {
    return Limits.defaults()
        .withTime(Duration.ofSeconds(20), Duration.ofSeconds(20))
        .withMemoryBytes(256 * Limits.MEBIBYTE)
        .withOutputBytes(Limits.MEBIBYTE);
  }

  /** A command for the shell, which sees the system's programs and libraries. */
  static SandboxCommand shell(String script, Limits limits, Mount... mounts) {
    List<Mount> all = new ArrayList<>(SystemLibraries.mounts());
    all.add(Mount.readOnly(Path.of("/usr/bin"), "/usr/bin"));
    all.add(Mount.readOnly(Path.of("/bin/sh"), "/bin/sh"));
    all.addAll(List.of(mounts));
    return new SandboxCommand(
        List.of("/bin/sh", "-c", script), all, Map.of("PATH", "/usr/bin"), "/tmp", limits);
  }

  /** What a run wrote and how it ended. */
  record Ended(String output, RunResult result) {}

  static Ended run(Sandbox sandbox, SandboxCommand command)
      throws IOException, InterruptedException {
    try (SandboxRun run = sandbox.start(command)) {
      String output = new String(run.standardOutput().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(output, run.await());
    }
  }
}
