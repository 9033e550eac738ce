package dev.codecsmith.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NextCommandTest {
  @Test
  void theFolderOfACommandIsNamedAsItCanBeTyped() {
    Path here = Path.of("").toAbsolutePath();
    assertThat(NextCommand.of("run", Path.of(DataOption.DEFAULT))).endsWith(" run");
    assertThat(NextCommand.of("run", here.resolve("a b"))).endsWith(" run --data 'a b'");
    assertThat(NextCommand.of("run", Path.of("/data"))).endsWith(" run --data /data");
  }

  @Test
  void aDataFolderThatOneStandsInIsNamedInFull() {
    assertThat(NextCommand.of("run", Path.of("")))
        .isEqualTo(NextCommand.of("run", Path.of("").toAbsolutePath()))
        .contains(Path.of("").toAbsolutePath().toString())
        .doesNotContain("''");
  }
}
