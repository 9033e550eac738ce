package dev.codecsmith.sandbox.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
  @Test
  void itIsWhereTheUserKeepsSuchThings() {
    assertThat(CacheFolder.choose("/caches", "/home/me")).hasValue(Path.of("/caches/codecsmith"));
    assertThat(CacheFolder.choose(null, "/home/me"))
        .hasValue(Path.of("/home/me/.cache/codecsmith"));
    assertThat(CacheFolder.choose("relative", "/home/me"))
        .hasValue(Path.of("/home/me/.cache/codecsmith"));
  }

  @Test
  void aUserWithoutHomeHasNone() {
    assertThat(CacheFolder.choose(null, "?")).isEmpty();
    assertThat(CacheFolder.choose(null, null)).isEmpty();
  }
}
