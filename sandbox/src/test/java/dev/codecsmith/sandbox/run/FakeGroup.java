package dev.codecsmith.sandbox.run;

import dev.codecsmith.sandbox.cgroup.ControlGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** A control group that holds nothing and counts how often it was killed and closed. */
class FakeGroup implements ControlGroup {
  volatile int kills;
  volatile int closes;

  @Override
  public List<Path> joinFiles() {
    return List.of();
  }

  @Override
  public OptionalLong cpuNanos() {
    return OptionalLong.of(0);
  }

  @Override
  public OptionalLong heldMemoryBytes() {
    return OptionalLong.of(0);
  }

  @Override
  public OptionalLong peakMemoryBytes() {
    return OptionalLong.of(0);
  }

  @Override
  public boolean ranOutOfMemory() {
    return false;
  }

  @Override
  public boolean ranOutOfProcesses() {
    return false;
  }

  @Override
  public synchronized void kill() {
    kills++;
  }

  @Override
  public boolean awaitEmpty(Duration patience) {
    return true;
  }

  @Override
  public synchronized void close() {
    closes++;
  }
}
