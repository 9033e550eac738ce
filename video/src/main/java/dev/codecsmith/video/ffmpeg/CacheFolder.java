package dev.codecsmith.video.ffmpeg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where things are kept that are made once per machine and user, such as unpacked programs. */
public final class CacheFolder {
  private CacheFolder() {}

  /**
   * The system property {@code codecsmith.cache}, or else the environment variable {@code
   * CODECSMITH_CACHE}, or else {@code codecsmith} in {@code XDG_CACHE_HOME} or {@code ~/.cache}; a
   * path that is not absolute does not count.
   *
   * @throws IOException if there is none of them
   */
  public static Path ofTheUser() throws IOException {
    return choose(
            Optional.ofNullable(System.getProperty("codecsmith.cache")),
            Optional.ofNullable(System.getenv("CODECSMITH_CACHE")),
            Optional.ofNullable(System.getenv("XDG_CACHE_HOME")),
            Optional.ofNullable(System.getProperty("user.home")))
        .orElseThrow(() ->
            new IOException(
                "This user has no home to keep unpacked programs in. Name a folder with"
                    + " CODECSMITH_CACHE."));
  }

  static Optional<Path> choose(
      Optional<String> property,
      Optional<String> variable,
      Optional<String> cacheHome,
      Optional<String> userHome) {
    return Stream.of(
            property.map(Path::of),
            variable.map(Path::of),
            cacheHome.map(Path::of).map(folder -> folder.resolve("codecsmith")),
            userHome.map(home -> Path.of(home, ".cache", "codecsmith")))
        .flatMap(Optional::stream)
        .filter(Path::isAbsolute)
        .findFirst();
  }
}
