package dev.codecsmith.lab;

import dev.codecsmith.sandbox.InfrastructureException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scratch space of one piece of work, gone when that ends. */
public final class WorkFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkFolder.class);

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
  Path newFile() {
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
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException fault)
                throws IOException {
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // What is left is swept when the data folder is next opened; the result must not be lost.
      log.warn("The scratch folder {} could not be cleared: {}", directory, e.toString());
    }
  }
}
