package dev.codecsmith.sandbox.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NamedPipeTest {
  @TempDir private Path folder;

  @Test
  void whoReadsComesToTheEndWhenNobodyHoldsItForWriting() throws Exception {
    Path pipe = NamedPipe.create(folder.resolve("pipe"));
    assertThat(Files.getPosixFilePermissions(pipe))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    FileChannel both = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try (InputStream reading = Files.newInputStream(pipe)) {
      try (OutputStream writing = Files.newOutputStream(pipe)) {
        both.close();
        writing.write('a');
      }
      assertThat(reading.readAllBytes()).containsExactly('a');
    }
  }

  @Test
  void onePlaceHasOne() throws Exception {
    Path pipe = NamedPipe.create(folder.resolve("pipe"));
    assertThatThrownBy(() -> NamedPipe.create(pipe))
        .isInstanceOf(PosixException.class)
        .hasMessageContaining("mkfifo " + pipe);
  }
}
