package dev.codecsmith.sandbox.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where this process stands in the mounted hierarchies, read from {@code /proc/self/cgroup} and
 * {@code /proc/self/mountinfo}.
 *
 * @param versionOne the folder of this process by controller
 * @param versionTwo the folder of this process in the unified hierarchy and that one's top
 */
record Hierarchies(Map<String, Path> versionOne, Optional<Unified> versionTwo) {

  /**
   * A place in the unified hierarchy.
   *
   * @param top where it is mounted
   * @param own this process's folder, at or below {@code top}
   */
  record Unified(Path top, Path own) {}

  static Hierarchies ofThisProcess() {
    try {
      return parse(
          Files.readString(Path.of("/proc/self/cgroup"), StandardCharsets.UTF_8),
          Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new Hierarchies(Map.of(), Optional.empty());
    }
  }

  static Hierarchies parse(String cgroup, String mountinfo) {
    Map<String, String> paths = new HashMap<>();
    for (String line : cgroup.lines().toList()) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3) {
        for (String controller : parts[1].split(",", -1)) {
          paths.put(controller, parts[2]);
        }
      }
    }
    Map<String, Path> one = new HashMap<>();
    Optional<Unified> two = Optional.empty();
    for (String line : mountinfo.lines().toList()) {
      // id parent major:minor root mount-point options [tags …] - type source super-options
      List<String> words = Arrays.asList(line.split(" ", -1));
      int dash = words.indexOf("-");
      if (dash < 6 || words.size() < dash + 4) {
        continue;
      }
      String root = words.get(3);
      Path mountPoint = Path.of(unescape(words.get(4)));
      switch (words.get(dash + 1)) {
        case "cgroup" -> {
          for (String controller : words.get(dash + 3).split(",", -1)) {
            String path = paths.get(controller);
            if (path != null) {
              below(mountPoint, root, path).ifPresent(own -> one.putIfAbsent(controller, own));
            }
          }
        }
        case "cgroup2" -> {
          String path = paths.get("");
          if (path != null && two.isEmpty()) {
            two = below(mountPoint, root, path).map(own -> new Unified(mountPoint, own));
          }
        }
        default -> {}
      }
    }
    return new Hierarchies(Map.copyOf(one), two);
  }

  /** The folder of group {@code path} where the subtree {@code root} is mounted. */
  private static Optional<Path> below(Path mountPoint, String root, String path) {
    Path relative;
    if (root.equals("/") || path.equals(root)) {
      relative = Path.of(root.equals("/") ? path.substring(1) : "");
    } else if (path.startsWith(root + "/")) {
      relative = Path.of(path.substring(root.length() + 1));
    } else {
      return Optional.empty();
    }
    if (relative.startsWith("..")) {
      return Optional.empty();
    }
    return Optional.of(mountPoint.resolve(relative));
  }

  private static String unescape(String field) {
    return field.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }
}
