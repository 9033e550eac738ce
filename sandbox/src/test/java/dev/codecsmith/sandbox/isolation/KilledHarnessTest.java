package dev.codecsmith.sandbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.cgroup.ControlGroups;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KilledHarnessTest {
  private final String mark = "31" + ProcessHandle.current().pid();

  @BeforeEach
  void needsSandbox() {
    assertThat(Sandboxes.bubblewrap().description()).isNotEmpty();
  }

  private Process harness(String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledHarness.class.getName(),
                mark));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output = process.inputReader();
    assertThat(output.readLine()).isEqualTo("up");
    return process;
  }

  @Test
  void whenTheHarnessIsKilledItsProgramsDie() throws Exception {
    Process harness = harness();
    List<ProcessHandle> programs;
    // The harness has started both; it may be a moment before the second has become its program.
    do {
      programs = HostState.processesWith("sleep", mark);
    } while (programs.size() < 2 && harness.isAlive());
    harness.destroyForcibly().waitFor();
    assertThat(programs).hasSize(2);
    for (ProcessHandle program : programs) {
      assertThat(program.onExit().get(20, TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(ControlGroups.detect()).isNotNull();
    assertThat(HostState.groupsOf(harness.pid())).isEmpty();
  }

  @Test
  void whenTheHarnessExitsItLeavesNothing() throws Exception {
    Process harness = harness("exit");
    assertThat(harness.waitFor()).isZero();
    assertThat(HostState.processesWith("sleep", mark)).isEmpty();
    assertThat(HostState.groupsOf(harness.pid())).isEmpty();
  }
}
