package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a process is told to end cancels its work; it is no fault of the machine or a program. */
class EndingProcessTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"anchors", "smoke"})
  void workOfAProcessThatEndsIsCancelled(String when) throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    EndingProcess.class.getName(),
                    folder.toString(),
                    when))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader().lines()).containsExactly("InterruptedException");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }
}
