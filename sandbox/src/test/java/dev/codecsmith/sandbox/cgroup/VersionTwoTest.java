package dev.codecsmith.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.cgroup.ControlGroups.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Version 2 on a folder that looks like one, for machines that have only version 1. */
class VersionTwoTest {
  @TempDir Path top;

  private Optional<ControlGroups> detect(Path own) {
    Hierarchies.Unified unified = new Hierarchies.Unified(top, own);
    return VersionTwo.detect(new Hierarchies(Map.of(), Optional.of(unified)));
  }

  private Path group(Path parent, String name, String handsOn) throws IOException {
    Path folder = Files.createDirectories(parent.resolve(name));
    Files.writeString(folder.resolve("cgroup.subtree_control"), handsOn + "\n");
    return folder;
  }

  private static Path folderOf(ControlGroup group) {
    return group.joinFiles().getFirst().resolveSibling("");
  }

  @Test
  void groupsAreMadeInTheNearestGroupThatHandsOnItsControllers() throws Exception {
    Path slice = group(top, "app.slice", "cpu memory pids");
    Path own = group(slice, "terminal.scope", "");
    Files.delete(own.resolve("cgroup.subtree_control"));
    Files.createDirectory(own.resolve("cgroup.subtree_control"));
    ControlGroups groups = detect(own).orElseThrow();
    assertThat(groups.resources())
        .containsExactlyInAnyOrder(
            Resource.MEMORY, Resource.PROCESSES, Resource.CPU_TIME, Resource.CPU_SHARE);
    ControlGroup made = groups.create(1 << 20, 7);
    assertThat(made.joinFiles()).hasSize(1);
    Path folder = folderOf(made);
    assertThat(folder).hasParentRaw(slice);
    assertThat(folder.resolve("memory.max")).hasContent("1048576");
    assertThat(folder.resolve("memory.swap.max")).hasContent("0");
    assertThat(folder.resolve("memory.oom.group")).hasContent("1");
    assertThat(folder.resolve("pids.max")).hasContent("7");
  }

  @Test
  void withoutControllersThereAreNoGroups() throws Exception {
    Path own = Files.createDirectories(top.resolve("own"));
    Files.createDirectory(own.resolve("cgroup.subtree_control"));
    Files.createDirectory(top.resolve("cgroup.subtree_control"));
    assertThat(detect(own)).isEmpty();
  }

  @Test
  void figuresAreReadFromTheKernelsFiles() throws Exception {
    group(top, "own", "memory pids");
    ControlGroup group = detect(top.resolve("own")).orElseThrow().create(1 << 20, 7);
    Path folder = folderOf(group);
    Files.writeString(folder.resolve("cpu.stat"), "usage_usec 1234\nuser_usec 1000\n");
    Files.writeString(folder.resolve("memory.stat"), "anon 100\nfile 50\nshmem 20\n");
    Files.writeString(folder.resolve("memory.peak"), "500\n");
    Files.writeString(folder.resolve("memory.events"), "oom 1\noom_kill 0\n");
    Files.writeString(folder.resolve("pids.events"), "max 3\n");
    assertThat(group.cpuNanos()).hasValue(1_234_000);
    assertThat(group.heldMemoryBytes()).hasValue(120);
    assertThat(group.peakMemoryBytes()).hasValue(470);
    assertThat(group.ranOutOfMemory()).isFalse();
    assertThat(group.ranOutOfProcesses()).isTrue();
    Files.writeString(folder.resolve("memory.events"), "oom 1\noom_kill 2\n");
    assertThat(group.ranOutOfMemory()).isTrue();
  }

  @Test
  void groupsOfTheDeadAreRemovedAndThoseOfTheLivingAreKept() throws Exception {
    Path own = group(top, "own", "memory pids");
    String namespace =
        Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().replaceAll("[^0-9]", "");
    Path dead = Files.createDirectory(own.resolve("codecsmith-" + namespace + "-1-99999-1"));
    Path elsewhere = Files.createDirectory(own.resolve("codecsmith-12-1-99999-1"));
    Path alive = Files.createDirectory(own.resolve(GroupNames.next().orElseThrow()));
    assertThat(detect(own)).isPresent();
    assertThat(Stream.of(dead, elsewhere, alive).filter(Files::exists))
        .containsExactly(elsewhere, alive);
  }
}
