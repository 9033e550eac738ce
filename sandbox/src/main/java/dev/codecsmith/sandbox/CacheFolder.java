package dev.codecsmith.sandbox;

import java.nio.file.Path;
import java.util.Optional;

/** Where things are kept that are made once per machine and user. */
final class CacheFolder {
  private CacheFolder() {}

  /** {@code $XDG_CACHE_HOME/codecsmith}, else {@code ~/.cache/codecsmith}. */
  static Path ofTheUser() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(path -> path.startsWith("/"))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("codecsmith");
  }
}
