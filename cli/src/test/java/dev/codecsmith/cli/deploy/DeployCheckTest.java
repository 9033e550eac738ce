package dev.codecsmith.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code deploy/check} finds: skipped, with its own words, where the machine lacks a program
 * for it.
 */
@Timeout(300)
class DeployCheckTest {
  private static final int UNCHECKED = 77;

  @ParameterizedTest
  @ValueSource(strings = {"rules", "systemd", "container", "terraform"})
  void whatIsDeployedIsValid(String part) throws Exception {
    Path root = Path.of(System.getProperty("codecsmith.root", ".."));
    Process check =
        new ProcessBuilder(root.resolve("deploy/check").toAbsolutePath().toString(), part)
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = check.waitFor();
    assumeTrue(code != UNCHECKED, said.strip());
    assertThat(code).as(said).isZero();
  }
}
