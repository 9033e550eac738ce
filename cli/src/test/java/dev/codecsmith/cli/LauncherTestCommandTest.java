package dev.codecsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.FakeMachine.Launch;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./codecsmith test}: the whole suite, counted. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherTestCommandTest {
  @TempDir private Path temp;
  private FakeMachine machine;

  @BeforeEach
  void setUp() throws IOException {
    machine = new FakeMachine(temp);
    machine.jdk("25.0.9999");
    machine.tool("bwrap", "");
  }

  @AfterEach
  void tearDown() {
    machine.close();
  }

  @Test
  void countsTheTestsOfAllModulesInTheLastLine() throws Exception {
    machine.mavenThat(
        report("video", 5, 0, 0, 1) + report("metrics", 7, 1, 2, 0) + "printf '\\e[0m'; exit 1");

    Launch launch = machine.launch("test");

    assertThat(launch.out()).last().isEqualTo("8 passed, 3 failed, 1 skipped");
    assertThat(launch.exitCode()).isEqualTo(1);
  }

  @Test
  void runsAllModulesAndHandsItsArgumentsToMaven() throws Exception {
    machine.mavenThat(report("video", 1, 0, 0, 0));

    assertThat(machine.launch("test", "-pl", "video").exitCode()).isZero();

    assertThat(machine.mavenCalls()).hasSize(1);
    assertThat(machine.mavenCalls().getFirst())
        .contains("--fail-at-end")
        .endsWith(" verify -pl video");
  }

  @Test
  void reportsOfAnEarlierRunDoNotCount() throws Exception {
    machine.mavenThat(report("video", 5, 0, 0, 0));
    machine.launch("test");
    machine.mavenThat(report("metrics", 2, 0, 0, 0));

    assertThat(machine.launch("test").out()).last().isEqualTo("2 passed, 0 failed, 0 skipped");
  }

  @Test
  void aRunWithoutATestFails() throws Exception {
    machine.mavenThat("");

    Launch launch = machine.launch("test");

    assertThat(launch.exitCode()).isNotZero();
    assertThat(launch.out()).last().isEqualTo("0 passed, 0 failed, 0 skipped");
  }

  @Test
  void aFailureOfMavenOutsideTheTestsFailsTheRun() throws Exception {
    machine.mavenThat(report("video", 5, 0, 0, 0) + "exit 3");

    Launch launch = machine.launch("test");

    assertThat(launch.exitCode()).isEqualTo(3);
    assertThat(launch.out()).last().isEqualTo("5 passed, 0 failed, 0 skipped");
  }

  /** Commands that write what Surefire writes for one class of tests. */
  private static String report(String module, int tests, int errors, int failures, int skipped) {
    return """
    mkdir -p %1$s/target/surefire-reports
    cat >%1$s/target/surefire-reports/TEST-All.xml <<'XML'
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuite version="3.0.2" name="All" time="0.1" tests="%2$d" errors="%3$d" skipped="%5$d" failures="%4$d" flakes="0">
      <testcase name="prints" time="0.1"><system-out><![CDATA[<testsuite tests="1000" failures="1000">]]></system-out></testcase>
    </testsuite>
    XML
    """
        .formatted(module, tests, errors, failures, skipped);
  }
}
