package dev.codecsmith.sandbox.isolation;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the user that a program runs as, who owns nothing, may do with what it is shown. */
public final class MountRights {
  private MountRights() {}

  /**
   * Lets programs read a file, whatever this process's umask is. It should lie in a folder that is
   * closed to others.
   */
  public static void letProgramsRead(Path file) throws IOException {
    Set<PosixFilePermission> rights = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    if (rights.add(PosixFilePermission.OTHERS_READ)) {
      Files.setPosixFilePermissions(file, rights);
    }
  }

  /**
   * Sees to it that all mounts can be read by everybody; folders above them need not be.
   *
   * @throws InfrastructureException if one cannot; the message says what to do
   */
  static void check(Iterable<Mount> mounts) throws IOException {
    for (Mount mount : mounts) {
      if (!Files.exists(mount.host())) {
        throw new InfrastructureException(
            "The sandbox is to show " + mount.host() + ", which does not exist.");
      }
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(mount.host());
      boolean readable =
          rights.contains(PosixFilePermission.OTHERS_READ)
              && (rights.contains(PosixFilePermission.OTHERS_EXECUTE)
                  || !Files.isDirectory(mount.host()));
      boolean writable = !mount.writable() || rights.contains(PosixFilePermission.OTHERS_WRITE);
      if (!readable || !writable) {
        throw new InfrastructureException(
            "Programs run as a user of their own, who may not "
                + (readable ? "write to " : "read ")
                + mount.host()
                + ": chmod -R o+"
                + (readable ? "w" : "rX")
                + " "
                + mount.host());
      }
    }
  }

  /**
   * The group that a user must be in to use these device files; empty where everybody may.
   *
   * @throws InfrastructureException if no one group will do; the message says what to do
   */
  static OptionalLong groupOf(List<Path> devices) throws IOException {
    OptionalLong group = OptionalLong.empty();
    for (Path device : devices) {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(device);
      if (rights.contains(PosixFilePermission.OTHERS_READ)
          && rights.contains(PosixFilePermission.OTHERS_WRITE)) {
        continue;
      }
      long owner = ((Number) Files.getAttribute(device, "unix:gid")).longValue();
      if (!rights.contains(PosixFilePermission.GROUP_READ)
          || !rights.contains(PosixFilePermission.GROUP_WRITE)
          || (group.isPresent() && group.getAsLong() != owner)) {
        throw new InfrastructureException(
            "The sandbox's users may not use the device "
                + device
                + ": give one group the right to read and write all granted devices (chgrp,"
                + " chmod g+rw).");
      }
      group = OptionalLong.of(owner);
    }
    return group;
  }

  /** Whether a path lies on a file system that is mounted {@code noexec}. */
  static boolean forbidExecution(Path path) throws IOException {
    return forbidExecution(path.toRealPath(), Files.readAllLines(Path.of("/proc/self/mountinfo")));
  }

  /**
   * As {@link #forbidExecution(Path)}.
   *
   * @param real a path without links
   * @param mountInfo lines of {@code /proc/self/mountinfo}
   */
  static boolean forbidExecution(Path real, List<String> mountInfo) {
    // Fields: id, parent, device, root, mount point, options, …; proc_pid_mountinfo(5).
    Optional<List<String>> mount =
        mountInfo.stream()
            .map(line -> List.of(line.split(" ")))
            .filter(fields -> fields.size() > 5 && real.startsWith(unescaped(fields.get(4))))
            // Of several at one point the last lies on top.
            .reduce((a, b) -> deeper().compare(a, b) > 0 ? a : b);
    return mount.map(fields -> List.of(fields.get(5).split(",")).contains("noexec")).orElse(false);
  }

  private static Comparator<List<String>> deeper() {
    return Comparator.comparingInt(fields -> Path.of(unescaped(fields.get(4))).getNameCount());
  }

  private static String unescaped(String path) {
    return path.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }
}
