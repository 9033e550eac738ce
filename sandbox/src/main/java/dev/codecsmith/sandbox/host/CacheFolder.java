package dev.codecsmith.sandbox.host;

import dev.codecsmith.sandbox.InfrastructureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where things are kept that are made once per machine and user. */
public final class CacheFolder {
  private static final Logger LOG = LoggerFactory.getLogger(CacheFolder.class);

  private CacheFolder() {}

  /** The folder of this user; one of this process only where the user has none. */
  public static Path ofTheUser() throws InfrastructureException {
    Optional<Path> folder =
        choose(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home"));
    if (folder.isPresent()) {
      try {
        return Files.createDirectories(folder.get());
      } catch (IOException e) {
        LOG.warn("{} cannot be made; Java starts are prepared anew each time", folder.get());
      }
    }
    try {
      Path temporary = Files.createTempDirectory("codecsmith-cache-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.remove(temporary)));
      return temporary;
    } catch (IOException e) {
      throw new InfrastructureException(
          "There is no folder to write to, neither in the user's home nor in "
              + System.getProperty("java.io.tmpdir")
              + ".",
          e);
    }
  }

  /**
   * {@code $XDG_CACHE_HOME/codecsmith}, else {@code ~/.cache/codecsmith}, if either is absolute.
   */
  static Optional<Path> choose(@Nullable String cacheHome, @Nullable String userHome) {
    return Stream.of(
            Optional.ofNullable(cacheHome).map(Path::of),
            Optional.ofNullable(userHome).map(home -> Path.of(home, ".cache")))
        .flatMap(Optional::stream)
        .filter(Path::isAbsolute)
        .findFirst()
        .map(folder -> folder.resolve("codecsmith"));
  }
}
