package dev.codecsmith.service.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLinesTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("worker.log");
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** As the log does that is full. */
  private void rename() throws IOException {
    Files.move(file, LogLines.earlier(file));
  }

  private static List<String> all(LogLines lines) throws IOException {
    List<String> all = new ArrayList<>();
    for (List<String> some = lines.next(); !some.isEmpty(); some = lines.next()) {
      all.addAll(some);
    }
    return all;
  }

  private List<String> last(int count) throws IOException {
    try (LogLines lines = LogLines.last(file, count)) {
      return all(lines);
    }
  }

  @Test
  void theLastLinesAreThoseAskedFor() throws Exception {
    assertThat(last(3)).isEmpty();
    write("a\nb\nc\n");
    assertThat(last(2)).containsExactly("b", "c");
    assertThat(last(3)).containsExactly("a", "b", "c");
    assertThat(last(9)).containsExactly("a", "b", "c");
    assertThat(last(0)).isEmpty();
    write("half");
    assertThat(last(2)).as("a line is whole or not there").containsExactly("c");
  }

  @Test
  void linesOfManyBlocksComeWholeAndInOrder() throws Exception {
    List<String> written = IntStream.range(0, 50_000).mapToObj(i -> "line ä " + i).toList();
    write(written.stream().map(line -> line + "\n").collect(Collectors.joining()));
    assertThat(last(50_000)).isEqualTo(written);
    assertThat(last(20_000)).isEqualTo(written.subList(30_000, 50_000));
  }

  @Test
  void whatComesIsFollowedAcrossTheRenamingOfAFullLog() throws Exception {
    write("a\n");
    try (LogLines lines = LogLines.last(file, 1)) {
      assertThat(lines.next()).containsExactly("a");
      assertThat(lines.next()).isEmpty();
      write("b\nc");
      assertThat(lines.next()).containsExactly("b");
      write("\nd\n");
      rename();
      write("e\n");
      assertThat(all(lines)).containsExactly("c", "d", "e");
    }
    assertThat(last(3)).containsExactly("c", "d", "e");
    assertThat(last(1)).containsExactly("e");
  }
}
