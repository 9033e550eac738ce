package dev.codecsmith.sandbox;

import java.time.Duration;

/**
 * What one run may use. The whole process tree counts.
 *
 * @param cpuTime user and system time
 * @param wallTime time from start to end
 * @param memoryBytes resident memory
 * @param processes processes and threads together
 * @param outputBytes bytes on standard output
 * @param fileBytes largest file it may write
 * @param temporaryBytes size of its private /tmp
 * @param openFiles file descriptors of one process
 */
public record Limits(
    Duration cpuTime,
    Duration wallTime,
    long memoryBytes,
    int processes,
    long outputBytes,
    long fileBytes,
    long temporaryBytes,
    int openFiles) {

  public static final long MEBIBYTE = 1L << 20;

  /** What one build may use: a minute of CPU time, 1.5 GiB. */
  public static Limits ofBuilds() {
    return new Limits(
        Duration.ofSeconds(60),
        Duration.ofSeconds(120),
        1536 * MEBIBYTE,
        256,
        64 * MEBIBYTE,
        128 * MEBIBYTE,
        512 * MEBIBYTE,
        512);
  }

  public static Limits defaults() {
    return new Limits(
        Duration.ofSeconds(60),
        Duration.ofSeconds(120),
        2048 * MEBIBYTE,
        256,
        1024 * MEBIBYTE,
        64 * MEBIBYTE,
        64 * MEBIBYTE,
        256);
  }

  public Limits withTime(Duration cpu, Duration wall) {
    return new Limits(
        cpu, wall, memoryBytes, processes, outputBytes, fileBytes, temporaryBytes, openFiles);
  }

  public Limits withMemoryBytes(long bytes) {
    return new Limits(
        cpuTime, wallTime, bytes, processes, outputBytes, fileBytes, temporaryBytes, openFiles);
  }

  public Limits withOutputBytes(long bytes) {
    return new Limits(
        cpuTime, wallTime, memoryBytes, processes, bytes, fileBytes, temporaryBytes, openFiles);
  }
}
