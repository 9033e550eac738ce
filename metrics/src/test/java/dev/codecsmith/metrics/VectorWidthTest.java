package dev.codecsmith.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.metrics.kernel.Kernels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All metrics give the same bits whatever the machine's vectors are, and without any. */
class VectorWidthTest {

  private static final String EXPECTED = FiguresMain.figures(Kernels.plain(), 1);

  private static String figuresOfAnotherJvm(String kernels, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(FiguresMain.class.getName(), kernels));
    return output(command);
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(process.waitFor()).as("%s", command).isZero();
      return output + "\n";
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 64})
  void vectorsOfAnyWidthGiveTheBitsOfThePlainLoops(int bytes) throws Exception {
    assertThat(
            figuresOfAnotherJvm(
                "vectorised",
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:MaxVectorSize=" + bytes))
        .isEqualTo(EXPECTED);
  }

  @Test
  void aJvmWithoutTheVectorModuleGivesTheSameBits() throws Exception {
    assertThat(figuresOfAnotherJvm("plain")).isEqualTo(EXPECTED);
  }
}
