package dev.codecsmith.sandbox.users;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Users of the host for programs: another one for each run, who owns no file and no process, so
 * that what the kernel allows to owners (times, rights, hints of a file) or counts by user (pipes,
 * keys, signals) is not the program's.
 *
 * <p>Where we are root we map a number of a range that nobody has; elsewhere {@code newuidmap} does
 * where the administrator has set a range aside for us in {@code /etc/subuid}.
 */
public final class ProgramUsers {
  private final IdRange users;
  private final IdRange groups;
  private final MapWriter writer;
  private final String description;
  private final AtomicLong next = new AtomicLong(new SecureRandom().nextInt());

  private ProgramUsers(IdRange users, IdRange groups, MapWriter writer, String description) {
    this.users = users;
    this.groups = groups;
    this.writer = writer;
    this.description = description;
  }

  /** How a user namespace is told its users. */
  interface MapWriter {
    /**
     * Writes its maps, which can be done once.
     *
     * @param pid the namespace's first process
     * @param users lines of {@code uid_map}
     * @param groups lines of {@code gid_map}
     */
    void write(int pid, List<MapLine> users, List<MapLine> groups) throws IOException;
  }

  /**
   * A number inside a namespace and what it is outside.
   *
   * @param inside the number in the namespace
   * @param outside the number in ours
   */
  record MapLine(long inside, long outside) {}

  /**
   * The users of this machine for programs; empty where there are none but ourselves.
   *
   * @param searchPath where {@code newuidmap} is looked for
   */
  public static Optional<ProgramUsers> detect(List<Path> searchPath) {
    try {
      Object own = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      return own.equals(0) ? ofRoot() : ofHelpers(searchPath, (int) own);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<ProgramUsers> ofRoot() throws IOException {
    Optional<IdRange> users = IdRange.unused(Files.readString(Path.of("/proc/self/uid_map")));
    Optional<IdRange> groups = IdRange.unused(Files.readString(Path.of("/proc/self/gid_map")));
    return users.flatMap(range ->
        groups.map(groupRange ->
            new ProgramUsers(
                range, groupRange, ProcMaps::write, "users without any file on this machine")));
  }

  private static Optional<ProgramUsers> ofHelpers(List<Path> searchPath, int own)
      throws IOException {
    Optional<MapHelpers> helpers = MapHelpers.find(searchPath);
    Path users = Path.of("/etc/subuid");
    Path groups = Path.of("/etc/subgid");
    if (helpers.isEmpty() || !Files.isReadable(users) || !Files.isReadable(groups)) {
      return Optional.empty();
    }
    String name = System.getProperty("user.name");
    Optional<IdRange> range = IdRange.setAside(Files.readString(users), name, own);
    Optional<IdRange> groupRange = IdRange.setAside(Files.readString(groups), name, own);
    return range.flatMap(found ->
        groupRange.map(foundGroup ->
            new ProgramUsers(
                found, foundGroup, helpers.get(), "users set aside in /etc/subuid (newuidmap)")));
  }

  /** What they are, in words. */
  public String description() {
    return description;
  }

  /**
   * A user for one run.
   *
   * @param group the group to be in, where the run needs what that group may do
   */
  public ProgramUser next(OptionalLong group) {
    long position = next.getAndIncrement();
    return new ProgramUser(users.at(position), group.orElse(groups.at(position)), writer);
  }
}
