package dev.codecsmith.sandbox.host;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files and folders of ours: on disk for good, or gone, whoever wrote into them. */
public final class Folders {
  private static final Logger LOG = LoggerFactory.getLogger(Folders.class);

  private Folders() {}

  /**
   * Removes a folder with all that is in it, also what forbids it; a link in it is removed and not
   * followed. What resists stays, and the log says so: it takes space and nothing else, so it stops
   * nobody.
   */
  public static void remove(Path folder) {
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.walkFileTree(folder, new Remover());
    } catch (IOException e) {
      LOG.warn(
          "{} cannot be removed ({}): delete it by hand to free its space", folder, e.toString());
    }
  }

  /**
   * Has what was written of a file, or a folder's entries, on disk, so that a power cut does not
   * lose it; an interrupt waits until that is done.
   */
  public static void sync(Path path) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    /** What a folder forbids would keep all of it from being removed. */
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      open(folder);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    /** A folder that could not be opened is opened and tried again. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
      if (fault instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE; // somebody else was faster
      }
      if (!open(file)) {
        throw fault;
      }
      Files.walkFileTree(file, new Remover());
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException fault)
        throws IOException {
      if (fault != null) {
        throw fault;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }

    /** Whether the owner may now read, write and enter the folder, and could not before. */
    private static boolean open(Path folder) {
      return !Files.isSymbolicLink(folder)
          && Files.isDirectory(folder)
          && !(Files.isReadable(folder) && Files.isWritable(folder) && Files.isExecutable(folder))
          && folder.toFile().setReadable(true)
          && folder.toFile().setWritable(true)
          && folder.toFile().setExecutable(true);
    }
  }
}
