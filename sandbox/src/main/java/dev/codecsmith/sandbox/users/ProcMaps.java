package dev.codecsmith.sandbox.users;

import dev.codecsmith.sandbox.users.ProgramUsers.MapLine;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the maps of a user namespace ourselves, as root may. */
final class ProcMaps {
  private ProcMaps() {}

  static void write(int pid, List<MapLine> users, List<MapLine> groups) throws IOException {
    Path process = Path.of("/proc", Integer.toString(pid));
    write(process.resolve("uid_map"), users);
    write(process.resolve("gid_map"), groups);
  }

  /** The kernel takes all lines in one write, and once only. */
  private static void write(Path file, List<MapLine> lines) throws IOException {
    String text =
        lines.stream()
            .map(line -> line.inside() + " " + line.outside() + " 1\n")
            .collect(Collectors.joining());
    // Not a channel: an interrupted thread would close it under the write.
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
