package dev.codecsmith.sandbox.java;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A JDK as runs see it, in {@code /jdk}.
 *
 * @param home its folder on the host
 * @param mounts itself, the system's libraries, and what a distribution's JDK links to outside
 *     itself (its settings in /etc)
 * @param release content of its release file, which tells builds apart
 */
record Jdk(Path home, List<Mount> mounts, String release) {
  static final String INSIDE = "/jdk";

  /**
   * A JDK that was found.
   *
   * @param system mounts of the system's libraries
   * @param missing what to say where it is none
   */
  static Jdk of(Path home, List<Mount> system, String missing) throws InfrastructureException {
    if (!Files.isExecutable(home.resolve("bin/javac"))) {
      throw new InfrastructureException("There is no bin/javac in " + home + ". " + missing);
    }
    try {
      Path real = home.toRealPath();
      List<Mount> mounts = new ArrayList<>(system);
      mounts.add(Mount.readOnly(real, INSIDE));
      for (Path target : linkedOutside(real)) {
        mounts.add(Mount.readOnly(target, target.toString()));
      }
      return new Jdk(real, List.copyOf(mounts), Files.readString(real.resolve("release")));
    } catch (IOException e) {
      throw new InfrastructureException("The JDK cannot be read: " + e.getMessage(), e);
    }
  }

  private static Iterable<Path> linkedOutside(Path home) throws IOException {
    TreeSet<Path> outside = new TreeSet<>();
    try (Stream<Path> files = Files.walk(home.resolve("conf"))) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
        if (!target.startsWith(home) && Files.exists(target)) {
          outside.add(target);
        }
      }
    }
    return outside;
  }
}
