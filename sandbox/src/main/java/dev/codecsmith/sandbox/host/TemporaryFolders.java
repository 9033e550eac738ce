package dev.codecsmith.sandbox.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders that this process needs for a while, in one of its own below the system's folder for
 * temporary files. A process that is killed leaves its own there, and the next that needs one
 * removes it: which processes live is told by a lock that each holds in its folder.
 */
public final class TemporaryFolders {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolders.class);
  private static final String PREFIX = "codecsmith-process-";
  private static final String LOCK = ".lock";

  private static @Nullable TemporaryFolders ofThisProcess;

  private final Path folder;
  private final FileLock lock;

  private TemporaryFolders(Path folder, FileLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Makes an empty folder that only this user may enter; who asks for it removes it.
   *
   * @param purpose what its name begins with
   */
  public static Path create(String purpose) throws IOException {
    return Files.createTempDirectory(own(), purpose + "-");
  }

  private static synchronized Path own() throws IOException {
    TemporaryFolders known = ofThisProcess;
    // A long-lived process may have its folder cleaned away by the system.
    if (known == null || !Files.exists(known.folder.resolve(LOCK))) {
      Path all = Path.of(System.getProperty("java.io.tmpdir"));
      known = locked(all);
      removeThoseOfTheDead(all, known.folder);
      ofThisProcess = known;
      try {
        Runtime.getRuntime().addShutdownHook(new Thread(known::removeIfEmpty));
      } catch (IllegalStateException _) {
        LOG.debug("the process ends; the next one removes {}", known.folder);
      }
    }
    return known.folder;
  }

  private static TemporaryFolders locked(Path all) throws IOException {
    while (true) {
      Path folder = Files.createTempDirectory(all, PREFIX);
      Path file = folder.resolve(LOCK);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      // Between its creation and the lock another process may have taken it for a dead one's.
      if (lock != null && Files.exists(file)) {
        return new TemporaryFolders(folder, lock);
      }
      channel.close();
    }
  }

  private static void removeThoseOfTheDead(Path all, Path own) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all, PREFIX + "*")) {
      UserPrincipal user = Files.getOwner(own);
      for (Path each : folders) {
        if (!each.equals(own) && isOnlyOf(user, each)) {
          removeIfDead(each);
        }
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be listed", all, e);
    }
  }

  /**
   * Whether it is a folder that nobody else can put anything into. Everybody may make one of such a
   * name where folders for temporary files lie, with links in it that lead to files of ours.
   */
  private static boolean isOnlyOf(UserPrincipal user, Path folder) {
    try {
      PosixFileAttributes facts =
          Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return facts.isDirectory()
          && facts.owner().equals(user)
          && facts.permissions().equals(PosixFilePermissions.fromString("rwx------"))
          && Files.isRegularFile(folder.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      LOG.debug("{} is gone, or cannot be looked at", folder, e);
      return false;
    }
  }

  private static void removeIfDead(Path folder) {
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        Folders.remove(folder);
      }
    } catch (IOException | OverlappingFileLockException e) {
      LOG.debug("{} is in use, or just being made or removed", folder, e);
    }
  }

  /** What still has something in it is in use until the very end; the next process removes it. */
  private void removeIfEmpty() {
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder, "[!.]*")) {
      if (!inside.iterator().hasNext()) {
        Folders.remove(folder);
      }
      lock.channel().close();
    } catch (IOException e) {
      LOG.debug("{} stays for the next process to remove", folder, e);
    }
  }
}
