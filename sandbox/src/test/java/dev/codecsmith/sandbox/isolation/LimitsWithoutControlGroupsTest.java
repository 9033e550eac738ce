package dev.codecsmith.sandbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunOutcome.OutOfTime.Clock;
import dev.codecsmith.sandbox.RunResult;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limits on a machine where no control group can be made. */
class LimitsWithoutControlGroupsTest {
  private Bubblewrap sandbox;

  @BeforeEach
  void findSandbox() throws InfrastructureException {
    Sandboxes.bubblewrap();
    sandbox = Sandboxes.withoutControlGroups();
  }

  private RunResult run(String script, Limits limits) throws Exception {
    return Sandboxes.run(sandbox, Sandboxes.shell(script, limits)).result();
  }

  @Test
  void theResultSaysSo() throws Exception {
    RunResult result = run("true", Sandboxes.limits());
    assertThat(result.outcome()).isEqualTo(new RunOutcome.Finished());
    assertThat(result.peakMemoryBytes())
        .as("of a run that may be over before a sample is taken")
        .isBetween(500_000L, 50_000_000L);
    assertThat(String.join("\n", result.enforcedBy()))
        .contains("memory (sampled)", "CPU time (sampled)", "processes of the user")
        .doesNotContain("cgroup");
  }

  @Test
  void exitCodesAndSignalsAreThoseOfTheProgram() throws Exception {
    assertThat(run("exit 3", Sandboxes.limits()).outcome())
        .isEqualTo(new RunOutcome.Crashed(3, Optional.empty()));
    assertThat(run("kill -SEGV $$", Sandboxes.limits()).outcome())
        .isEqualTo(new RunOutcome.Crashed(139, Optional.of("SIGSEGV")));
  }

  @Test
  void cpuTimeOfAShortProgramIsExact() throws Exception {
    RunResult result =
        run("head -c 30000000 /dev/urandom | sha256sum >/dev/null", Sandboxes.limits());
    assertThat(result.cpuTime()).isGreaterThan(Duration.ofMillis(30));
    assertThat(result.peakMemoryBytes()).isBetween(500_000L, 50_000_000L);
  }

  @Test
  void theProcessorTimeOfAllProcessesTogetherEndsAtTheLimit() throws Exception {
    Limits limits = Sandboxes.lessThanFourBurners();
    assertThat(run(Sandboxes.fourBurners(), limits).outcome())
        .isEqualTo(new RunOutcome.OutOfTime(Clock.CPU, limits.cpuTime()));
  }

  @Test
  void sleepingEndsAtTheWallLimit() throws Exception {
    Limits limits = Sandboxes.limits().withTime(Duration.ofSeconds(20), Duration.ofMillis(300));
    assertThat(run("trap '' TERM; (setsid sleep 1000 &); sleep 1000", limits).outcome())
        .isEqualTo(new RunOutcome.OutOfTime(Clock.WALL, limits.wallTime()));
    assertThat(HostState.now().processes()).noneMatch(line -> line.contains("sleep"));
  }

  @Test
  void memoryOfTheWholeTreeIsLimited() throws Exception {
    Limits limits = Sandboxes.limits().withMemoryBytes(64 * Limits.MEBIBYTE);
    String hold = "(head -c 30000000 /dev/zero | tail -c 30000000 | (sleep 5; cat >/dev/null)) & ";
    assertThat(run(hold + hold + hold + hold + "wait", limits).outcome())
        .isEqualTo(new RunOutcome.OutOfMemory(limits.memoryBytes()));
  }

  @Test
  void aDaemonEndsWithItsRun() throws Exception {
    String mark = "20" + ProcessHandle.current().pid();
    run("(setsid sleep " + mark + " &) >/dev/null 2>&1; sleep 0.1", Sandboxes.limits());
    assertThat(HostState.processesWith("sleep", mark)).isEmpty();
  }
}
