package dev.codecsmith.sandbox.run;

import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.cgroup.ControlGroup;
import dev.codecsmith.sandbox.cgroup.ControlGroups;
import dev.codecsmith.sandbox.cgroup.ControlGroups.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what holds which limit and what nothing holds, and fills gaps of control groups. */
public final class Enforcement {
  private Enforcement() {}

  /**
   * Lines for {@link RunResult#enforcedBy}; the last says what is not held, if anything is not.
   *
   * @param isolation what isolates, if anything does
   * @param ownUsers whether programs run as users of their own
   */
  public static List<String> describe(
      Optional<ControlGroups> groups, Optional<String> isolation, boolean ownUsers) {
    Set<Resource> held = groups.map(ControlGroups::resources).orElse(Set.of());
    List<String> lines = new ArrayList<>(isolation.stream().toList());
    groups.ifPresent(found ->
        lines.add(
            found.version()
                + ": "
                + held.stream().map(Resource::words).collect(Collectors.joining(", "))));
    List<String> perProcess = new ArrayList<>(List.of("CPU time", "file size", "open files"));
    List<String> watched = new ArrayList<>(List.of("wall time", "output"));
    if (!held.contains(Resource.MEMORY)) {
      perProcess.add("data size");
      watched.add("memory (sampled)");
    }
    if (!held.contains(Resource.PROCESSES)) {
      perProcess.add("processes of the user");
    }
    watched.add(held.contains(Resource.CPU_TIME) ? "CPU time" : "CPU time (sampled)");
    lines.add("rlimit per process: " + String.join(", ", perProcess));
    lines.add("harness: " + String.join(", ", watched));
    List<String> gaps = gaps(held, isolation, ownUsers);
    if (!gaps.isEmpty()) {
      lines.add("not held: " + String.join(", ", gaps));
    }
    return List.copyOf(lines);
  }

  private static List<String> gaps(
      Set<Resource> held, Optional<String> isolation, boolean ownUsers) {
    List<String> gaps = new ArrayList<>();
    if (isolation.isEmpty()) {
      gaps.add("files, network and all other rights of the user, which programs have");
    }
    if (isolation.isPresent() && !ownUsers) {
      gaps.add("a user apart from you, so that only the filter keeps your files from their owner");
    }
    if (!held.contains(Resource.MEMORY)) {
      gaps.add("memory of all processes together between two samples, files in /tmp as memory");
    }
    if (!held.contains(Resource.PROCESSES)) {
      gaps.add("processes of this run apart from the user's others");
    }
    if (!held.contains(Resource.CPU_TIME)) {
      gaps.add("CPU time between two samples");
    }
    return gaps;
  }

  /**
   * The limit on processes where no group counts them. The kernel then counts all of the user's, so
   * those that exist already are added.
   */
  static Optional<Long> processesOfUser(Limits limits, Optional<ControlGroup> group) {
    if (group.isPresent()) {
      return Optional.empty();
    }
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      Object owner = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      long threads =
          processes
              .filter(path -> Character.isDigit(path.getFileName().toString().charAt(0)))
              .filter(path -> belongsTo(path, owner))
              .mapToLong(path -> threads(path))
              .sum();
      return Optional.of(threads + limits.processes());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean belongsTo(Path process, Object owner) {
    try {
      return Files.getAttribute(process, "unix:uid").equals(owner);
    } catch (IOException e) {
      return false;
    }
  }

  private static long threads(Path process) {
    try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
      return tasks.count();
    } catch (IOException e) {
      return 0;
    }
  }
}
