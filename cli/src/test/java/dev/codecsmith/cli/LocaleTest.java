package dev.codecsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names with other letters than ASCII, in every locale. */
class LocaleTest {
  private static final String UMLAUTS = "größe-名前";

  /** The launcher's own decision, in front of Java. */
  private static final String AS_THE_LAUNCHER_DOES =
      """
      source <(sed -n '/^has()/p; /^say()/p; /^# --- The locale/,/^# --- The JDK/p' "$1")
      use_utf8
      shift
      exec "$@"
      """;

  @TempDir private Path folder;

  private static Map<String, String> locale(Map<String, String> all, String locale) {
    Map<String, String> changed = new HashMap<>(all);
    changed.keySet().removeIf(name -> name.startsWith("LC_") || name.startsWith("LANG"));
    for (String each : locale.split(" ", -1)) {
      if (!each.isEmpty()) {
        changed.put(each.split("=", 2)[0], each.split("=", 2)[1]);
      }
    }
    return changed;
  }

  private Spoken launched(String locale, Path where, String... words) throws Exception {
    List<String> java =
        new ArrayList<>(
            List.of(
                "bash",
                "-ec",
                AS_THE_LAUNCHER_DOES,
                "bash",
                FakeMachine.repository().resolve("codecsmith").toAbsolutePath().toString()));
    java.addAll(CommandProcess.line(words));
    return OtherMachine.same().environment(all -> locale(all, locale)).in(where).run(java);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "LC_ALL=C", "LC_ALL=POSIX", "LC_ALL=xx_YY.UTF-8", "LANG=de_DE", "LC_CTYPE=C"})
  void filesAreFoundUnderTheirNames(String locale) throws Exception {
    Path clips = Files.createDirectories(folder.resolve(UMLAUTS));
    Path clip = clips.resolve("ä.y4m");
    TestFootage.write(clip, 48, 32, 2);
    assertThat(launched(locale, clips, "measure", "ä.y4m", clip.toString(), "--json").json())
        .isNotEmpty();
    assertThat(launched(locale, clips, "clips", "add", clip.toString()).exit()).isZero();
    assertThat(clips.resolve("codecsmith-data/clips")).isDirectory();
    try (var all = Files.list(folder)) {
      assertThat(all).containsExactly(clips);
    }
  }

  @Test
  void programsAreBuiltAndRunInAFolderOfSuchAName() throws Exception {
    Path clips = Files.createDirectories(folder.resolve(UMLAUTS));
    Spoken doctor = launched("LC_ALL=POSIX", clips, "doctor");
    assertThat(doctor.out())
        .containsPattern("ok +names")
        .containsPattern("ok +java +a program was built and run")
        .containsPattern("ok +c +a program was built and run");
  }

  @Test
  void withoutTheLauncherDoctorSaysWhatIsWrong() throws Exception {
    Spoken doctor =
        OtherMachine.same()
            .environment(all -> locale(all, "LC_ALL=C"))
            .say("doctor", "--data", folder.toString());
    assertThat(doctor.out()).containsPattern("FAULT +names +Files whose names .*LC_ALL=C\\.UTF-8");
    assertThat(doctor.exit()).isEqualTo(1);
  }
}
