package dev.codecsmith.sandbox.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void whatIsNotCompletedLeavesTheFileAsItWasAndNothingBeside() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "before");
    try (AtomicFile whole = AtomicFile.at(file)) {
      Files.writeString(whole.part(), "half of");
    }
    assertThat(file).hasContent("before");
    assertThat(folder).isDirectoryNotContaining(each -> !each.equals(file));
  }

  @Test
  void aWholeTextTakesThePlaceOfTheOldAlsoInAnInterruptedThread() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "before");
    Thread.currentThread().interrupt();
    AtomicFile.write(file, "after");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasContent("after");
    assertThat(folder).isDirectoryNotContaining(each -> !each.equals(file));
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> AtomicFile.write(folder.resolve("none/file"), ""))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("There is no folder " + folder.resolve("none"));
  }
}
