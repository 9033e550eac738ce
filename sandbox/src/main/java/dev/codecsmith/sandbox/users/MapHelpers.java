package dev.codecsmith.sandbox.users;

import dev.codecsmith.sandbox.users.ProgramUsers.MapLine;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has the maps of a user namespace written by {@code newuidmap} and {@code newgidmap}, which may
 * write what {@code /etc/subuid} and {@code /etc/subgid} grant.
 */
record MapHelpers(Path newuidmap, Path newgidmap) implements ProgramUsers.MapWriter {

  static Optional<MapHelpers> find(List<Path> searchPath) {
    return find(searchPath, "newuidmap")
        .flatMap(
            users -> find(searchPath, "newgidmap").map(groups -> new MapHelpers(users, groups)));
  }

  private static Optional<Path> find(List<Path> searchPath, String name) {
    return searchPath.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public void write(int pid, List<MapLine> users, List<MapLine> groups) throws IOException {
    run(newuidmap, pid, users);
    run(newgidmap, pid, groups);
  }

  private static void run(Path helper, int pid, List<MapLine> lines) throws IOException {
    List<String> command = new ArrayList<>(List.of(helper.toString(), Integer.toString(pid)));
    for (MapLine line : lines) {
      command.add(Long.toString(line.inside()));
      command.add(Long.toString(line.outside()));
      command.add("1");
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(helper + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + helper + " ran");
    } finally {
      process.destroyForcibly();
    }
  }
}
