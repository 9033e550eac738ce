package dev.codecsmith.sandbox.run;

import dev.codecsmith.sandbox.RunUsage;
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

  Meter(Optional<ControlGroup> group, Child child) {
    this.group = group;
    this.tree = new ProcessTree(child);
    this.groupCountsCpu = group.isPresent() && group.get().cpuNanos().isPresent();
  }

  /** Reads anew; once the child is reaped and the group removed, what was read last stays. */
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
      peakBytes = Math.max(peakBytes, tree.peakBytes());
    }
  }

  /**
   * Adds what the kernel says when the child is reaped, after the last {@link #read}.
   *
   * @param peakOfOne the highest memory of any one process, as the first process was told of it; 0
   *     where there was none
   */
  synchronized void finish(Child.End end, long peakOfOne) {
    if (!groupCountsCpu) {
      cpuNanos = Math.max(cpuNanos, end.cpuNanos());
    }
    OptionalLong peak = group.isPresent() ? group.get().peakMemoryBytes() : OptionalLong.empty();
    peakBytes = Math.max(peakBytes, peak.orElse(peakOfOne));
  }

  long cpuNanos() {
    return cpuNanos;
  }

  RunUsage usage() {
    return new RunUsage(Duration.ofNanos(cpuNanos), peakBytes);
  }

  /** Whether the tree has met its limit on memory. */
  synchronized boolean isOutOfMemory(long limitBytes) {
    return group.isPresent() ? group.get().ranOutOfMemory() : tree.holdsMoreThan(limitBytes);
  }

  /** Kills what can be found by walking the tree. */
  void killTree() {
    tree.kill();
  }
}
