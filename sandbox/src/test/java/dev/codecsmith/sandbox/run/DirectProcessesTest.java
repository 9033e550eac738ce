package dev.codecsmith.sandbox.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.RunOptions;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.isolation.Sandboxes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class DirectProcessesTest {
  @TempDir Path folder;

  private DirectProcesses sandbox;

  @BeforeEach
  void findSandbox() throws InfrastructureException {
    sandbox = DirectProcesses.detect();
  }

  private SandboxCommand shell(String script, Limits limits, RunOptions options, Mount... mounts) {
    return new SandboxCommand(
        List.of("/bin/sh", "-c", script, "sh", "/in/file", "x=/in/file:/in/file"),
        List.of(mounts),
        Map.of("PATH", "/usr/bin:/bin", "INPUT", "/in/file"),
        "/tmp",
        limits,
        options);
  }

  private Sandboxes.Ended run(String script, Mount... mounts) throws Exception {
    return Sandboxes.run(sandbox, shell(script, Sandboxes.limits(), RunOptions.none(), mounts));
  }

  @Test
  void itSaysThatItIsNoSandbox() {
    assertThat(sandbox.description()).contains("all that you can");
  }

  @Test
  void pathsInsideBecomePathsOnTheHost() throws Exception {
    Path input = Files.writeString(folder.resolve("input"), "content");
    Sandboxes.Ended ended =
        run("cat \"$1\" \"$INPUT\"; echo \"$2\"", Mount.readOnly(input, "/in/file"));
    assertThat(ended.output()).isEqualTo("contentcontentx=" + input + ":" + input + "\n");
  }

  @Test
  void itsTmpIsPrivateAndGoesWithIt() throws Exception {
    String place = run("echo x >file; pwd").output().strip();
    assertThat(place).contains("/codecsmith-process-", "/run-");
    assertThat(Path.of(place)).doesNotExist();
  }

  @Test
  void nothingOfTheHostsEnvironmentIsInside() throws Exception {
    assertThat(run("env | cut -d= -f1 | sort | tr '\\n' ' '").output())
        .isIn("INPUT PATH PWD TMPDIR ", "INPUT OLDPWD PATH PWD TMPDIR ");
  }

  @Test
  void theLimitsHold() throws Exception {
    Limits limits = Sandboxes.limits().withTime(Duration.ofMillis(300), Duration.ofSeconds(20));
    assertThat(
            Sandboxes.run(sandbox, shell("while :; do :; done", limits, RunOptions.none()))
                .result()
                .outcome())
        .isEqualTo(
            new RunOutcome.OutOfTime(RunOutcome.OutOfTime.Clock.CPU, Duration.ofMillis(300)));
    assertThat(run("cat /dev/zero").result().outcome())
        .isEqualTo(new RunOutcome.TooMuchOutput(Limits.MEBIBYTE));
    assertThat(run("exit 4").result().outcome())
        .isEqualTo(new RunOutcome.Crashed(4, Optional.empty()));
  }

  @Test
  void anInteractiveProgramReadsWhatTheHarnessWrites() throws Exception {
    SandboxCommand command =
        shell(
            "while read line; do echo got $line; done",
            Sandboxes.limits(),
            RunOptions.none().withInput());
    try (SandboxRun run = sandbox.start(command)) {
      run.standardInput().write("one\n".getBytes(StandardCharsets.UTF_8));
      assertThat(new String(run.standardOutput().readNBytes(8), StandardCharsets.UTF_8))
          .isEqualTo("got one\n");
      run.standardInput().close();
      assertThat(run.await().outcome()).isEqualTo(new RunOutcome.Finished());
    }
  }

  @Test
  void aProgramWithoutInputReadsNothing() throws Exception {
    assertThat(run("cat | wc -c").output().strip()).isEqualTo("0");
  }
}
