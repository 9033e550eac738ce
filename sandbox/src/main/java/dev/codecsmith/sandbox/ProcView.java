package dev.codecsmith.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run does not see of /proc: all that tells of, or changes, the machine rather than the run.
 *
 * <p>This is no decoration where the harness runs as root: root outside owns {@code /proc/sys}, and
 * ownership is all that the kernel asks for there, so a program without any capability could
 * otherwise change the host's settings.
 */
final class ProcView {
  private static final Set<String> VISIBLE =
      Set.of(
          "cpuinfo",
          "filesystems",
          "loadavg",
          "meminfo",
          "mounts",
          "net",
          "self",
          "stat",
          "thread-self",
          "uptime",
          "version");

  private final List<String> options;

  private ProcView(List<String> options) {
    this.options = options;
  }

  static ProcView ofThisMachine() throws InfrastructureException {
    List<String> options = new ArrayList<>();
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      for (Path entry : entries.sorted().toList()) {
        String name = entry.getFileName().toString();
        if (Character.isDigit(name.charAt(0))
            || VISIBLE.contains(name)
            || Files.isSymbolicLink(entry)) {
          continue;
        }
        String path = entry.toString();
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          options.addAll(List.of("--perms", "0555", "--tmpfs", path, "--remount-ro", path));
        } else {
          options.addAll(List.of("--ro-bind", "/dev/null", path));
        }
      }
    } catch (IOException e) {
      throw new InfrastructureException(
          "The sandbox needs /proc, which cannot be read here: " + e.getMessage(), e);
    }
    return new ProcView(List.copyOf(options));
  }

  /** Options for bubblewrap that mount /proc. */
  List<String> options() {
    List<String> all = new ArrayList<>(List.of("--proc", "/proc"));
    all.addAll(options);
    return all;
  }
}
