package dev.codecsmith.sandbox.java;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.CompressedSize;
import dev.codecsmith.sandbox.program.ProgramSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes jars whose bytes depend on nothing but their content. */
final class JarMaker {
  private static final LocalDateTime BEGINNING = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final TreeMap<String, byte[]> files = new TreeMap<>();

  /** Where a class was loaded from: a jar or a folder. */
  static Path codeSource(Class<?> type) throws InfrastructureException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new InfrastructureException(type.getName() + " was not loaded from a file.");
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new InfrastructureException(
          type.getName() + " comes neither from a jar nor from a folder: " + source.getLocation(),
          e);
    }
  }

  /**
   * Adds the classes below a package.
   *
   * @param source a jar or a folder
   * @param folder the package, with slashes; empty for all
   */
  JarMaker addClasses(Path source, String folder) throws IOException {
    if (Files.isDirectory(source)) {
      addBelow(source, folder);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(source)) {
        addBelow(jar.getPath("/"), folder);
      }
    }
    return this;
  }

  JarMaker add(Map<String, byte[]> more) {
    files.putAll(more);
    return this;
  }

  private void addBelow(Path root, String folder) throws IOException {
    try (Stream<Path> walk = Files.walk(root.resolve(folder))) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        if (name.endsWith(".class") && !name.equals("module-info.class")) {
          files.put(name, Files.readAllBytes(file));
        }
      }
    }
  }

  /** The compressed size of its files, their names counted. */
  ProgramSize size() {
    return CompressedSize.of(files);
  }

  byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      // Stored rather than deflated: these are read at each start and are small.
      jar.setLevel(0);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(BEGINNING);
        jar.putNextEntry(entry);
        jar.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
