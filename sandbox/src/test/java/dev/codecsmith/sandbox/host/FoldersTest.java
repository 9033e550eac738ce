package dev.codecsmith.sandbox.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
  @TempDir private Path folder;

  @Test
  void everythingGoesAlsoWhatForbidsItAndLinksAreNotFollowed() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path kept = Files.writeString(outside.resolve("kept"), "kept");
    Path gone = Files.createDirectory(folder.resolve("gone"));
    Path closed = Files.createDirectories(gone.resolve("a/closed"));
    Files.writeString(closed.resolve("file"), "x");
    Files.createSymbolicLink(closed.resolve("link"), outside);
    Files.createSymbolicLink(gone.resolve("dangling"), gone.resolve("nowhere"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Folders.remove(gone);
    assertThat(gone).doesNotExist();
    assertThat(kept).hasContent("kept");
  }

  @Test
  void whatIsNotThereStopsNobody() {
    Path nowhere = folder.resolve("nowhere");
    Folders.remove(nowhere);
    assertThat(nowhere).doesNotExist();
  }
}
