package dev.codecsmith.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code codecsmith} command in a process of its own, from the class path of the benchmarks.
 */
final class CodecsmithCommand {
  private CodecsmithCommand() {}

  /** The command line that starts it with these words, as the launcher does. */
  static List<String> line(List<String> words) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.codecsmith.cli.Codecsmith"));
    line.addAll(words);
    return line;
  }
}
