package dev.codecsmith.sandbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.LimitsBuilder;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.RunOptions;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunOutcome.OutOfTime.Clock;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BubblewrapTest {
  private static Bubblewrap sandbox;

  @TempDir Path folder;

  @BeforeAll
  static void findSandbox() {
    sandbox = Sandboxes.bubblewrap();
  }

  private static Sandboxes.Ended shell(String script, Mount... mounts)
      throws IOException, InterruptedException {
    return Sandboxes.run(sandbox, Sandboxes.shell(script, Sandboxes.limits(), mounts));
  }

  private static RunOutcome outcome(String script, Limits limits)
      throws IOException, InterruptedException {
    return Sandboxes.run(sandbox, Sandboxes.shell(script, limits)).result().outcome();
  }

  @Test
  void aProgramsOutputAndErrorsAreKeptApart() throws Exception {
    Sandboxes.Ended ended = shell("echo out; echo err >&2; exit 3");
    assertThat(ended.output()).isEqualTo("out\n");
    assertThat(ended.result().standardError()).isEqualTo("err\n");
    assertThat(ended.result().outcome()).isEqualTo(new RunOutcome.Crashed(3, Optional.empty()));
  }

  @Test
  void aSignalIsNamed() throws Exception {
    assertThat(shell("kill -SEGV $$").result().outcome())
        .isEqualTo(new RunOutcome.Crashed(139, Optional.of("SIGSEGV")));
  }

  @Test
  void nothingOfTheHostsEnvironmentIsInside() throws Exception {
    assertThat(shell("env").output().lines())
        .containsExactlyInAnyOrder("PATH=/usr/bin", "PWD=/tmp");
  }

  @Test
  void filesOfTheHostAreNotThere() throws Exception {
    Path root = Path.of(System.getProperty("codecsmith.root", ".")).toAbsolutePath();
    Sandboxes.Ended ended =
        shell(
            "ls -d /root /home /var /etc/shadow /etc/hostname /sys " + root + " 2>/dev/null; ls /");
    assertThat(ended.output().lines())
        .containsExactlyInAnyOrder("bin", "dev", "etc", "lib", "lib64", "proc", "tmp", "usr");
  }

  /** No process but its own: the kernel's folder of processes and settings is empty. */
  @Test
  void nothingOfProcessesOrTheMachineCanBeReadOrChanged() throws Exception {
    assertThat(shell("ls -A /proc; echo x >/proc/sys/kernel/printk").output()).isEmpty();
    assertThat(shell("echo $$").output()).isEqualTo("2\n");
  }

  @Test
  void inputsCanBeReadButNotChanged() throws Exception {
    Path input = Files.writeString(folder.resolve("input"), "as it was");
    Sandboxes.Ended ended =
        shell("cat /in/source; echo changed >/in/source", Mount.readOnly(input, "/in/source"));
    assertThat(ended.output()).isEqualTo("as it was");
    assertThat(ended.result().outcome()).isInstanceOf(RunOutcome.Crashed.class);
    assertThat(input).hasContent("as it was");
  }

  @Test
  void onlyTmpCanBeWritten() throws Exception {
    assertThat(
            shell(
                    "for d in / /tmp /dev /dev/shm /etc /proc /proc/sys /usr /lib64; do"
                        + " (echo x >$d/x) 2>/dev/null && echo $d; done; true")
                .output())
        .isEqualTo("/tmp\n");
  }

  @Test
  void aBuildsFolderCanBeWritten() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxrwxrwx"));
    shell("echo built >/out/result", Mount.writable(out, "/out"));
    assertThat(out.resolve("result")).hasContent("built");
  }

  @Test
  void tmpHasItsSize() throws Exception {
    Sandboxes.Ended ended =
        shell("for i in 1 2 3; do head -c 30000000 /dev/zero >/tmp/$i || exit 7; done");
    assertThat(ended.result().outcome()).isEqualTo(new RunOutcome.Crashed(7, Optional.empty()));
    assertThat(ended.result().standardError()).contains("No space left on device");
  }

  @Test
  void aFileHasItsLargestSize() throws Exception {
    Limits limits = Sandboxes.limits();
    limits =
        LimitsBuilder.builder()
            .cpuTime(limits.cpuTime())
            .wallTime(limits.wallTime())
            .memoryBytes(limits.memoryBytes())
            .processes(limits.processes())
            .outputBytes(limits.outputBytes())
            .fileBytes(1 << 20)
            .temporaryBytes(limits.temporaryBytes())
            .openFiles(limits.openFiles())
            .build();
    assertThat(outcome("exec head -c 3000000 /dev/zero >/tmp/x", limits))
        .isEqualTo(new RunOutcome.Crashed(153, Optional.of("SIGXFSZ")));
  }

  @Test
  void openFilesAreLimited() throws Exception {
    assertThat(shell("ulimit -n; ulimit -Hn").output()).isEqualTo("256\n256\n");
  }

  @Test
  void theProcessorTimeOfAllProcessesTogetherEndsAtTheLimit() throws Exception {
    Limits limits = Sandboxes.lessThanFourBurners();
    assertThat(outcome(Sandboxes.fourBurners(), limits))
        .isEqualTo(new RunOutcome.OutOfTime(Clock.CPU, limits.cpuTime()));
  }

  @Test
  void sleepingEndsAtTheWallLimit() throws Exception {
    Limits limits = Sandboxes.limits().withTime(Duration.ofSeconds(20), Duration.ofMillis(300));
    Sandboxes.Ended ended = Sandboxes.run(sandbox, Sandboxes.shell("sleep 1000", limits));
    assertThat(ended.result().outcome())
        .isEqualTo(new RunOutcome.OutOfTime(Clock.WALL, limits.wallTime()));
  }

  @Test
  void ignoringSignalsDoesNotHelp() throws Exception {
    Limits limits = Sandboxes.limits().withTime(Duration.ofSeconds(20), Duration.ofMillis(300));
    assertThat(outcome("trap '' TERM INT HUP QUIT; sleep 1000; sleep 1000", limits))
        .isEqualTo(new RunOutcome.OutOfTime(Clock.WALL, limits.wallTime()));
  }

  @Test
  void memoryIsLimited() throws Exception {
    Limits limits = Sandboxes.limits().withMemoryBytes(32 * Limits.MEBIBYTE);
    assertThat(outcome("tail /dev/zero", limits))
        .isEqualTo(new RunOutcome.OutOfMemory(limits.memoryBytes()));
  }

  @Test
  void filesInTmpAreMemory() throws Exception {
    Limits limits = Sandboxes.limits().withMemoryBytes(32 * Limits.MEBIBYTE);
    assertThat(outcome("head -c 60000000 /dev/zero >/tmp/x", limits))
        .isEqualTo(new RunOutcome.OutOfMemory(limits.memoryBytes()));
  }

  @Test
  void peakMemoryIsThatOfTheProgramAndNotOfTheFilesItReads() throws Exception {
    Path large = folder.resolve("large");
    Files.write(large, new byte[64 << 20]);
    Sandboxes.Ended small = shell("cat /in >/dev/null", Mount.readOnly(large, "/in"));
    Sandboxes.Ended big = shell("head -c 50000000 /dev/zero | tail -c 50000000 >/dev/null");
    assertThat(small.result().peakMemoryBytes()).isBetween(100_000L, 20_000_000L);
    assertThat(big.result().peakMemoryBytes()).isBetween(50_000_000L, 80_000_000L);
  }

  @Test
  void processesAreLimited() throws Exception {
    Sandboxes.Ended ended =
        shell("i=0; while [ $i -lt 400 ]; do sleep 1000 & i=$((i+1)); done; exit 0");
    assertThat(ended.result().standardError()).contains("fork");
    assertThat(ended.result().outcome()).isInstanceOf(RunOutcome.Crashed.class);
  }

  @Test
  void outputEndsAtItsLimit() throws Exception {
    Sandboxes.Ended ended = shell("cat /dev/zero");
    assertThat(ended.output()).hasSize((int) Limits.MEBIBYTE);
    assertThat(ended.result().outcome()).isEqualTo(new RunOutcome.TooMuchOutput(Limits.MEBIBYTE));
  }

  @Test
  void outputOfExactlyTheLimitIsAllowed() throws Exception {
    Sandboxes.Ended ended = shell("head -c 1048576 /dev/zero");
    assertThat(ended.output()).hasSize((int) Limits.MEBIBYTE);
    assertThat(ended.result().outcome()).isEqualTo(new RunOutcome.Finished());
  }

  @Test
  void tooMuchOutputIsFoundEvenWhereNobodyReadIt() throws Exception {
    Limits limits = Sandboxes.limits().withOutputBytes(100);
    try (SandboxRun run = sandbox.start(Sandboxes.shell("head -c 101 /dev/zero", limits))) {
      assertThat(run.await().outcome()).isEqualTo(new RunOutcome.TooMuchOutput(100));
    }
  }

  @Test
  void aReaderThatGoesAwayStopsNothingButItsProgram() throws Exception {
    Limits limits = Sandboxes.limits().withTime(Duration.ofSeconds(20), Duration.ofMillis(300));
    try (SandboxRun run = sandbox.start(Sandboxes.shell("cat /dev/zero", limits))) {
      assertThat(run.standardOutput().read()).isZero();
      assertThat(run.await().outcome())
          .isEqualTo(new RunOutcome.OutOfTime(Clock.WALL, limits.wallTime()));
    }
  }

  @Test
  void standardErrorKeepsItsEnd() throws Exception {
    String error =
        shell("head -c 200000 /dev/zero | tr '\\0' x >&2; echo the end >&2")
            .result()
            .standardError();
    assertThat(error)
        .startsWith("xxx")
        .contains("[… 195911 bytes of this line left out …]xx")
        .endsWith("xxthe end\n");
  }

  @Test
  void stoppingSaysStopped() throws Exception {
    try (SandboxRun run =
        sandbox.start(Sandboxes.shell("echo here; sleep 1000", Sandboxes.limits()))) {
      assertThat(run.standardOutput().read()).isEqualTo('h');
      run.stop();
      assertThat(run.await().outcome()).isEqualTo(new RunOutcome.Stopped());
      assertThat(run.await()).isSameAs(run.await());
    }
  }

  @Test
  void stoppingAFinishedRunChangesNothing() throws Exception {
    try (SandboxRun run = sandbox.start(Sandboxes.shell("true", Sandboxes.limits()))) {
      assertThat(run.await().outcome()).isEqualTo(new RunOutcome.Finished());
      run.stop();
      assertThat(run.await().outcome()).isEqualTo(new RunOutcome.Finished());
    }
  }

  @Test
  void aDaemonEndsWithItsRun() throws Exception {
    String mark = "10" + ProcessHandle.current().pid();
    Sandboxes.Ended ended =
        shell(
            "(setsid sh -c 'setsid sleep " + mark + " &' &) >/dev/null 2>&1; sleep 0.2; echo done");
    assertThat(ended.output()).isEqualTo("done\n");
    assertThat(HostState.processesWith("sleep", mark)).isEmpty();
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    HostState before = HostState.now();
    shell("sleep 1000 & touch /tmp/x; exit 1");
    try (SandboxRun run = sandbox.start(Sandboxes.shell("sleep 1000", Sandboxes.limits()))) {
      assertThat(run.standardOutput()).isNotNull();
    }
    assertThat(HostState.now()).isEqualTo(before);
  }

  @Test
  void aProgramThatDoesNotExistIsItsOwnFault() throws Exception {
    SandboxCommand command =
        new SandboxCommand(
            List.of("/no/such/program"), List.of(), Map.of(), "/tmp", Sandboxes.limits());
    RunResult result = Sandboxes.run(sandbox, command).result();
    assertThat(result.outcome()).isEqualTo(new RunOutcome.Crashed(127, Optional.empty()));
    assertThat(result.standardError())
        .isEqualTo("The program cannot be executed: No such file or directory\n");
  }

  @Test
  void aMountThatDoesNotExistIsOurs() {
    SandboxCommand command =
        Sandboxes.shell("true", Sandboxes.limits(), Mount.readOnly(folder.resolve("no"), "/in"));
    assertThatThrownBy(() -> sandbox.start(command))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("/no");
  }

  @Test
  void aProgramCannotPassForABrokenMachine() throws Exception {
    Sandboxes.Ended ended = shell("echo 'bwrap: Creating new namespace failed' >&2; exit 1");
    assertThat(ended.result().outcome()).isEqualTo(new RunOutcome.Crashed(1, Optional.empty()));
  }

  @Test
  void theResultSaysWhatHeldTheLimits() throws Exception {
    assertThat(String.join("\n", shell("true").result().enforcedBy()))
        .contains("namespaces", "memory", "wall time", "rlimit");
  }

  @Test
  void manyRunsAtOnceDoNotDisturbOneAnother() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> outputs = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String script = "head -c 300000 /dev/zero | tr '\\0' x; echo " + i;
        outputs.add(threads.submit(() -> shell(script).output()));
      }
      for (int i = 0; i < 16; i++) {
        assertThat(outputs.get(i).get())
            .hasSize(300_000 + (i + "\n").length())
            .endsWith("x" + i + "\n");
      }
    }
  }

  @Test
  void aDeviceIsThereOnlyIfItIsGranted() throws Exception {
    Path device =
        Stream.of("/dev/ptmx", "/dev/tty")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst()
            .orElseGet(() -> Assumptions.abort("skipped: no device to grant"));
    SandboxCommand command =
        Sandboxes.shell("test -e " + device + " && echo there", Sandboxes.limits());
    assertThat(Sandboxes.run(sandbox, command).output()).isEmpty();
    SandboxCommand granted = command.withOptions(command.options().withDevices(List.of(device)));
    assertThat(Sandboxes.run(sandbox, granted).output()).isEqualTo("there\n");
  }

  @Test
  void anAnonymousFileIsReadButItsPathOnTheHostIsNotTold() throws Exception {
    Path file = Files.writeString(folder.resolve("named-like-the-clip"), "content");
    String script = "cat /in/file; find / -xdev 2>/dev/null; echo x >/in/file";
    Sandboxes.Ended ended = shell(script, Mount.anonymous(file, "/in/file"));
    assertThat(ended.output()).startsWith("content").doesNotContain("named-like-the-clip");
    assertThat(file).hasContent("content");
  }

  @Test
  void anInteractiveProgramReadsWhatTheHarnessWrites() throws Exception {
    SandboxCommand command = Sandboxes.shell("read line; echo got $line", Sandboxes.limits());
    try (SandboxRun run = sandbox.start(command.withOptions(RunOptions.none().withInput()))) {
      run.standardInput().write("it\n".getBytes(StandardCharsets.UTF_8));
      assertThat(new String(run.standardOutput().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("got it\n");
      assertThat(run.await().outcome()).isEqualTo(new RunOutcome.Finished());
      assertThat(run.usage().cpuTime()).isEqualTo(run.await().cpuTime());
    }
  }

  @Test
  void withoutBubblewrapThereIsNoSandboxAndTheMessageSaysWhatToInstall() {
    assertThatThrownBy(() -> Bubblewrap.detect(List.of(folder), Optional.empty(), Optional.empty()))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("apt-get install bubblewrap");
  }

  @Test
  void whereNamespacesAreForbiddenThereIsNoSandboxAndTheMessageSaysWhatToAllow() throws Exception {
    fakeBubblewrap("No permissions to create new namespace, likely because the kernel forbids it");
    assertThatThrownBy(() -> Bubblewrap.detect(List.of(folder), Optional.empty(), Optional.empty()))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("kernel.unprivileged_userns_clone=1")
        .hasMessageContaining("No permissions to create new namespace");
  }

  @Test
  void anOtherFaultOfBubblewrapIsToldInItsOwnWords() throws Exception {
    fakeBubblewrap("something is wrong");
    assertThatThrownBy(() -> Bubblewrap.detect(List.of(folder), Optional.empty(), Optional.empty()))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("something is wrong");
  }

  private void fakeBubblewrap(String error) throws IOException {
    Path program =
        Files.writeString(
            folder.resolve("bwrap"),
            """
            #!/bin/sh
            if [ "$1" = --version ]; then echo bubblewrap 0.8.0; exit 0; fi
            echo "bwrap: %s" >&2
            exit 1
            """
                .formatted(error));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }
}
