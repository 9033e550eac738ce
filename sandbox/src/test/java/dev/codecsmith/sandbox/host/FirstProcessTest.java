package dev.codecsmith.sandbox.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.isolation.InitRaceRounds;
import dev.codecsmith.sandbox.isolation.Sandboxes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While code of the program runs, the first process is filtered, without rights and closed. */
public class FirstProcessTest {
  private static final int ROUNDS = 30;

  @TempDir Path folder;

  private Bubblewrap sandbox;

  @BeforeEach
  void findSandbox() {
    sandbox = Sandboxes.bubblewrap();
  }

  private static String field(ProcessHandle process, String name) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  /** Those whose last number of {@code NSpid} is another than the first: they have a namespace. */
  private static List<ProcessHandle> inside() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> field(process, "NSpid").contains("\t"))
        .toList();
  }

  @Test
  void allProcessesInsideAreFilteredAndHaveNoRightsWhenTheProgramRuns() throws Exception {
    try (SandboxRun run =
        sandbox.start(Sandboxes.shell("echo up; sleep 1000", Sandboxes.limits()))) {
      assertThat(run.standardOutput().read()).isEqualTo('u');
      List<ProcessHandle> inside = inside();
      assertThat(inside).hasSizeGreaterThanOrEqualTo(2);
      assertThat(inside).extracting(process -> field(process, "Seccomp")).containsOnly("2");
      assertThat(inside).extracting(process -> field(process, "NoNewPrivs")).containsOnly("1");
      for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
        assertThat(inside)
            .extracting(process -> field(process, set))
            .as(set)
            .containsOnly("0000000000000000");
      }
      assertThat(inside)
          .extracting(process -> field(process, "NStgid").endsWith("\t1"))
          .as("the first is there")
          .contains(true);
    }
  }

  /** A program cannot kill the first process, so it is not to blame. */
  @Test
  void whoKillsAllOfARunFromOutsideIsNotTheProgram() throws Exception {
    try (SandboxRun run =
        sandbox.start(Sandboxes.shell("echo up; sleep 1000", Sandboxes.limits()))) {
      assertThat(run.standardOutput().read()).isEqualTo('u');
      inside().stream()
          .filter(process -> field(process, "NStgid").endsWith("\t1"))
          .forEach(ProcessHandle::destroyForcibly);
      assertThatThrownBy(run::await)
          .isInstanceOf(InfrastructureException.class)
          .hasMessageContaining("was killed from outside");
    }
  }

  @Test
  void aProgramThatKillsItselfIsToBlame() throws Exception {
    assertThat(
            Sandboxes.run(sandbox, Sandboxes.shell("kill -9 1; kill -9 $$", Sandboxes.limits()))
                .result()
                .outcome())
        .isEqualTo(new RunOutcome.Crashed(137, Optional.of("SIGKILL")));
  }

  /** The kernel gives the files of a process that may not be looked into to root. */
  @Test
  void theFirstProcessCannotBeWrittenTo() throws Exception {
    try (SandboxRun run =
        sandbox.start(Sandboxes.shell("echo up; sleep 1000", Sandboxes.limits()))) {
      assertThat(run.standardOutput().read()).isEqualTo('u');
      ProcessHandle first =
          inside().stream()
              .filter(process -> field(process, "NStgid").endsWith("\t1"))
              .findFirst()
              .orElseThrow();
      Path memory = Path.of("/proc", Long.toString(first.pid()), "mem");
      assertThat(Files.getAttribute(memory, "unix:uid")).isEqualTo(0);
    }
  }

  @Test
  void eachRunIsAnotherUserWhoIsNotUs() throws Exception {
    Assumptions.assumeTrue(
        sandbox.description().contains("users of their own"),
        "skipped: this machine has no users for programs");
    String own = field(ProcessHandle.current(), "Uid").split("\t", -1)[0];
    assertThat(Stream.of(user(), user(), user()).distinct()).hasSize(3).doesNotContain(own);
  }

  private String user() throws Exception {
    try (SandboxRun run =
        sandbox.start(Sandboxes.shell("echo up; sleep 1000", Sandboxes.limits()))) {
      assertThat(run.standardOutput().read()).isEqualTo('u');
      List<String> users = inside().stream().map(each -> field(each, "Uid")).distinct().toList();
      assertThat(users).hasSize(1);
      return users.getFirst().split("\t", -1)[0];
    }
  }

  /** All on one processor, so that the program often runs before its first process goes on. */
  @Test
  void theProgramNeverWinsTheRaceAgainstItsFirstProcess() throws Exception {
    Process rounds =
        new ProcessBuilder(
                "taskset",
                "-c",
                "0",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                InitRaceRounds.class.getName(),
                folder.toString(),
                Integer.toString(ROUNDS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(rounds.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(rounds.waitFor()).isZero();
    assertThat(said.lines())
        .hasSize(ROUNDS)
        .containsOnly("Crashed[exitCode=7, signal=Optional.empty] cannot");
  }
}
