package dev.codecsmith.video.clips;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStateTest {

  @Test
  void aStateSeenLongAfterTheLastChangeIsTrusted() {
    long changed = Duration.ofDays(20_000).toNanos();
    FileState state = new FileState("x", changed);
    assertThat(state.mayHideAChangeAfter(changed + Duration.ofMinutes(1).toNanos())).isFalse();
    assertThat(state.mayHideAChangeAfter(changed + Duration.ofSeconds(1).toNanos())).isTrue();
    // A file server whose clock is ahead.
    assertThat(state.mayHideAChangeAfter(changed - Duration.ofHours(1).toNanos())).isTrue();
  }

  @Test
  void anotherFileUnderTheSameNameIsAnotherState(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("a"), "one");
    FileState before = FileState.of(file);
    assertThat(FileState.of(file)).isEqualTo(before);
    Path other = Files.writeString(directory.resolve("b"), "two");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.delete(file);
    Files.move(other, file);
    assertThat(FileState.of(file)).isNotEqualTo(before);
  }
}
