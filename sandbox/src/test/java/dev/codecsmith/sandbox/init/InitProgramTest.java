package dev.codecsmith.sandbox.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codecsmith.sandbox.seccomp.Machine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitProgramTest {
  /** A filter of one instruction: return SECCOMP_RET_ALLOW. */
  private static final byte[] ALLOWS_ALL = {6, 0, 0, 0, 0, 0, (byte) 0xff, 0x7f};

  @TempDir Path folder;

  /** Another compiler makes other bytes of the same source. */
  @Test
  void theShippedProgramIsWhatItsSourceMakes() throws Exception {
    assumeTrue(
        run("gcc", "--version").contains("12.2.0"), "skipped: needs gcc 12.2.0, Debian 12's");
    run("src/main/c/build", folder.toString());
    assertThat(Files.readAllBytes(folder.resolve("init-x86_64")))
        .isEqualTo(InitProgram.bytes(Machine.X86_64));
  }

  @Test
  void itIsAnExecutableOfEachArchitecture() {
    assertThat(machineOf(Machine.X86_64)).isEqualTo(62);
    assertThat(machineOf(Machine.AARCH64)).isEqualTo(183);
  }

  /**
   * The filter comes by a pipe that is held up, so the first process stands still just before it
   * has it: nothing of the program runs then, and what makes the first process harmless is in
   * force.
   */
  @Test
  void nothingOfTheProgramRunsBeforeTheFirstProcessIsFiltered() throws Exception {
    Path init = Files.write(folder.resolve("init"), InitProgram.bytes(Machine.X86_64));
    assumeTrue(
        System.getProperty("os.arch").equals("amd64") && init.toFile().setExecutable(true),
        "skipped: only for amd64");
    Path filter = folder.resolve("filter");
    assertThat(run("mkfifo", filter.toString())).isEmpty();
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                "exec 10<filter 11>status 12>executed; exec ./init - - - 10 11 12 /bin/sh -c"
                    + " 'grep Seccomp: /proc/$PPID/status'")
            .directory(folder.toFile())
            .start();
    Path facts = Path.of("/proc", Long.toString(process.pid()), "status");
    try (OutputStream held = Files.newOutputStream(filter)) {
      String status = Files.readString(facts);
      while (!status.startsWith("Name:\tinit") || !status.contains("State:\tS")) {
        assertThat(process.isAlive()).isTrue();
        LockSupport.parkNanos(1_000_000);
        status = Files.readString(facts);
      }
      assertThat(process.children()).isEmpty();
      assertThat(Files.size(folder.resolve("status"))).isZero();
      assertThat(status)
          .contains("CapPrm:\t0000000000000000", "CapEff:\t0000000000000000", "Seccomp:\t0");
      assertThat(Files.readString(facts.resolveSibling("limits")))
          .containsPattern("Max pending signals +256 +256")
          .containsPattern("Max msgqueue size +0 +0");
      held.write(ALLOWS_ALL);
    }
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .as("of the first process, as the program sees it")
        .isEqualTo("Seccomp:\t2\n");
    assertThat(process.waitFor()).isZero();
  }

  /** Field e_machine of the ELF header. */
  private static int machineOf(Machine machine) {
    byte[] program = InitProgram.bytes(machine);
    assertThat(new String(program, 1, 3, StandardCharsets.US_ASCII)).isEqualTo("ELF");
    return program[18] & 0xff;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? said : "failed: " + said;
    } catch (IOException e) {
      return "not there";
    }
  }
}
