package dev.codecsmith.sandbox.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.seccomp.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitProgramTest {
  @TempDir Path folder;

  /** Another compiler makes other bytes of the same source. */
  @Test
  void theShippedProgramIsWhatItsSourceMakes() throws Exception {
    Assumptions.assumeTrue(
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
