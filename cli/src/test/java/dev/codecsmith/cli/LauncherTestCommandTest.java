package dev.codecsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.FakeMachine.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
    machine.tool("npm", "");
    machine.tool("systemd-analyze", "");
    machine.tool("ip", "");
    machine.tool("chromium", "");
    machine.tool("ffmpeg", "");
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
  void inCiASkippedTestFailsTheRunUnlessItsReasonIsAllowed() throws Exception {
    FakeMachine.write(
        machine.checkout.resolve(".ci/allowed-skips"), "# why\n\n[Tt]here is no [^ ]*/shared/\n");
    machine.mavenThat(
        report("video", 5, 0, 0, 1)
            + skip("video", "a.GoldenTest", "answers", "skipped: there is no ../shared/golden/x"));
    Launch allowed = machine.launch(Map.of("CI", "true"), "test");
    assertThat(allowed.exitCode()).isZero();
    assertThat(allowed.out()).last().isEqualTo("4 passed, 0 failed, 1 skipped");

    machine.mavenThat(
        report("video", 5, 0, 0, 1)
            + skip("video", "a.HostileTest", "bomb", "skipped: bubblewrap is not installed")
            + disabled("metrics", "a.OtherTest", "off", "switched off"));
    Launch forbidden = machine.launch(Map.of("CI", "true"), "test");
    assertThat(forbidden.exitCode()).isEqualTo(1);
    assertThat(forbidden.out())
        .contains(
            "a.HostileTest.bomb: skipped: bubblewrap is not installed",
            "a.OtherTest.off: switched off")
        .last()
        .isEqualTo("4 passed, 0 failed, 1 skipped");
    assertThat(machine.launch("test").exitCode()).isZero();
  }

  @Test
  void everyReasonThatIsAllowedInCiIsNamed() throws Exception {
    String reasons = Files.readString(FakeMachine.repository().resolve(".ci/allowed-skips"));
    assertThat(reasons.lines().filter(line -> !line.startsWith("#") && !line.isBlank()))
        .isNotEmpty()
        .allSatisfy(reason -> assertThat(reason).hasSizeGreaterThan(8).doesNotContain(".*"));
    assertThat(Files.readString(FakeMachine.repository().resolve(".ci/run"))).contains("CI=true");
  }

  @Test
  void withoutNpmTheTestsSayWhatToInstall() throws Exception {
    Files.delete(machine.binFile("npm"));
    machine.tool("dnf", "exit 99");

    Launch launch = machine.launch("test");

    assertThat(launch.exitCode()).isNotZero();
    assertThat(launch.err()).last().asString().contains("npm is missing").endsWith("install npm");
    assertThat(machine.mavenCalls()).isEmpty();
  }

  @Test
  void theServicesNeedNotBeCheckedButInCi() throws Exception {
    Files.delete(machine.binFile("systemd-analyze"));
    machine.tool("dnf", "exit 99");
    machine.mavenThat(report("video", 5, 0, 0, 0));

    assertThat(machine.launch("test").exitCode()).isZero();
    Launch inCi = machine.launch(Map.of("CI", "true"), "test");

    assertThat(inCi.exitCode()).isNotZero();
    assertThat(inCi.err()).last().asString().contains("deploy/systemd").endsWith("install systemd");
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

  /** Commands that add a test that gave up to a report. */
  private static String skip(String module, String type, String test, String reason) {
    return """
    cat >%1$s/target/surefire-reports/TEST-Skipped.xml <<'XML'
    <?xml version="1.0" encoding="UTF-8"?>
      <testcase name="%3$s" classname="%2$s" time="0.1">
        <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: %4$s
    	at a.Trace: line]]></skipped>
      </testcase>
    XML
    """
        .formatted(module, type, test, reason);
  }

  /** Commands that add a test that was never begun to a report. */
  private static String disabled(String module, String type, String test, String reason) {
    return """
    mkdir -p %1$s/target/surefire-reports
    cat >%1$s/target/surefire-reports/TEST-Disabled.xml <<'XML'
    <?xml version="1.0" encoding="UTF-8"?>
      <testcase name="%3$s" classname="%2$s" time="0.0">
        <skipped message="%4$s"/>
      </testcase>
    XML
    """
        .formatted(module, type, test, reason);
  }
}
