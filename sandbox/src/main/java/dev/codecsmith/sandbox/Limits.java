package dev.codecsmith.sandbox;

import io.soabase.recordbuilder.core.RecordBuilder;
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
@RecordBuilder
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
    return LimitsBuilder.builder()
        .cpuTime(Duration.ofSeconds(60))
        .wallTime(Duration.ofSeconds(120))
        .memoryBytes(1536 * MEBIBYTE)
        .processes(256)
        .outputBytes(64 * MEBIBYTE)
        .fileBytes(128 * MEBIBYTE)
        .temporaryBytes(512 * MEBIBYTE)
        .openFiles(512)
        .build();
  }

  public static Limits defaults() {
    return LimitsBuilder.builder()
        .cpuTime(Duration.ofSeconds(60))
        .wallTime(Duration.ofSeconds(120))
        .memoryBytes(2048 * MEBIBYTE)
        .processes(256)
        .outputBytes(1024 * MEBIBYTE)
        .fileBytes(64 * MEBIBYTE)
        .temporaryBytes(64 * MEBIBYTE)
        .openFiles(256)
        .build();
  }

  public Limits withTime(Duration cpu, Duration wall) {
    return LimitsBuilder.builder(this).cpuTime(cpu).wallTime(wall).build();
  }

  public Limits withMemoryBytes(long bytes) {
    return LimitsBuilder.builder(this).memoryBytes(bytes).build();
  }

  public Limits withOutputBytes(long bytes) {
    return LimitsBuilder.builder(this).outputBytes(bytes).build();
  }
}
