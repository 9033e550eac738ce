package dev.codecsmith.evolve.models.fake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The server as a process of its own, which outlives the caller that a test kills: {@code
 * FakeModelServerMain --script FILE [--port N] [--key KEY]}, or {@code --program FILE} for a {@link
 * SaltedProgram}. It prints its address on a line and ends with its parent. {@code GET /calls}
 * shows the account.
 */
public final class FakeModelServerMain {
  private FakeModelServerMain() {}

  public static void main(String[] arguments) throws IOException {
    List<String> words = Arrays.asList(arguments);
    Optional<Path> program = option(words, "--program").map(Path::of);
    FakeScript script =
        program.isPresent()
            ? new SaltedProgram(
                String.valueOf(program.get().getFileName()), Files.readString(program.get()))
            : ScriptFile.read(
                Path.of(
                    option(words, "--script")
                        .orElseThrow(
                            () -> new IllegalArgumentException("--script FILE is missing"))));
    int port = option(words, "--port").map(Integer::parseInt).orElse(0);
    FakeModelServer server = FakeModelServer.start(script, port, option(words, "--key"));
    System.out.println(server.anthropicUrl());
    System.out.flush();
    ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().join());
    server.close();
  }

  private static Optional<String> option(List<String> words, String name) {
    int at = words.indexOf(name);
    return at >= 0 && at + 1 < words.size() ? Optional.of(words.get(at + 1)) : Optional.empty();
  }
}
