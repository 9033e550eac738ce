package dev.codecsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.FakeMachine.Launch;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher {@code ./codecsmith} on machines made of stubs. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherTest {
  /** Newer than any real update of JDK 25, so that it goes before those that this machine has. */
  private static final String JDK_25 = "25.0.9999";

  @TempDir private Path temp;
  private FakeMachine machine;

  @BeforeEach
  void setUp() throws IOException {
    machine = new FakeMachine(temp);
  }

  @AfterEach
  void tearDown() {
    machine.close();
  }

  // The JDK

  @Test
  void findsJdk25WhereTheDefaultJavaIs17() throws Exception {
    Path old = machine.jdk("17.0.15");
    machine.link("java", old.resolve("bin/java"));
    machine.link("javac", old.resolve("bin/javac"));
    Path wanted = machine.jdk(JDK_25);

    Launch launch = machine.launch();

    assertThat(launch.value("jdk")).isEqualTo(wanted.toString());
    assertThat(launch.exitCode()).isZero();
  }

  @Test
  void javaHomeWinsIfItIsNewEnough() throws Exception {
    machine.jdk(JDK_25);
    Path chosen = machine.jdk(temp.resolve("mine"), "26");

    assertThat(machine.launch(Map.of("JAVA_HOME", chosen.toString())).value("jdk"))
        .isEqualTo(chosen.toString());
  }

  @Test
  void javaHomeIsPassedOverIfItIsTooOldOrHasNoCompiler() throws Exception {
    Path wanted = machine.jdk(JDK_25);
    Path old = machine.jdk(temp.resolve("old"), "24.0.2");
    Path runtime = machine.jdk(temp.resolve("runtime"), "25.0.1");
    Files.delete(runtime.resolve("bin/javac"));

    for (Path javaHome : List.of(old, runtime, temp.resolve("nowhere"))) {
      Launch launch = machine.launch(Map.of("JAVA_HOME", javaHome.toString()));
      assertThat(launch.value("jdk")).isEqualTo(wanted.toString());
    }
  }

  @Test
  void prefersTheReleaseThatBuildsAreCheckedWithInItsNewestUpdate() throws Exception {
    machine.jdk("1.8.0_292");
    machine.jdk("25.0.9998");
    Path wanted = machine.jdk("25.0.10000");
    machine.jdk(JDK_25);
    machine.jdk("26.0.1");

    assertThat(machine.launch().value("jdk")).isEqualTo(wanted.toString());
  }

  @Test
  void aJdkWithoutReleaseFileIsAsked() throws Exception {
    Path wanted = machine.jdk(JDK_25);
    Files.delete(wanted.resolve("release"));

    assertThat(machine.launch().value("jdk")).isEqualTo(wanted.toString());
  }

  @Test
  void aJdkOnThePathServesIfTheUsualPlacesHaveNone() throws Exception {
    machine.jdk("21.0.4");
    Path wanted = machine.jdk(temp.resolve("elsewhere"), "26");
    machine.link("javac", wanted.resolve("bin/javac"));

    assertThat(machine.launchWithoutSystemJdks().value("jdk")).isEqualTo(wanted.toString());
  }

  @Test
  void withoutAJdkOneSentenceSaysWhatToInstall() throws Exception {
    machine.jdk("21.0.4");

    Launch launch = machine.launchWithoutSystemJdks("--version");

    assertThat(launch.exitCode()).isNotZero();
    assertThat(launch.err()).hasSize(1);
    assertThat(launch.err().getFirst()).contains("JDK 25", "temurin-25-jdk", "JAVA_HOME");
    assertThat(machine.mavenCalls()).isEmpty();
  }

  // The build

  @Test
  void buildsOnFirstUseWithProgressOnStandardError() throws Exception {
    machine.jdk(JDK_25);

    Launch launch = machine.launch("evaluate", "--help", "two words");

    assertThat(launch.err()).anySatisfy(line -> assertThat(line).contains("building cli [1/1]"));
    assertThat(launch.out())
        .allSatisfy(line -> assertThat(line).matches("(jdk|pid|folder|argument)=.*"));
    assertThat(launch.arguments())
        .endsWith("dev.codecsmith.cli.Codecsmith", "evaluate", "--help", "two words");
    assertThat(launch.arguments())
        .contains("-cp", machine.builds().getFirst().resolve("lib/cli.jar").toString());
  }

  @Test
  void buildsAgainOnlyWhenASourceChanged() throws Exception {
    machine.jdk(JDK_25);
    machine.launch();
    Launch second = machine.launch();
    assertThat(machine.mavenCalls()).hasSize(1);
    assertThat(second.err()).isEmpty();

    FakeMachine.write(machine.source(), "class Main { int changed; }");
    machine.launch();
    assertThat(machine.mavenCalls()).hasSize(2);

    FakeMachine.write(machine.checkout.resolve("README.md"), "not a source");
    machine.launch();
    assertThat(machine.mavenCalls()).hasSize(2);
  }

  @Test
  void aFailedBuildLeavesNothingBehindAndNamesTheLog() throws Exception {
    machine.jdk(JDK_25);
    machine.mavenThat(
        "echo half >\"$dist/lib/cli.jar\"; echo '[ERROR] Main.java:1: a mistake'; exit 1");

    Launch launch = machine.launch("--version");

    assertThat(launch.exitCode()).isNotZero();
    assertThat(launch.out()).isEmpty();
    assertThat(machine.builds()).isEmpty();
    Path log = machine.checkout.resolve("target/dist/build.log");
    assertThat(launch.err())
        .contains("[ERROR] Main.java:1: a mistake")
        .last()
        .asString()
        .contains(log.toString());
    assertThat(log).content().contains("a mistake");
  }

  @Test
  void aFailedBuildIsTriedAgain() throws Exception {
    machine.jdk(JDK_25);
    machine.mavenThat("exit 1");
    machine.launch();
    machine.mavenThat("");

    assertThat(machine.launch().exitCode()).isZero();
  }

  @Test
  void twoStartsAtOnceBuildOnce() throws Exception {
    machine.jdk(JDK_25);
    Path inBuild = machine.pipe("in-build");
    Path goOn = machine.pipe("go-on");
    machine.mavenThat("echo here >'%s'; read -r <'%s'".formatted(inBuild, goOn));

    Process first = machine.start();
    Files.readString(inBuild);
    Process second = machine.start();
    BufferedReader err = second.errorReader();
    while (!err.readLine().contains("another start is building")) {}
    Files.writeString(goOn, "\n");

    assertThat(machine.finish(first).exitCode()).isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(machine.mavenCalls()).hasSize(1);
  }

  @Test
  void aBuildStaysWhileSomethingRunsFromIt() throws Exception {
    Path jdk = machine.jdk(JDK_25);
    Path running = machine.pipe("running");
    Path end = machine.pipe("end");
    machine.javaThat(jdk, "echo here >'%s'; read -r <'%s'".formatted(running, end));
    Process campaign = machine.start();
    Files.readString(running);
    Path itsBuild = machine.builds().getFirst();
    machine.javaThat(jdk, "");

    FakeMachine.write(machine.source(), "class Main { int first; }");
    machine.launch();
    assertThat(machine.builds()).hasSize(2).contains(itsBuild);

    Files.writeString(end, "\n");
    machine.finish(campaign);
    FakeMachine.write(machine.source(), "class Main { int theSecond; }");
    machine.launch();
    assertThat(machine.builds()).hasSize(1).doesNotContain(itsBuild);
  }

  // The packages

  @Test
  void withoutBubblewrapAUserIsToldTheCommandThatInstallsIt() throws Exception {
    machine.jdk(JDK_25);
    machine.tool("apt-get", "exit 99");

    for (String command :
        List.of("run", "evaluate x", "test", "replay exp_iter1", "campaign resume")) {
      Launch launch = machine.launch(command.split(" "));
      assertThat(launch.exitCode()).isNotZero();
      assertThat(launch.err()).hasSize(1);
      assertThat(launch.err().getFirst()).endsWith("sudo apt-get install bubblewrap");
    }
  }

  @Test
  void commandsThatRunNoProgramNeedNoBubblewrap() throws Exception {
    machine.jdk(JDK_25);

    assertThat(machine.launch("--version").exitCode()).isZero();
    assertThat(machine.launch("run", "--help").exitCode()).isZero();
    assertThat(machine.launch("run", "--sandbox=none").exitCode()).isZero();
    assertThat(machine.launch("doctor").exitCode()).isZero();
    assertThat(machine.launch("campaign", "status").exitCode()).isZero();
  }

  @Test
  void rootOnDebianGetsBubblewrapInstalledAndIsTold() throws Exception {
    machine.jdk(JDK_25);
    machine.user(0);
    machine.tool(
        "apt-get",
        """
        echo "much talk of apt-get $*"
        case $1 in
          update) : >'%1$s/updated' ;;
          install) [[ -e '%1$s/updated' && $* == *bubblewrap ]] && echo '#!/bin/bash' >'%2$s' && /bin/chmod +x '%2$s' ;;
        esac
        """
            .formatted(temp, machine.binFile("bwrap")));

    Launch launch = machine.launch("run");

    assertThat(launch.exitCode()).isZero();
    assertThat(launch.err())
        .contains("codecsmith: bubblewrap is missing; installing it with apt-get");
    assertThat(launch.err()).noneMatch(line -> line.contains("much talk"));
    assertThat(machine.launch("run").err()).isEmpty();
  }

  @Test
  void whatAptGetSaidIsShownWhenItFails() throws Exception {
    machine.jdk(JDK_25);
    machine.user(0);
    machine.tool("apt-get", "[[ $1 == update ]] || { echo 'E: no such luck' >&2; exit 100; }");

    Launch launch = machine.launch("run");

    assertThat(launch.exitCode()).isNotZero();
    assertThat(launch.err()).last().isEqualTo("E: no such luck");
    assertThat(machine.mavenCalls()).isEmpty();
  }

  @Test
  void withoutMavenAUserIsToldTheCommandThatInstallsIt() throws Exception {
    machine.jdk(JDK_25);
    Files.delete(machine.binFile("mvn"));
    machine.tool("dnf", "exit 99");

    Launch launch = machine.launch("--version");

    assertThat(launch.exitCode()).isNotZero();
    assertThat(launch.err()).last().asString().endsWith("sudo dnf install maven");
  }

  // The start

  @Test
  void becomesTheJavaProcess() throws Exception {
    machine.jdk(JDK_25);

    Process process = machine.start();

    assertThat(machine.finish(process).value("pid")).isEqualTo(Long.toString(process.pid()));
  }

  @Test
  void worksThroughASymbolicLinkAndStaysInTheFolderOfItsCaller() throws Exception {
    machine.jdk(JDK_25);
    Path link =
        Files.createSymbolicLink(temp.resolve("anywhere"), machine.checkout.resolve("codecsmith"));
    Path folder = Files.createDirectories(temp.resolve("my clips"));

    Launch launch = machine.launchFrom(folder, link);

    assertThat(launch.value("folder")).isEqualTo(folder.toRealPath().toString());
    assertThat(launch.arguments()).contains("-Dcodecsmith.home=" + machine.checkout.toRealPath());
  }

  @Test
  void jvmOptionsOfTheUserComeAfterItsOwn() throws Exception {
    machine.jdk(JDK_25);

    Launch launch = machine.launch(Map.of("CODECSMITH_JAVA_OPTS", "-Xmx8g -Da=b"));

    assertThat(launch.arguments())
        .containsSubsequence("-XX:+UseParallelGC", "-Xmx8g", "-Da=b", "-cp");
  }

  @Test
  void whatRunsForLongEndsWhereItsMemoryDoesUnlessTheUserWantsItOtherwise() throws Exception {
    machine.jdk(JDK_25);
    String ends = "-XX:+ExitOnOutOfMemoryError";

    for (String command : List.of("worker", "orchestrator", "dashboard")) {
      assertThat(
              machine
                  .launch(Map.of("CODECSMITH_JAVA_OPTS", "-XX:-ExitOnOutOfMemoryError"), command)
                  .arguments())
          .containsSubsequence(ends, "-XX:-ExitOnOutOfMemoryError", "-cp");
    }
    assertThat(machine.launch("doctor").arguments()).doesNotContain(ends);
  }

  @Test
  void theCommandKnowsHowItWasCalled() throws Exception {
    machine.jdk(JDK_25);
    Path script = machine.checkout.resolve("codecsmith");

    assertThat(machine.launch().arguments()).contains("-Dcodecsmith.command=" + script);

    machine.link("codecsmith", script);
    assertThat(machine.launchFrom(temp, machine.binFile("codecsmith")).arguments())
        .contains("-Dcodecsmith.command=codecsmith");
  }

  @Test
  void exitCodeIsThatOfTheCommand() throws Exception {
    machine.javaThat(machine.jdk(JDK_25), "exit 7");

    assertThat(machine.launch().exitCode()).isEqualTo(7);
  }

  // The locale

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "LANG=C",
        "LC_ALL=POSIX",
        "LC_ALL=no_SUCH",
        "LC_CTYPE=de_DE.ISO-8859-1",
        "LC_ALL=C"
      })
  void javaStartsInALocaleOfUtf8(String locale) throws Exception {
    machine.javaThat(machine.jdk(JDK_25), SAY_LOCALE);

    Launch launch = machine.launch(variables(locale));

    assertThat(launch.value("lc_all")).isEqualTo("C.UTF-8");
    assertThat(launch.value("callers"))
        .isEqualTo(locale.startsWith("LC_ALL=") ? locale.substring(7) : "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LANG=de_DE.UTF-8", "LC_ALL=C.utf8", "LC_CTYPE=en_US.UTF-8"})
  void aLocaleOfUtf8IsLeftAsItIs(String locale) throws Exception {
    machine.javaThat(machine.jdk(JDK_25), SAY_LOCALE);

    Launch launch = machine.launch(variables(locale));

    assertThat(launch.value("lc_all"))
        .isEqualTo(locale.startsWith("LC_ALL=") ? locale.substring(7) : "unset");
    assertThat(launch.value("callers")).isEqualTo("unset");
  }

  /**
   * A container may name a locale that it does not have; then the C library falls back to ASCII.
   */
  @Test
  void theCharsetIsAskedForWhereSomethingTellsIt() throws Exception {
    machine.javaThat(machine.jdk(JDK_25), SAY_LOCALE);
    machine.tool(
        "locale",
        """
        if [[ $1 == -a ]]; then echo C; echo xx_YY.utf8; exit; fi
        if [[ ${LC_ALL-} == xx_YY.utf8 ]]; then echo UTF-8; else echo ANSI_X3.4-1968; fi
        """);

    Launch launch = machine.launch(Map.of("LANG", "en_US.UTF-8"));

    assertThat(launch.value("lc_all")).isEqualTo("xx_YY.utf8");
  }

  @Test
  void withoutAnyLocaleOfUtf8TheUserIsToldWhatToInstall() throws Exception {
    machine.jdk(JDK_25);
    machine.tool("locale", "if [[ $1 == -a ]]; then echo C; else echo ANSI_X3.4-1968; fi");

    Launch launch = machine.launch();

    assertThat(launch.exitCode()).isZero();
    assertThat(launch.err()).anyMatch(line -> line.contains("install locale C.UTF-8"));
  }

  private static final String SAY_LOCALE =
      "echo lc_all=${LC_ALL-unset}; echo callers=${CODECSMITH_CALLERS_LC_ALL-unset}";

  private static Map<String, String> variables(String assignment) {
    String[] parts = assignment.split("=", 2);
    return parts.length < 2 ? Map.of() : Map.of(parts[0], parts[1]);
  }
}
