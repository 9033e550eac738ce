package dev.codecsmith.video.clips;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A file that appears under its name only when it is whole and on the disk: it is written under a
 * temporary name beside it, synced and renamed. Closed before that, it is gone.
 */
final class PendingFile implements Closeable {
  private static final String PREFIX = ".part-";
  private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

  private final Path temporary;
  private final FileChannel channel;
  private final MessageDigest digest = DigestUtils.getSha256Digest();
  private final OutputStream out;
  private boolean done;

  PendingFile(Path directory) throws IOException {
    try {
      temporary = Files.createTempFile(directory, PREFIX, "");
      channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw cannotWrite(directory, e);
    }
    out = new DigestOutputStream(new Explaining(Channels.newOutputStream(channel)), digest);
  }

  /** Writes a small text file whole. */
  static void write(Path target, String text) throws IOException {
    try (PendingFile file = new PendingFile(parent(target))) {
      file.out().write(text.getBytes(StandardCharsets.UTF_8));
      file.commit(target);
    }
  }

  /** Deletes what killed processes left in a directory more than a day ago. */
  static void deleteAbandoned(Path directory) throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(ABANDONED_AFTER));
    List<Path> parts;
    try (Stream<Path> files = Files.list(directory)) {
      parts = files.filter(file -> file.getFileName().toString().startsWith(PREFIX)).toList();
    }
    for (Path part : parts) {
      if (Files.exists(part) && Files.getLastModifiedTime(part).compareTo(limit) < 0) {
        Files.deleteIfExists(part);
      }
    }
  }

  OutputStream out() {
    return out;
  }

  /** The SHA-256 of all that was written; to be asked once. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Makes the file appear as {@code target}, in place of any file of that name. */
  void commit(Path target) throws IOException {
    try {
      channel.force(true);
      channel.close();
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      done = true;
      try (FileChannel directory = FileChannel.open(parent(target))) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw cannotWrite(parent(target), e);
    }
  }

  /** A full disk or a missing permission, as a sentence for a person. */
  static IOException cannotWrite(Path directory, IOException cause) {
    return new IOException(
        "Cannot write to the folder %s (%s). Free some space, make it writable, or choose another."
            .formatted(directory, cause.getMessage()),
        cause);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!done) {
      Files.deleteIfExists(temporary);
    }
  }

  private static Path parent(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a parent");
  }

  /** Says where the disk is full. */
  private final class Explaining extends FilterOutputStream {
    Explaining(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw cannotWrite(parent(temporary), e);
      }
    }
  }
}
