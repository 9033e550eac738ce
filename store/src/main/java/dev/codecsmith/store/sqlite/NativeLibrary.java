package dev.codecsmith.store.sqlite;

import dev.codecsmith.video.ffmpeg.CacheFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The native part of SQLite's driver, unpacked once per machine and user.
 *
 * <p>Left to itself the driver unpacks it at every start into the folder for temporary files, reads
 * it back byte by byte, and removes it when the process ends; a process that is killed leaves it
 * there for good.
 */
final class NativeLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

  /** Where the driver looks first. */
  private static final String PATH = "org.sqlite.lib.path";

  private NativeLibrary() {}

  /**
   * Sees to it that the driver, which loads it with its first connection, takes the one in the
   * cache. Where nothing can be kept there, or another is named by the property {@code
   * org.sqlite.lib.path}, the driver does as it would.
   */
  static synchronized void prepare() {
    if (System.getProperty(PATH) != null) {
      return;
    }
    try {
      System.setProperty(PATH, unpacked(CacheFolder.ofTheUser()).toString());
    } catch (IOException e) {
      LOG.debug("the driver unpacks its own", e);
    }
  }

  /**
   * The folder below {@code cache} that holds the library under the name that the driver looks for.
   * It is named by the library's checksum, and the library appears there whole or not at all, so
   * several processes may do this at once.
   */
  static Path unpacked(Path cache) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String entry = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    URL packed = NativeLibrary.class.getResource(entry);
    if (packed == null || !(packed.openConnection() instanceof JarURLConnection connection)) {
      throw new IOException("There is no " + entry + " in a jar.");
    }
    long size = connection.getJarEntry().getSize();
    Path folder =
        cache.resolve(String.format(Locale.ROOT, "sqlite-%08x", connection.getJarEntry().getCrc()));
    Path library = folder.resolve(name);
    if (Files.exists(library) && Files.size(library) == size) {
      return folder;
    }
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, name, ".part");
    try {
      try (InputStream in = connection.getInputStream()) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return folder;
  }
}
