package dev.codecsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loading the Vector API on demand, in JVMs of their own. */
class VectorModuleTest {
  @Test
  void vectorsAreThereAndNothingWarnsOfThem() throws Exception {
    assertThat(runProbe("--add-exports=java.base/jdk.internal.module=ALL-UNNAMED"))
        .isEqualTo("jdk.incubator.vector.IntVector");
  }

  @Test
  void aModuleThatIsThereFromTheStartIsLeftAlone() throws Exception {
    assertThat(runProbe("--add-modules=jdk.incubator.vector"))
        .endsWith("jdk.incubator.vector.IntVector");
  }

  @Test
  void withoutEitherWayTheMessageNamesTheOption() throws Exception {
    assertThat(runProbe()).contains("IllegalStateException", "--add-modules jdk.incubator.vector");
  }

  /**
   * What a JVM with these options prints, on standard output and standard error, when it runs
   * {@link Probe}.
   */
  private static String runProbe(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.strip();
  }

  /** Names a class of the Vector API that it has looked up as the class path's own code does. */
  static final class Probe {
    private Probe() {}

    static void main() throws ClassNotFoundException {
      VectorModule.load();
      System.out.println(Class.forName("jdk.incubator.vector.IntVector").getName());
    }
  }
}
