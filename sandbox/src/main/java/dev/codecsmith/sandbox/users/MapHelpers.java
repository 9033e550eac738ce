package dev.codecsmith.sandbox.users;

import dev.codecsmith.sandbox.host.HostCommand;
import dev.codecsmith.sandbox.users.ProgramUsers.MapLine;
import java.io.IOException;
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
    return HostCommand.find(name, searchPath).stream().findFirst();
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
    HostCommand.Answer answer = HostCommand.run(command);
    if (answer.exitCode() != 0) {
      throw new IOException(helper + ": " + answer.text().strip());
    }
  }
}
