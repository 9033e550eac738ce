package dev.codecsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** File systems on which a campaign cannot work are the machine's fault, and said to be. */
class MachineFaultsTest {
  @TempDir private Path folder;
  private Path mounted;

  @BeforeEach
  void mountPoint() throws Exception {
    mounted = Files.createDirectories(folder.resolve("mounted"));
  }

  private String data() {
    return mounted.resolve("data").toString();
  }

  @Test
  void doctorTellsAFolderFromWhichNothingMayBeRun() throws Exception {
    Spoken doctor =
        OtherMachine.withFileSystem(mounted, "size=100m,noexec").say("doctor", "--data", data());
    assertThat(doctor.out())
        .containsPattern("FAULT +c +No program can be run from .* mounted noexec")
        .containsPattern("ok +java")
        .containsPattern("ok +python")
        .contains("Mend what is marked");
    assertThat(doctor.exit()).isEqualTo(1);
  }

  @Test
  void aProgramIsNotBlamedForAFolderFromWhichNothingMayBeRun() throws Exception {
    Path program = Files.createDirectories(folder.resolve("program"));
    Files.writeString(program.resolve("program.json"), "{\"language\":\"c\",\"entry\":\"a.c\"}");
    Files.writeString(program.resolve("a.c"), "int main() { return 0; }\n");
    Path clip = folder.resolve("tiny.y4m");
    TestFootage.write(clip, 48, 32, 2);
    Spoken evaluate =
        OtherMachine.withFileSystem(mounted, "size=300m,noexec")
            .say("evaluate", program.toString(), "--clip", clip.toString(), "--data", data());
    assertThat(evaluate.exit()).isEqualTo(1);
    assertThat(evaluate.err().lines().toList().getLast())
        .startsWith("codecsmith: No program can be run from ")
        .contains("noexec", "--data");
    assertThat(evaluate.out()).doesNotContain("crashed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "size=100m,ro      | Read-only file system",
        "size=64k          | No space left on device",
        "size=100m,nr_inodes=12 | No space left on device"
      })
  void doctorTellsAFolderInWhichNothingCanBeWritten(String options, String reason)
      throws Exception {
    Spoken doctor = OtherMachine.withFileSystem(mounted, options).say("doctor", "--data", data());
    assertThat(doctor.out())
        .containsPattern("FAULT +disk +Nothing can be written in .*: " + reason + "\\. ")
        .contains("df -i", "--data")
        .containsPattern("ok +sandbox");
    assertThat(doctor.exit()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"size=100m,ro | Read-only file system", "size=100m,nr_inodes=8 | disk"})
  void runTellsAFolderInWhichNothingCanBeWritten(String options, String reason) throws Exception {
    Path clip = folder.resolve("tiny.y4m");
    TestFootage.write(clip, 48, 32, 2);
    OtherMachine.withFileSystem(mounted, options)
        .say("run", "--clip", clip.toString(), "--iterations", "1", "--data", data())
        .complainsOf(reason);
  }

  @Test
  void doctorSaysWhatNothingHoldsWithoutControlGroups() throws Exception {
    Spoken doctor = withoutMounted("cgroup2?").say("doctor", "--data", data());
    assertThat(doctor.out())
        .containsPattern("ok +sandbox +bubblewrap .*no control groups")
        .contains("not held: memory of all processes together", "processes of this run apart")
        .contains("systemd-run --user --scope");
    assertThat(doctor.exit()).as(doctor.out()).isZero();
  }

  @Test
  void doctorSaysWhatHoldsTheLimitsWhereThereIsVersionTwoOnly() throws Exception {
    Spoken doctor = withoutMounted("cgroup").say("doctor", "--data", data());
    boolean versionTwoHolds = doctor.out().contains("cgroup v2: memory, processes");
    assertThat(doctor.out().contains("not held: memory")).isEqualTo(!versionTwoHolds);
    assertThat(doctor.out()).contains("rlimit per process: ").doesNotContain("cgroup v1");
  }

  /** Where no file system of the type is mounted. */
  private static OtherMachine withoutMounted(String type) throws Exception {
    return OtherMachine.with(
        "awk '$3 ~ /^%s$/ { print $2 }' /proc/self/mounts | sort -r | xargs -r -n1 umount -l"
            .formatted(type));
  }

  @Test
  void nosuidTakesNothingAway() throws Exception {
    Spoken doctor =
        OtherMachine.withFileSystem(mounted, "size=1100m,nosuid,nodev")
            .say("doctor", "--data", data());
    assertThat(doctor.exit()).as(doctor.out()).isZero();
    assertThat(doctor.out()).containsPattern("ok +c +").contains("All well");
  }
}
