package dev.codecsmith.sandbox.cgroup;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** The place where this process may make control groups. */
public interface ControlGroups {

  /** What a group can hold or count. */
  enum Resource {
    MEMORY("memory"),
    PROCESSES("processes"),
    CPU_TIME("CPU time"),
    CPU_SHARE("CPU share");

    private final String words;

    Resource(String words) {
      this.words = words;
    }

    /** Its name in a sentence. */
    public String words() {
      return words;
    }
  }

  /** What groups here hold. */
  Set<Resource> resources();

  /** {@code cgroup v1} or {@code cgroup v2}. */
  String version();

  /**
   * Makes a group.
   *
   * @param memoryBytes limit on memory, swap included
   * @param processes limit on processes and threads together
   */
  ControlGroup create(long memoryBytes, int processes) throws IOException;

  /**
   * The best place on this machine, if there is any. Groups that an owner who is dead left behind
   * are killed and removed.
   */
  static Optional<ControlGroups> detect() {
    Hierarchies hierarchies = Hierarchies.ofThisProcess();
    Optional<ControlGroups> found =
        VersionOne.detect(hierarchies).or(() -> VersionTwo.detect(hierarchies));
    return found;
  }
}
