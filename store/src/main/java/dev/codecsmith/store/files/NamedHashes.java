package dev.codecsmith.store.files;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A set of SHA-256 names that may be too large for memory: a file for each first byte, of which one
 * is read at a time. Names that begin alike are therefore best asked for together.
 */
public final class NamedHashes implements Closeable {
  private static final HexFormat HEX = HexFormat.of();
  private static final int BYTES = 32;
  private static final int FIRST_DIGITS = 2;

  private final Path folder;
  private final @Nullable OutputStream[] parts = new OutputStream[256];
  private String loaded = "";
  private Set<String> names = Set.of();

  /** Over an empty folder, which stays the caller's. */
  public NamedHashes(Path folder) {
    this.folder = folder;
  }

  /**
   * Adds a name, as often as wanted.
   *
   * @param sha256 64 lower-case hex digits
   */
  public void add(String sha256) throws IOException {
    int part = Integer.parseInt(sha256, 0, FIRST_DIGITS, 16);
    OutputStream out = parts[part];
    if (out == null) {
      out = new BufferedOutputStream(Files.newOutputStream(file(sha256)));
      parts[part] = out;
    }
    out.write(HEX.parseHex(sha256));
  }

  /** Whether a name was added; none is added any more once this was asked. */
  public boolean contains(String sha256) throws IOException {
    String first = sha256.substring(0, FIRST_DIGITS);
    if (!loaded.equals(first)) {
      close();
      names = read(file(sha256));
      loaded = first;
    }
    return names.contains(sha256);
  }

  private static Set<String> read(Path file) throws IOException {
    if (Files.notExists(file)) {
      return Set.of();
    }
    byte[] all = Files.readAllBytes(file);
    Set<String> names = new HashSet<>();
    IntStream.range(0, all.length / BYTES)
        .forEach(i -> names.add(HEX.formatHex(all, i * BYTES, (i + 1) * BYTES)));
    return names;
  }

  private Path file(String sha256) {
    return folder.resolve(sha256.substring(0, FIRST_DIGITS));
  }

  @Override
  public void close() throws IOException {
    for (int part = 0; part < parts.length; part++) {
      OutputStream out = parts[part];
      if (out != null) {
        out.close();
        parts[part] = null;
      }
    }
  }
}
