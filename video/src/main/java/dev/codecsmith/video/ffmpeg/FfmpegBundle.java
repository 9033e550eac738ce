package dev.codecsmith.video.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Unpacks the ffmpeg program that the library {@code org.bytedeco:ffmpeg} carries for this
 * platform.
 *
 * <p>Its files lie in the jar below {@code org/bytedeco/ffmpeg/PLATFORM-gpl/}. They are unpacked
 * once into a folder named by a hash of their names, sizes and checksums. The folder is filled
 * under another name and then renamed, so that several processes may do this at once and a killed
 * one leaves nothing half done.
 */
final class FfmpegBundle {
  /** Says which files beside those of the jar a folder holds. */
  private static final String LAYOUT = "1";

  private final String folder;
  private final int elfMachine;

  private FfmpegBundle(String platform, int elfMachine) {
    this.folder = "org/bytedeco/ffmpeg/" + platform + "-gpl/";
    this.elfMachine = elfMachine;
  }

  /**
   * The folder below {@code cache} that holds the programs {@code ffmpeg} and {@code ffprobe} and
   * their libraries, unpacked if need be.
   */
  static Path unpacked(Path cache) throws FfmpegException {
    String os = System.getProperty("os.name");
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    if (!os.equals("Linux")) {
      throw new FfmpegException("There is no bundled ffmpeg for " + os + ", only for Linux.");
    }
    FfmpegBundle bundle =
        switch (arch) {
          case "amd64", "x86_64" -> new FfmpegBundle("linux-x86_64", 62);
          case "aarch64", "arm64" -> new FfmpegBundle("linux-arm64", 183);
          default ->
              throw new FfmpegException("There is no bundled ffmpeg for Linux on " + arch + ".");
        };
    return bundle.unpack(cache);
  }

  private Path unpack(Path cache) throws FfmpegException {
    URL program = FfmpegBundle.class.getClassLoader().getResource(folder + "ffmpeg");
    if (program == null) {
      throw new FfmpegException(
          "There is no bundled ffmpeg for this platform on the class path: add the library"
              + " org.bytedeco:ffmpeg with the classifier "
              + folder.split("/", -1)[3]
              + ".");
    }
    try {
      if (!(program.openConnection() instanceof JarURLConnection connection)) {
        throw new FfmpegException("The bundled ffmpeg is not in a jar but at " + program + ".");
      }
      connection.setUseCaches(false);
      try (JarFile jar = connection.getJarFile()) {
        List<JarEntry> entries =
            jar.stream()
                .filter(e -> e.getName().startsWith(folder) && !e.isDirectory())
                .filter(e -> !fileName(e).startsWith("libjni"))
                .toList();
        Path home = cache.resolve("ffmpeg-" + key(entries));
        if (!isComplete(home, entries)) {
          Files.createDirectories(cache);
          fill(home, jar, entries);
        }
        if (!Files.isExecutable(home.resolve("ffmpeg"))) {
          throw new FfmpegException(
              "The bundled ffmpeg cannot be run from "
                  + home
                  + ": the file system is mounted noexec, or this user may not execute there. Name"
                  + " another folder with CODECSMITH_CACHE.");
        }
        return home;
      }
    } catch (FfmpegException e) {
      throw e;
    } catch (IOException e) {
      throw new FfmpegException(
          "The bundled ffmpeg could not be unpacked to "
              + cache
              + " ("
              + e
              + "). Make that folder writable, or name another with CODECSMITH_CACHE.",
          e);
    }
  }

  private void fill(Path home, JarFile jar, List<JarEntry> entries) throws IOException {
    Path fresh = Files.createTempDirectory(home.getParent(), home.getFileName() + ".part-");
    try {
      for (JarEntry entry : entries) {
        Path file = fresh.resolve(fileName(entry));
        try (InputStream in = jar.getInputStream(entry)) {
          Files.copy(in, file);
        }
        if (!fileName(entry).contains(".so") && !file.toFile().setExecutable(true)) {
          throw new IOException(file + " cannot be made executable");
        }
      }
      for (StandInLibrary library : StandInLibrary.FOR_FFMPEG) {
        Files.write(fresh.resolve(library.name()), library.bytes(elfMachine));
      }
      if (Files.exists(home) && !isComplete(home, entries)) {
        Path damaged = Files.createTempDirectory(home.getParent(), home.getFileName() + ".part-");
        Files.move(home, damaged, StandardCopyOption.ATOMIC_MOVE);
        delete(damaged);
      }
      try {
        Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        // Another process was first; what counts is whether the folder is there.
        if (!isComplete(home, entries)) {
          throw e;
        }
      }
    } finally {
      delete(fresh);
    }
  }

  private boolean isComplete(Path home, List<JarEntry> entries) throws IOException {
    for (JarEntry entry : entries) {
      Path file = home.resolve(fileName(entry));
      if (!Files.exists(file) || Files.size(file) != entry.getSize()) {
        return false;
      }
    }
    for (StandInLibrary library : StandInLibrary.FOR_FFMPEG) {
      Path file = home.resolve(library.name());
      if (!Files.exists(file) || Files.size(file) != library.bytes(elfMachine).length) {
        return false;
      }
    }
    return true;
  }

  private static String key(List<JarEntry> entries) {
    StringBuilder content = new StringBuilder(LAYOUT).append('\n');
    for (JarEntry entry : entries) {
      content.append("%s %d %d\n".formatted(entry.getName(), entry.getSize(), entry.getCrc()));
    }
    return DigestUtils.sha256Hex(content.toString()).substring(0, 16);
  }

  private static String fileName(JarEntry entry) {
    return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(directory);
    }
  }
}
