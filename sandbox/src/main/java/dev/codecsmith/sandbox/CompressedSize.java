package dev.codecsmith.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/** Sizes after deflate at its highest level. */
final class CompressedSize {
  private static final int BUFFER_BYTES = 1 << 16;

  private CompressedSize() {}

  /** The sum over all regular files below {@code folder}, each compressed by itself. */
  static long ofFilesBelow(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    long sum = 0;
    for (Path file : files) {
      sum += of(Files.readAllBytes(file));
    }
    return sum;
  }

  static long of(byte[] content) {
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
