package dev.codecsmith.sandbox.isolation;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.host.HostCommand;
import dev.codecsmith.sandbox.users.ProgramUsers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** What tests of the sandbox share. */
public final class Sandboxes {
  private Sandboxes() {}

  /** The sandbox of this machine; the test is skipped, and says why, where there is none. */
  public static Bubblewrap bubblewrap() {
    try {
      return Bubblewrap.detect();
    } catch (InfrastructureException e) {
      return Assumptions.abort("skipped: " + e.getMessage());
    }
  }

  /** The same without control groups, as on a machine where none can be made. */
  static Bubblewrap withoutControlGroups() throws InfrastructureException {
    List<Path> searchPath = HostCommand.searchPath();
    return Bubblewrap.detect(searchPath, Optional.empty(), ProgramUsers.detect(searchPath));
  }

  /** Where tests keep what is made once: not in the user's own folder. */
  public static Path cache() {
    return Path.of("target", "test-cache").toAbsolutePath();
  }

  public static Limits limits() {
    return Limits.defaults()
        .withTime(Duration.ofSeconds(20), Duration.ofSeconds(20))
        .withMemoryBytes(256 * Limits.MEBIBYTE)
        .withOutputBytes(Limits.MEBIBYTE);
  }

  /**
   * A script whose processes use more CPU time together than {@link #lessThanFourBurners} allows,
   * while none of them ever uses as much as that: the kernel ends each after a second of it.
   */
  public static String fourBurners() {
    return "burn() { ulimit -t 1; while :; do :; done; }; burn & burn & burn & burn & wait";
  }

  /** Two seconds of CPU time. */
  public static Limits lessThanFourBurners() {
    return limits().withTime(Duration.ofSeconds(2), Duration.ofMinutes(2));
  }

  /** A command for the shell, which sees the system's programs and libraries. */
  public static SandboxCommand shell(String script, Limits limits, Mount... mounts) {
    List<Mount> all = new ArrayList<>();
    for (String folder : List.of("/usr/bin", "/usr/lib", "/usr/lib64")) {
      if (Files.exists(Path.of(folder))) {
        all.add(Mount.readOnly(Path.of(folder), folder));
      }
    }
    all.addAll(List.of(mounts));
    return new SandboxCommand(
        List.of("/bin/sh", "-c", script), all, Map.of("PATH", "/usr/bin"), "/tmp", limits);
  }

  /** What a run wrote and how it ended. */
  public record Ended(String output, RunResult result) {}

  public static Ended run(Sandbox sandbox, SandboxCommand command)
      throws IOException, InterruptedException {
    try (SandboxRun run = sandbox.start(command)) {
      String output = new String(run.standardOutput().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(output, run.await());
    }
  }
}
