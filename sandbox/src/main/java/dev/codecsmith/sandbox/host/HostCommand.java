package dev.codecsmith.sandbox.host;

import dev.codecsmith.sandbox.InfrastructureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Asks a tool of the host, which is trusted, what it is; never runs anything of a program. */
public final class HostCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private HostCommand() {}

  /**
   * What a tool said.
   *
   * @param exitCode −1 if it did not end in time
   */
  public record Answer(int exitCode, String text) {
    public Optional<String> firstLine() {
      return exitCode == 0
          ? text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst()
          : Optional.empty();
    }
  }

  /** Runs a command with this process's environment. */
  public static Answer run(List<String> command) throws InfrastructureException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
    } catch (IOException e) {
      throw new InfrastructureException(
          command.getFirst() + " cannot be started: " + e.getMessage(), e);
    }
    try {
      Thread.ofVirtual().start(() -> killLater(process));
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return new Answer(ended ? process.exitValue() : -1, text);
    } catch (IOException e) {
      throw new InfrastructureException(
          command.getFirst() + " cannot be read: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfrastructureException("Interrupted while asking " + command.getFirst() + ".", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void killLater(Process process) {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  /** The folders in which programs are looked for: those of PATH, then the usual ones. */
  public static List<Path> searchPath() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(
            Stream.of(path.split(":", -1)), Stream.of("/usr/bin", "/usr/local/bin", "/bin"))
        .filter(folder -> folder.startsWith("/"))
        .map(Path::of)
        .distinct()
        .toList();
  }

  /** All programs of this name in these folders; an absolute path is its own. */
  public static List<Path> find(String program, List<Path> searchPath) {
    Stream<Path> candidates =
        program.startsWith("/")
            ? Stream.of(Path.of(program))
            : searchPath.stream().map(folder -> folder.resolve(program));
    return candidates.filter(Files::isExecutable).toList();
  }
}
