package dev.codecsmith.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;

/**
 * The command in a process that sees another machine than this one: other file systems, in a mount
 * namespace that ends with it, or another environment.
 */
final class OtherMachine {
  private final List<String> wrapper = new ArrayList<>();
  private UnaryOperator<Map<String, String>> environment = UnaryOperator.identity();
  private Path folder = Path.of("").toAbsolutePath();

  private OtherMachine() {}

  /** This machine. */
  static OtherMachine same() {
    return new OtherMachine();
  }

  /** With a small file system of its own at {@code mountPoint}; the test is skipped without. */
  static OtherMachine withFileSystem(Path mountPoint, String options) throws Exception {
    return with("mount -t tmpfs -o " + options + " tmpfs '" + mountPoint + "'");
  }

  /** Where a command has been run that changes what is mounted. */
  static OtherMachine with(String mounting) throws Exception {
    List<String> namespace = new ArrayList<>(List.of("unshare", "--mount"));
    if (!System.getProperty("user.name").equals("root")) {
      namespace.add("--map-root-user");
    }
    OtherMachine machine = new OtherMachine();
    machine.wrapper.addAll(namespace);
    machine.wrapper.addAll(List.of("sh", "-ec", mounting + "; exec \"$@\"", "sh"));
    List<String> trial = new ArrayList<>(machine.wrapper);
    trial.add("true");
    try {
      Assumptions.assumeTrue(
          new ProcessBuilder(trial).start().waitFor() == 0,
          "skipped: this user may not mount a file system in a namespace");
    } catch (IOException e) {
      Assumptions.abort("skipped: there is no program unshare");
    }
    return machine;
  }

  OtherMachine environment(UnaryOperator<Map<String, String>> changed) {
    environment = changed;
    return this;
  }

  OtherMachine in(Path workingFolder) {
    folder = workingFolder;
    return this;
  }

  /** Runs {@code codecsmith} there. */
  Spoken say(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(CommandProcess.line(words));
    return run(command);
  }

  /** Runs a command line there. */
  Spoken run(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("out", ".txt");
    Path errors = Files.createTempFile("errors", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(errors.toFile());
      Map<String, String> changed = environment.apply(Map.copyOf(builder.environment()));
      builder.environment().clear();
      builder.environment().putAll(changed);
      int exit = builder.start().waitFor();
      return new Spoken(
          exit,
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(errors, StandardCharsets.UTF_8));
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(errors);
    }
  }
}
