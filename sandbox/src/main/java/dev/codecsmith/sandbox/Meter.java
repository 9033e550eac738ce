package dev.codecsmith.sandbox;

import dev.codecsmith.sandbox.cgroup.ControlGroup;
import dev.codecsmith.sandbox.posix.Child;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads what a run uses: from its control group where there is one, else by sampling the tree of
 * processes, corrected at the end by what the kernel says of the child and all it waited for.
 */
final class Meter {
  private final Optional<ControlGroup> group;
  private final ProcessTree tree;
  private final boolean groupCountsCpu;
  private volatile long cpuNanos;
  private volatile long peakBytes;
  private volatile long residentBytes;

  Meter(Optional<ControlGroup> group, long pid) {
    this.group = group;
    this.tree = new ProcessTree(pid);
    this.groupCountsCpu = group.isPresent() && group.get().cpuNanos().isPresent();
  }

  /** Whether reading costs more than a few files. */
  boolean isExpensive() {
    return !groupCountsCpu;
  }

  /** Reads anew. */
  synchronized void read() {
    if (group.isEmpty() || !groupCountsCpu) {
      tree.sample();
      cpuNanos = Math.max(cpuNanos, tree.cpuNanos());
    }
    if (group.isPresent()) {
      OptionalLong cpu = group.get().cpuNanos();
      cpuNanos = Math.max(cpuNanos, cpu.orElse(0));
      peakBytes = Math.max(peakBytes, group.get().heldMemoryBytes().orElse(0));
    } else {
      residentBytes = tree.residentBytes();
      peakBytes = Math.max(peakBytes, residentBytes);
    }
  }

  /** Reads for the last time, when all is over. */
  synchronized void finish(Child.End end) {
    read();
    if (!groupCountsCpu) {
      cpuNanos = Math.max(cpuNanos, end.cpuNanos());
    }
    peakBytes =
        Math.max(
            peakBytes,
            group.isPresent()
                ? group.get().peakMemoryBytes().orElse(end.maxResidentBytes())
                : end.maxResidentBytes());
  }

  long cpuNanos() {
    return cpuNanos;
  }

  RunUsage usage() {
    return new RunUsage(Duration.ofNanos(cpuNanos), peakBytes);
  }

  /** Whether the tree has met its limit on memory. */
  boolean isOutOfMemory(long limitBytes) {
    return group.map(ControlGroup::ranOutOfMemory).orElse(residentBytes > limitBytes);
  }

  /** Kills what can be found by walking the tree. */
  void killTree() {
    tree.kill();
  }
}
