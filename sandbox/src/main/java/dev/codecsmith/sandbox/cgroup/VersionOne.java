package dev.codecsmith.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Groups of version 1: one hierarchy per controller, of which we use those that are writable. */
final class VersionOne implements ControlGroups {
  private static final Map<Resource, String> CONTROLLERS =
      Map.of(
          Resource.MEMORY, "memory",
          Resource.PROCESSES, "pids",
          Resource.CPU_TIME, "cpuacct",
          Resource.CPU_SHARE, "cpu");

  private final EnumMap<Resource, Path> parents;

  private VersionOne(EnumMap<Resource, Path> parents) {
    this.parents = parents;
  }

  static Optional<ControlGroups> detect(Hierarchies hierarchies) {
    EnumMap<Resource, Path> parents = new EnumMap<>(Resource.class);
    CONTROLLERS.forEach((resource, controller) -> {
      Path own = hierarchies.versionOne().get(controller);
      if (own != null && canMakeGroupsIn(own)) {
        parents.put(resource, own);
      }
    });
    if (!parents.containsKey(Resource.MEMORY)) {
      return Optional.empty();
    }
    new LinkedHashSet<>(parents.values()).forEach(GroupNames::sweep);
    return Optional.of(new VersionOne(parents));
  }

  private static boolean canMakeGroupsIn(Path folder) {
    Optional<String> name = GroupNames.next();
    if (name.isEmpty()) {
      return false;
    }
    Path probe = folder.resolve(name.get());
    try {
      Files.createDirectory(probe);
      boolean works = Files.isWritable(probe.resolve("cgroup.procs"));
      Files.delete(probe);
      return works;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public Set<Resource> resources() {
    return Collections.unmodifiableSet(parents.keySet());
  }

  @Override
  public String version() {
    return "cgroup v1";
  }

  @Override
  public ControlGroup create(long memoryBytes, int processes) throws IOException {
    String name = GroupNames.next().orElseThrow(() -> new IOException("/proc cannot be read"));
    Group group = new Group();
    try {
      for (Map.Entry<Resource, Path> parent : parents.entrySet()) {
        Path folder = parent.getValue().resolve(name);
        // Two controllers may share one hierarchy, and so one folder.
        if (!group.folders.containsValue(folder)) {
          Files.createDirectory(folder);
        }
        group.folders.put(parent.getKey(), folder);
      }
      Path memory = group.of(Resource.MEMORY);
      GroupFiles.write(memory.resolve("memory.limit_in_bytes"), Long.toString(memoryBytes));
      Path withSwap = memory.resolve("memory.memsw.limit_in_bytes");
      if (Files.exists(withSwap)) {
        GroupFiles.write(withSwap, Long.toString(memoryBytes));
      } else {
        GroupFiles.tryWrite(memory.resolve("memory.swappiness"), "0");
      }
      Path pids = group.folders.get(Resource.PROCESSES);
      if (pids != null) {
        GroupFiles.write(pids.resolve("pids.max"), Integer.toString(processes));
      }
      return group;
    } catch (IOException | RuntimeException e) {
      group.close();
      throw e;
    }
  }

  private static final class Group implements ControlGroup {
    private final EnumMap<Resource, Path> folders = new EnumMap<>(Resource.class);

    private Path of(Resource resource) {
      Path folder = folders.get(resource);
      if (folder == null) {
        throw new IllegalStateException("no group holds " + resource);
      }
      return folder;
    }

    private Set<Path> distinctFolders() {
      return new LinkedHashSet<>(folders.values());
    }

    @Override
    public List<Path> joinFiles() {
      // Not cgroup.procs: to move a whole process the kernel stops all forks of the machine first,
      // which takes 5 to 30 ms; one thread moves in a tenth of one.
      return distinctFolders().stream().map(folder -> folder.resolve("tasks")).toList();
    }

    @Override
    public OptionalLong cpuNanos() {
      @Nullable Path folder = folders.get(Resource.CPU_TIME);
      return folder == null
          ? OptionalLong.empty()
          : GroupFiles.readNumber(folder.resolve("cpuacct.usage"));
    }

    @Override
    public OptionalLong heldMemoryBytes() {
      Path stat = of(Resource.MEMORY).resolve("memory.stat");
      return sum(GroupFiles.readKey(stat, "rss"), GroupFiles.readKey(stat, "shmem"));
    }

    @Override
    public OptionalLong peakMemoryBytes() {
      Path memory = of(Resource.MEMORY);
      OptionalLong peak = GroupFiles.readNumber(memory.resolve("memory.max_usage_in_bytes"));
      Path stat = memory.resolve("memory.stat");
      long files =
          GroupFiles.readKey(stat, "cache").orElse(0) - GroupFiles.readKey(stat, "shmem").orElse(0);
      return peak.isEmpty() ? peak : OptionalLong.of(Math.max(0, peak.getAsLong() - files));
    }

    @Override
    public boolean ranOutOfMemory() {
      return GroupFiles.readKey(of(Resource.MEMORY).resolve("memory.oom_control"), "oom_kill")
              .orElse(0)
          > 0;
    }

    @Override
    public boolean ranOutOfProcesses() {
      Path folder = folders.get(Resource.PROCESSES);
      return folder != null
          && GroupFiles.readKey(folder.resolve("pids.events"), "max").orElse(0) > 0;
    }

    @Override
    public void kill() {
      GroupFiles.kill(folders.getOrDefault(Resource.PROCESSES, of(Resource.MEMORY)));
    }

    @Override
    public boolean awaitEmpty(Duration patience) {
      return GroupFiles.awaitEmpty(of(Resource.MEMORY), patience);
    }

    @Override
    public void close() {
      distinctFolders().forEach(GroupFiles::killAndRemove);
    }

    private static OptionalLong sum(OptionalLong a, OptionalLong b) {
      return a.isEmpty() ? a : OptionalLong.of(a.getAsLong() + b.orElse(0));
    }
  }
}
