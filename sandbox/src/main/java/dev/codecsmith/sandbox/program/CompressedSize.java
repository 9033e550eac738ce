package dev.codecsmith.sandbox.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/** Sizes of programs after deflate at its highest level. */
public final class CompressedSize {
  private static final int BUFFER_BYTES = 1 << 16;

  private CompressedSize() {}

  /** Of all regular files below {@code folder}, by their paths from there. */
  public static ProgramSize ofFilesBelow(Path folder) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .forEach(file -> files.put(folder.relativize(file).toString(), file));
    }
    long content = 0;
    for (Path file : files.values()) {
      content += of(Files.readAllBytes(file));
    }
    return new ProgramSize(content, ofNames(files.keySet()));
  }

  /** Of files by their paths. */
  public static ProgramSize of(SortedMap<String, byte[]> files) {
    long content = files.values().stream().mapToLong(CompressedSize::of).sum();
    return new ProgramSize(content, ofNames(files.keySet()));
  }

  private static long ofNames(Collection<String> sortedPaths) {
    return of(String.join("\n", sortedPaths).getBytes(UTF_8));
  }

  private static long of(byte[] content) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(content);
      deflater.finish();
      byte[] buffer = new byte[BUFFER_BYTES];
      while (!deflater.finished()) {
        deflater.deflate(buffer);
      }
      return deflater.getBytesWritten();
    } finally {
      deflater.end();
    }
  }
}
