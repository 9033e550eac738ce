package dev.codecsmith.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitsInForceTest {
  @Test
  void everyOutcomeSaysItsLimitsAndWhatHeldThem() throws Exception {
    Bubblewrap sandbox = Bubblewrap.detect();
    RunResult result =
        Sandboxes.run(sandbox, Sandboxes.shell("exit 3", Sandboxes.limits())).result();
    assertThat(result.limitsInForce())
        .startsWith(
            "Limits in force: 20.0 s of CPU time, 20.0 s of wall time, 256 MiB of memory, 256"
                + " processes and threads, 1 MiB of output, 64 MiB a file, 64 MiB in /tmp, 256 open"
                + " files a process; held by bubblewrap: namespaces, no network")
        .contains("rlimit per process: CPU time", "harness: wall time");
  }

  @Test
  void withoutControlGroupsMemoryIsSaidToBeSampled() throws Exception {
    Bubblewrap sandbox = Bubblewrap.detect(HostCommand.searchPath(), Optional.empty());
    RunResult result =
        Sandboxes.run(sandbox, Sandboxes.shell("exit 3", Sandboxes.limits())).result();
    assertThat(result.limitsInForce())
        .contains("memory (sampled)", "data size")
        .doesNotContain("cgroup v");
  }

  @Test
  void compilerThatWasStoppedSaysItsLimits() throws Exception {
    Limits limits = Sandboxes.limits();
    RunResult run =
        new RunResult(
            new RunOutcome.OutOfMemory(limits.memoryBytes()),
            limits.cpuTime(),
            limits.wallTime(),
            0,
            "",
            limits,
            java.util.List.of("cgroup v2: memory"));
    BuildResult judged =
        BuildJudge.judge(
            run,
            "/src/",
            () -> {
              throw new IllegalStateException();
            });
    assertThat(((BuildResult.CompileError) judged).message())
        .contains("more than 256 MiB of memory", "held by cgroup v2: memory.");
  }
}
