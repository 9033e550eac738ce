package dev.codecsmith.lab;

import dev.codecsmith.sandbox.InfrastructureException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Scratch space of one evaluation, gone when it ends. */
final class WorkFolder implements AutoCloseable {
  private final Path directory;

  private WorkFolder(Path directory) {
    this.directory = directory;
  }

  static WorkFolder create(Path parent, String name) throws InfrastructureException {
    try {
      Files.createDirectories(parent);
      return new WorkFolder(Files.createTempDirectory(parent, name + "-").toAbsolutePath());
    } catch (IOException e) {
      throw new InfrastructureException(
          "Cannot create a scratch folder in " + parent + ": " + e.getMessage() + ".", e);
    }
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  Path newFolder(String name) throws InfrastructureException {
    try {
      return Files.createDirectory(directory.resolve(name));
    } catch (IOException e) {
      throw new InfrastructureException(
          "Cannot create the folder " + directory.resolve(name) + ": " + e.getMessage() + ".", e);
    }
  }

  @Override
  public void close() throws InfrastructureException {
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
            public FileVisitResult postVisitDirectory(
                Path folder, @org.jspecify.annotations.Nullable IOException fault)
                throws IOException {
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new InfrastructureException(
          "Cannot clear the scratch folder " + directory + ": " + e.getMessage() + ".", e);
    }
  }
}
