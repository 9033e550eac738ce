package dev.codecsmith.sandbox.toolchain;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.host.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Copies of files of this machine, in a folder that a run sees in place of the machine's own.
 *
 * <p>They are copies and not mounts of each, because bubblewrap takes a millisecond for a mount;
 * and so no run sees a file that anything else uses. Made once for these files as they are, and
 * kept in the cache.
 *
 * @param folder holds the files at their paths inside
 */
public record SystemImage(Path folder) {
  private static final String PREFIX = "files-";
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("r--r--r--");
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("r-xr-xr-x");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwxr-xr-x");

  /**
   * Finds the image in {@code cache}, or makes it there.
   *
   * @param files by path inside, the file on the host, as of {@link SystemFiles#find}
   */
  static SystemImage prepare(Path cache, SortedMap<String, Path> files)
      throws InfrastructureException {
    try {
      Path folder = cache.resolve(PREFIX + key(files));
      if (Files.isDirectory(folder)) {
        Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
        return new SystemImage(folder);
      }
      Files.createDirectories(cache);
      Path making = Files.createTempDirectory(cache, "making-");
      try {
        for (Map.Entry<String, Path> file : files.entrySet()) {
          copy(file.getValue(), making, making.resolve(file.getKey().substring(1)));
        }
        Files.setPosixFilePermissions(making, FOLDER);
        Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        Folders.remove(making);
        // Another process may have been faster; then its folder is as good.
        if (!Files.isDirectory(folder)) {
          throw e;
        }
      }
      return new SystemImage(folder);
    } catch (IOException e) {
      throw new InfrastructureException(
          "The files that programs see cannot be copied to " + cache + ": " + e.getMessage(), e);
    }
  }

  /**
   * The image of the files that patterns name.
   *
   * @param patterns as {@link SystemFiles} describes them
   * @param prefix the folder that the language's tool lies in
   */
  public static SystemImage of(Path cache, List<String> patterns, Path prefix)
      throws InfrastructureException {
    try {
      return prepare(cache.toAbsolutePath(), SystemFiles.find(patterns, prefix));
    } catch (IOException e) {
      throw InfrastructureException.of(e);
    }
  }

  /** A mount for each folder at its top. */
  public List<Mount> mounts() throws InfrastructureException {
    List<Mount> mounts = new ArrayList<>();
    try (DirectoryStream<Path> tops = Files.newDirectoryStream(folder)) {
      tops.forEach(top -> mounts.add(Mount.readOnly(top, "/" + top.getFileName())));
      return mounts;
    } catch (IOException e) {
      throw InfrastructureException.of(e);
    }
  }

  private static void copy(Path from, Path top, Path to) throws IOException {
    makeFolders(top, to.resolve("..").normalize());
    Files.copy(from, to);
    Files.setPosixFilePermissions(to, Files.isExecutable(from) ? PROGRAM : FILE);
    // Python takes its compiled files for those of a source by that source's time.
    Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
  }

  private static void makeFolders(Path top, Path folder) throws IOException {
    Path at = top;
    for (Path part : top.relativize(folder)) {
      at = at.resolve(part);
      if (!Files.isDirectory(at)) {
        Files.createDirectory(at);
        Files.setPosixFilePermissions(at, FOLDER);
      }
    }
  }

  private static String key(SortedMap<String, Path> files) throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      BasicFileAttributes facts = Files.readAttributes(file.getValue(), BasicFileAttributes.class);
      String line =
          String.join(
              "\0",
              file.getKey(),
              file.getValue().toString(),
              Long.toString(facts.size()),
              facts.lastModifiedTime().toString(),
              "\n");
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }
}
