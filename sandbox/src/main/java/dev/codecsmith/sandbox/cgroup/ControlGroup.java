package dev.codecsmith.sandbox.cgroup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** The group of one run. */
public interface ControlGroup extends AutoCloseable {

  /**
   * The files to which a process with a single thread writes 0 in order to join, before it starts
   * anything.
   */
  List<Path> joinFiles();

  /** User and system time of all that ever ran in the group, in nanoseconds. */
  OptionalLong cpuNanos();

  /** Memory that the kernel could not drop now: anonymous pages and files in memory. */
  OptionalLong heldMemoryBytes();

  /**
   * The peak of the group's memory without the cache of files that is still there. It is at least
   * the true peak of {@link #heldMemoryBytes} where the file cache only grew, and never more than
   * what the kernel saw.
   */
  OptionalLong peakMemoryBytes();

  /** Whether the kernel killed a process here for want of memory. */
  boolean ranOutOfMemory();

  /** Whether the limit on processes refused one. */
  boolean ranOutOfProcesses();

  /** Kills all processes in the group; those that they start meanwhile too. */
  void kill();

  /** Waits until no process is left. Returns whether that came true in time. */
  boolean awaitEmpty(Duration patience);

  /** Kills what is left and removes the group. */
  @Override
  void close();
}
