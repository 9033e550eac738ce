package dev.codecsmith.lab;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.host.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Scratch space of one piece of work, gone when that ends. */
public final class WorkFolder implements AutoCloseable {
  private final Path directory;

  private WorkFolder(Path directory) {
    this.directory = directory;
  }

  /** A new folder below {@code parent}, which is made if need be. */
  public static WorkFolder create(Path parent) throws InfrastructureException {
    try {
      Files.createDirectories(parent);
      return new WorkFolder(Files.createTempDirectory(parent, "").toAbsolutePath());
    } catch (IOException e) {
      throw new InfrastructureException(
          "Cannot create a scratch folder in " + parent + ": " + e.getMessage() + ".", e);
    }
  }

  /** A path for a new file, whose name tells a program that sees it nothing. */
  public Path newFile() {
    return directory.resolve(UUID.randomUUID().toString());
  }

  /** A new folder in it. */
  public Path newFolder() throws InfrastructureException {
    Path folder = newFile();
    try {
      return Files.createDirectory(folder);
    } catch (IOException e) {
      throw new InfrastructureException(
          "Cannot create the folder " + folder + ": " + e.getMessage() + ".", e);
    }
  }

  @Override
  public void close() {
    Folders.remove(directory);
  }
}
