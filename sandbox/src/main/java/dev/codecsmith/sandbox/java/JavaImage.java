package dev.codecsmith.sandbox.java;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.jdk.CompilerServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Java processes start from: a jar with codec-api and its host, one with the compiler, and for
 * each kind of process an archive of loaded and linked classes (the JDK's AOT cache), which halves
 * the time to the first byte. Made once per JDK and version of these jars, and kept.
 *
 * @param folder where all of it lies
 */
record JavaImage(Path folder) {
  /** The archives, each for one kind of process. */
  enum Archive {
    ENCODE,
    DECODE,
    COMPILE;

    String fileName() {
      return name().toLowerCase(Locale.ROOT) + ".aot";
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(JavaImage.class);
  private static final Duration KEPT_UNUSED = Duration.ofDays(30);
  private static final String PREFIX = "java-";
  private static final Set<PosixFilePermission> FOR_ALL =
      PosixFilePermissions.fromString("rw-r--r--");

  Path hostJar() {
    return folder.resolve("host.jar");
  }

  Path compilerJar() {
    return folder.resolve("compiler.jar");
  }

  /** Where a sandbox's user may put archives while they are made. */
  Path folderForMaking() {
    return folder.resolve("making");
  }

  /** The archive's file, if it could be made. */
  Optional<Path> archive(Archive archive) {
    return Optional.of(folder.resolve(archive.fileName())).filter(Files::isRegularFile);
  }

  /** Makes archives. */
  interface Trainer {
    /**
     * Makes them.
     *
     * @param image its jars are there; the archives are to be put into its folder
     */
    void train(JavaImage image) throws IOException, InterruptedException;
  }

  /**
   * Finds the image in {@code cache}, or makes it there. What cannot be archived is done without,
   * and tried again by the next process.
   *
   * @param codecApi codec-api's jar or folder of classes
   * @param key what else the archives depend on
   */
  static JavaImage prepare(Path cache, Path codecApi, String key, Trainer trainer)
      throws InfrastructureException {
    try {
      byte[] host = new JarMaker().addClasses(codecApi, "").bytes();
      byte[] compiler =
          new JarMaker()
              .addClasses(
                  JarMaker.codeSource(CompilerServer.class),
                  CompilerServer.class.getPackageName().replace('.', '/'))
              .bytes();
      String name = PREFIX + hash(host, compiler, key.getBytes(StandardCharsets.UTF_8));
      Path folder = cache.resolve(name);
      if (Files.isDirectory(folder)) {
        Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
        return new JavaImage(folder);
      }
      Files.createDirectories(cache);
      deleteUnused(cache);
      Path making =
          Files.createTempDirectory(
              cache,
              "making-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      JavaImage image = new JavaImage(making);
      writeForAll(image.hostJar(), host);
      writeForAll(image.compilerJar(), compiler);
      Files.createDirectory(image.folderForMaking());
      // The folder around it is closed to everybody else.
      Files.setPosixFilePermissions(
          image.folderForMaking(), PosixFilePermissions.fromString("rwxrwxrwx"));
      return train(image, trainer) ? publish(making, folder) : image;
    } catch (IOException e) {
      throw new InfrastructureException(
          "What Java programs start from cannot be made in " + cache + ": " + e.getMessage(), e);
    }
  }

  /** Returns whether all went well. */
  private static boolean train(JavaImage image, Trainer trainer) throws InfrastructureException {
    LOG.info("Preparing fast starts of Java programs (once for this JDK)");
    try {
      trainer.train(image);
      image.takeOver();
      return true;
    } catch (IOException e) {
      LOG.warn("Java programs will start slower: {}", e.getMessage());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.remove(image.folder)));
      return false;
    } catch (InterruptedException e) {
      Folders.remove(image.folder);
      Thread.currentThread().interrupt();
      throw new InfrastructureException("Interrupted while preparing starts of Java programs.", e);
    }
  }

  /** Makes the archives ours. */
  private void takeOver() throws IOException {
    for (Archive archive : Archive.values()) {
      Path made = folderForMaking().resolve(archive.fileName());
      if (Files.isRegularFile(made, LinkOption.NOFOLLOW_LINKS)) {
        Path ours = Files.copy(made, folder.resolve(archive.fileName()));
        Files.setPosixFilePermissions(ours, FOR_ALL);
      }
    }
    Folders.remove(folderForMaking());
  }

  /** Writes a file that programs can read, whoever they run as and whatever our umask is. */
  static Path writeForAll(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    return Files.setPosixFilePermissions(file, FOR_ALL);
  }

  /** Another process may have been faster; then its folder is as good. */
  private static JavaImage publish(Path making, Path folder) throws IOException {
    try {
      Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Folders.remove(making);
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    return new JavaImage(folder);
  }

  private static void deleteUnused(Path cache) throws IOException {
    Instant oldest = Instant.now().minus(KEPT_UNUSED);
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(cache, "{java-,files-,making-}*")) {
      for (Path folder : folders) {
        if (Files.getLastModifiedTime(folder).toInstant().isBefore(oldest)) {
          Folders.remove(folder);
        }
      }
    }
  }

  private static String hash(byte[]... parts) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    for (byte[] part : parts) {
      digest.update(DigestUtils.sha256(part));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }
}
