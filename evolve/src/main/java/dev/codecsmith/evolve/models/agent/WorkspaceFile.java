package dev.codecsmith.evolve.models.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads what an agent has left beside its program. A link there may lead to what the agent itself
 * could not read, where it runs in a container, so none is followed; and nothing is read whose size
 * has no bound.
 */
final class WorkspaceFile {
  private WorkspaceFile() {}

  /** The file's bytes; empty if there is no regular file of that name, or a longer one. */
  static Optional<byte[]> read(Path file, int most) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(most + 1);
      return bytes.length > most ? Optional.empty() : Optional.of(bytes);
    } catch (NoSuchFileException | AccessDeniedException e) {
      return Optional.empty();
    }
  }
}
