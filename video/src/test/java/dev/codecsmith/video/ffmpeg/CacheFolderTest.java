package dev.codecsmith.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
  private static final Optional<String> NONE = Optional.empty();
  private static final Optional<String> CACHES = Optional.of("/caches");
  private static final Optional<String> HOME = Optional.of("/home/me");

  @Test
  void itIsWhereTheUserKeepsSuchThings() {
    assertThat(CacheFolder.choose(NONE, NONE, CACHES, HOME))
        .hasValue(Path.of("/caches/codecsmith"));
    assertThat(CacheFolder.choose(NONE, NONE, NONE, HOME))
        .hasValue(Path.of("/home/me/.cache/codecsmith"));
    assertThat(CacheFolder.choose(NONE, NONE, Optional.of("relative"), HOME))
        .hasValue(Path.of("/home/me/.cache/codecsmith"));
  }

  @Test
  void whoNamesOneIsHeardFirst() {
    assertThat(CacheFolder.choose(NONE, Optional.of("/mine"), CACHES, HOME))
        .hasValue(Path.of("/mine"));
    assertThat(CacheFolder.choose(Optional.of("/test"), Optional.of("/mine"), CACHES, HOME))
        .hasValue(Path.of("/test"));
  }

  @Test
  void aUserWithoutHomeHasNone() {
    assertThat(CacheFolder.choose(NONE, NONE, NONE, Optional.of("?"))).isEmpty();
    assertThat(CacheFolder.choose(NONE, Optional.of(""), NONE, NONE)).isEmpty();
  }
}
