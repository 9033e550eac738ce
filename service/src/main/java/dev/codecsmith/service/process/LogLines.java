package dev.codecsmith.service.process;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a log that another thread or process writes, from its last lines on, across its renaming:
 * where {@code worker.log} is full it becomes {@code worker.1.log}, and another one begins.
 */
public final class LogLines implements Closeable {
  private static final int BLOCK = 1 << 16;

  private final Path file;
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
  private Optional<Opened> opened;

  /** A file that stays the same when it is renamed. */
  private record Opened(FileChannel channel, Object key) {}

  private LogLines(Path file, Optional<Opened> opened) {
    this.file = file;
    this.opened = opened;
  }

  /**
   * Begins so many lines before the log's end, or at the beginning of the one before it.
   *
   * @param file need not be there yet
   */
  public static LogLines last(Path file, int lines) throws IOException {
    Optional<Opened> current = open(file);
    int missing = lines - (current.isPresent() ? back(current.get().channel(), lines) : 0);
    if (missing > 0) {
      Optional<Opened> earlier = open(earlier(file));
      if (earlier.isPresent()) {
        int _ = back(earlier.get().channel(), missing);
        if (current.isPresent()) {
          // It is opened again where the one before ends.
          current.get().channel().close();
        }
        return new LogLines(file, earlier);
      }
    }
    return new LogLines(file, current);
  }

  /** The log that was full before this one. */
  public static Path earlier(Path file) {
    return file.resolveSibling(file.getFileName().toString().replaceFirst("(\\.[^.]*)?$", ".1$1"));
  }

  private static Optional<Opened> open(Path file) throws IOException {
    try {
      FileChannel channel = FileChannel.open(file);
      return Optional.of(new Opened(channel, key(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Object key(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key != null ? key : file;
  }

  /** Puts the channel before its last lines; returns how many there are, at most so many. */
  private static int back(FileChannel channel, int lines) throws IOException {
    long at = channel.size();
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    int found = 0;
    boolean first = true;
    while (at > 0) {
      int length = (int) Math.min(BLOCK, at);
      at -= length;
      block.clear().limit(length);
      int _ = channel.read(block, at);
      for (int i = length - 1; i >= 0; i--) {
        boolean isEnd = first && i == length - 1;
        if (block.get(i) == '\n' && !isEnd && ++found == lines) {
          channel.position(at + i + 1);
          return lines;
        }
      }
      first = false;
    }
    channel.position(lines == 0 ? channel.size() : 0);
    return channel.size() == 0 ? 0 : Math.min(lines, found + 1);
  }

  /** The whole lines that have come since; none if there are none yet. */
  public List<String> next() throws IOException {
    List<String> lines = new ArrayList<>();
    do {
      if (opened.isEmpty()) {
        opened = open(file);
      }
      if (opened.isPresent()) {
        read(opened.get().channel(), lines);
      }
    } while (lines.isEmpty() && goneOn());
    return lines;
  }

  private void read(FileChannel channel, List<String> lines) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    int read = channel.read(block);
    for (int i = 0; i < read; i++) {
      byte each = block.get(i);
      if (each == '\n') {
        lines.add(unfinished.toString(StandardCharsets.UTF_8));
        unfinished.reset();
      } else {
        unfinished.write(each);
      }
    }
  }

  /** Whether there is more at once: in this file, or in the one that took its place. */
  private boolean goneOn() throws IOException {
    if (opened.isEmpty()) {
      return false;
    }
    Opened now = opened.get();
    if (now.channel().position() < now.channel().size()) {
      return true;
    }
    boolean replaced;
    try {
      replaced = !key(file).equals(now.key());
    } catch (NoSuchFileException e) {
      replaced = false;
    }
    // What came in before it was replaced is read first.
    if (replaced && now.channel().position() == now.channel().size()) {
      now.channel().close();
      opened = Optional.empty();
    }
    return replaced;
  }

  @Override
  public void close() throws IOException {
    if (opened.isPresent()) {
      opened.get().channel().close();
    }
  }
}
