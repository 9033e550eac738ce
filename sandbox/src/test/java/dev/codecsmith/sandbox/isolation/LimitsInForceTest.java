package dev.codecsmith.sandbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.OutcomeWords;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.cgroup.ControlGroup;
import dev.codecsmith.sandbox.cgroup.ControlGroups;
import dev.codecsmith.sandbox.cgroup.ControlGroups.Resource;
import dev.codecsmith.sandbox.run.Enforcement;
import dev.codecsmith.sandbox.toolchain.BuildJudge;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
    Bubblewrap sandbox = Sandboxes.withoutControlGroups();
    RunResult result =
        Sandboxes.run(sandbox, Sandboxes.shell("exit 3", Sandboxes.limits())).result();
    assertThat(result.limitsInForce())
        .contains("memory (sampled)", "data size")
        .contains("not held: ")
        .contains("memory of all processes together between two samples, files in /tmp")
        .doesNotContain("cgroup v");
  }

  @ParameterizedTest
  @MethodSource
  void whatIsNotHeldIsSaid(Set<Resource> held, boolean isolated, String expected) {
    Optional<ControlGroups> groups =
        held.isEmpty() ? Optional.empty() : Optional.of(new GroupsThatHold(held));
    Optional<String> isolation = isolated ? Optional.of("bubblewrap") : Optional.empty();
    List<String> lines = Enforcement.describe(groups, isolation, isolation.isPresent());
    assertThat(lines.stream().filter(line -> line.startsWith("not held: ")).toList())
        .isEqualTo(expected.isEmpty() ? List.of() : List.of("not held: " + expected));
    assertThat(OutcomeWords.limits(Sandboxes.limits(), lines)).contains(expected);
  }

  static List<Arguments> whatIsNotHeldIsSaid() {
    String memory = "memory of all processes together between two samples, files in /tmp as memory";
    String processes = "processes of this run apart from the user's others";
    String cpu = "CPU time between two samples";
    String rights = "files, network and all other rights of the user, which programs have";
    Set<Resource> all = EnumSet.allOf(Resource.class);
    return List.of(
        Arguments.of(all, true, ""),
        Arguments.of(EnumSet.complementOf(EnumSet.of(Resource.CPU_SHARE)), true, ""),
        Arguments.of(EnumSet.of(Resource.MEMORY), true, processes + ", " + cpu),
        Arguments.of(EnumSet.of(Resource.PROCESSES), true, memory + ", " + cpu),
        Arguments.of(Set.of(), true, memory + ", " + processes + ", " + cpu),
        Arguments.of(all, false, rights));
  }

  /** Groups of which only is known what they hold. */
  private record GroupsThatHold(Set<Resource> resources) implements ControlGroups {
    @Override
    public String version() {
      return "cgroup v2";
    }

    @Override
    public ControlGroup create(long memoryBytes, int processes) {
      throw new IllegalStateException("nothing is run");
    }
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
            List.of("cgroup v2: memory"));
    BuildResult judged =
        BuildJudge.judge(
            run,
            "/src/",
            "ab".repeat(32),
            () -> {
              throw new IllegalStateException();
            });
    assertThat(((BuildResult.CompileError) judged).message())
        .contains("more than 256 MiB of memory", "held by cgroup v2: memory.");
  }
}
