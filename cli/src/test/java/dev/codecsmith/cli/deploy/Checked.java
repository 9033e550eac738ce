package dev.codecsmith.cli.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a check came to.
 *
 * @param code its exit code
 * @param said what it printed
 */
record Checked(int code, String said) {
  private static final int UNCHECKED = 77;

  /** Skips the test, with the check's own words, where the machine lacks a program for it. */
  static Checked by(Path check, String argument) throws Exception {
    Process process =
        new ProcessBuilder(check.toAbsolutePath().toString(), argument)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    assumeTrue(
        code != UNCHECKED,
        said.contains("NOT CHECKED")
            ? said.strip()
            : "NOT CHECKED: the manifests for Kubernetes, as " + said.strip());
    return new Checked(code, said);
  }
}
