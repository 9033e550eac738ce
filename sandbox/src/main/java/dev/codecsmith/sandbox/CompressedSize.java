package dev.codecsmith.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Sizes of files after deflate at its highest level. */
final class CompressedSize {
  private CompressedSize() {}

  /** The sum over all regular files below {@code folder}, each compressed by itself. */
  static long ofFilesBelow(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    long sum = 0;
    for (Path file : files) {
      sum += of(file);
    }
    return sum;
  }

  private static long of(Path file) throws IOException {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (OutputStream out = new DeflaterOutputStream(OutputStream.nullOutputStream(), deflater)) {
      Files.copy(file, out);
    }
    // getBytesWritten is of no use after end(), so the stream is closed first and ended here.
    long size = deflater.getBytesWritten();
    deflater.end();
    return size;
  }
}
