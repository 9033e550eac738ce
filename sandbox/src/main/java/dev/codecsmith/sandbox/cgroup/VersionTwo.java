package dev.codecsmith.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Groups of version 2: one hierarchy. A group with processes of its own cannot hand controllers to
 * groups below, so we look from our own group upwards for the first that hands on memory and
 * processes, or does so when asked.
 */
final class VersionTwo implements ControlGroups {
  private final Path parent;
  private final EnumSet<Resource> resources;

  private VersionTwo(Path parent, EnumSet<Resource> resources) {
    this.parent = parent;
    this.resources = resources;
  }

  static Optional<ControlGroups> detect(Hierarchies hierarchies) {
    if (hierarchies.versionTwo().isEmpty()) {
      return Optional.empty();
    }
    Hierarchies.Unified unified = hierarchies.versionTwo().get();
    for (Path folder = unified.own();
        folder != null && folder.startsWith(unified.top());
        folder = folder.getParent()) {
      if (Files.isWritable(folder) && handsOn(folder)) {
        GroupNames.sweep(folder);
        EnumSet<Resource> resources =
            EnumSet.of(Resource.MEMORY, Resource.PROCESSES, Resource.CPU_TIME);
        if (handed(folder).contains("cpu")) {
          resources.add(Resource.CPU_SHARE);
        }
        return Optional.of(new VersionTwo(folder, resources));
      }
    }
    return Optional.empty();
  }

  private static boolean handsOn(Path folder) {
    List<String> wanted = List.of("memory", "pids");
    if (!handed(folder).containsAll(wanted)) {
      Path control = folder.resolve("cgroup.subtree_control");
      if (!GroupFiles.tryWrite(control, "+memory +pids")) {
        return false;
      }
      GroupFiles.tryWrite(control, "+cpu");
    }
    return handed(folder).containsAll(wanted);
  }

  private static List<String> handed(Path folder) {
    try {
      return Arrays.asList(
          Files.readString(folder.resolve("cgroup.subtree_control")).strip().split(" ", -1));
    } catch (IOException e) {
      return List.of();
    }
  }

  @Override
  public Set<Resource> resources() {
    return Collections.unmodifiableSet(resources);
  }

  @Override
  public String version() {
    return "cgroup v2";
  }

  @Override
  public ControlGroup create(long memoryBytes, int processes) throws IOException {
    String name = GroupNames.next().orElseThrow(() -> new IOException("/proc cannot be read"));
    Path folder = parent.resolve(name);
    Files.createDirectory(folder);
    try {
      GroupFiles.write(folder.resolve("memory.max"), Long.toString(memoryBytes));
      GroupFiles.tryWrite(folder.resolve("memory.swap.max"), "0");
      GroupFiles.tryWrite(folder.resolve("memory.oom.group"), "1");
      GroupFiles.write(folder.resolve("pids.max"), Integer.toString(processes));
    } catch (IOException | RuntimeException e) {
      GroupFiles.killAndRemove(folder);
      throw e;
    }
    return new Group(folder);
  }

  private record Group(Path folder) implements ControlGroup {
    @Override
    public List<Path> joinFiles() {
      return List.of(folder.resolve("cgroup.procs"));
    }

    @Override
    public OptionalLong cpuNanos() {
      OptionalLong micros = GroupFiles.readKey(folder.resolve("cpu.stat"), "usage_usec");
      return micros.isEmpty() ? micros : OptionalLong.of(micros.getAsLong() * 1000);
    }

    @Override
    public OptionalLong heldMemoryBytes() {
      Path stat = folder.resolve("memory.stat");
      OptionalLong anonymous = GroupFiles.readKey(stat, "anon");
      return anonymous.isEmpty()
          ? anonymous
          : OptionalLong.of(anonymous.getAsLong() + GroupFiles.readKey(stat, "shmem").orElse(0));
    }

    @Override
    public OptionalLong peakMemoryBytes() {
      // memory.peak came with Linux 5.19; before, the highest of the samples has to do.
      OptionalLong peak = GroupFiles.readNumber(folder.resolve("memory.peak"));
      Path stat = folder.resolve("memory.stat");
      long files =
          GroupFiles.readKey(stat, "file").orElse(0) - GroupFiles.readKey(stat, "shmem").orElse(0);
      return peak.isEmpty() ? peak : OptionalLong.of(Math.max(0, peak.getAsLong() - files));
    }

    @Override
    public boolean ranOutOfMemory() {
      return GroupFiles.readKey(folder.resolve("memory.events"), "oom_kill").orElse(0) > 0;
    }

    @Override
    public boolean ranOutOfProcesses() {
      return GroupFiles.readKey(folder.resolve("pids.events"), "max").orElse(0) > 0;
    }

    @Override
    public void kill() {
      GroupFiles.kill(folder);
    }

    @Override
    public boolean awaitEmpty(Duration patience) {
      return GroupFiles.awaitEmpty(folder, patience);
    }

    @Override
    public void close() {
      GroupFiles.killAndRemove(folder);
    }
  }
}
