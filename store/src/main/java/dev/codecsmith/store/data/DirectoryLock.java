package dev.codecsmith.store.data;

import dev.codecsmith.sandbox.posix.FileLocks;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right to write in a folder, held by one process at a time and let go by the kernel when that
 * process ends, however it ends. The lock file names the holder for whoever comes second; the file
 * itself is never deleted, since a lock on a deleted file keeps nobody out.
 */
final class DirectoryLock implements AutoCloseable {
  /**
   * Folders this process holds. The kernel would give a process the same lock twice, and would drop
   * it for both when either closes the file, so a second holder here must not even open it. Each
   * with what is done in it, empty where nobody said.
   */
  private static final Map<Object, String> HELD = new HashMap<>();

  private final Object key;
  private final FileChannel channel;
  private final String holder;

  private DirectoryLock(Object key, FileChannel channel, String holder) {
    this.key = key;
    this.channel = channel;
    this.holder = holder;
  }

  /**
   * Takes the lock or says who has it.
   *
   * @throws IOException if the lock file cannot be written
   */
  static DirectoryLock acquire(Path directory, ProcessIdentity process, Instant now)
      throws IOException {
    Object key = key(directory);
    synchronized (HELD) {
      if (HELD.putIfAbsent(key, "") != null) {
        throw inUse(directory, "this very process");
      }
    }
    FileChannel channel = null;
    boolean acquired = false;
    try {
      channel =
          FileChannel.open(
              directory.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw inUse(directory, holder(channel));
      }
      String holder =
          "process "
              + process.pid()
              + " on "
              + process.host()
              + " since "
              + now.truncatedTo(ChronoUnit.SECONDS);
      write(channel, holder + "\n");
      acquired = true;
      return new DirectoryLock(key, channel, holder);
    } finally {
      if (!acquired) {
        release(key, channel);
      }
    }
  }

  /** The process that holds it, in words. */
  String holder() {
    return holder;
  }

  /** Tells whoever asks what is done in the folder, in one line. */
  void announce(String activity) throws IOException {
    synchronized (HELD) {
      HELD.put(key, activity);
    }
    write(channel, holder + "\n" + activity + "\n");
  }

  /**
   * Who holds the lock of a folder, and what for; empty if nobody does. Takes no lock itself, so it
   * is in nobody's way, and writes nothing.
   */
  static Optional<DataDirectory.Writer> holderOf(Path directory) throws IOException {
    synchronized (HELD) {
      Object key = key(directory);
      if (HELD.containsKey(key)) {
        return Optional.of(
            new DataDirectory.Writer("this very process", activity(HELD.getOrDefault(key, ""))));
      }
      Path file = directory.resolve("lock");
      if (Files.notExists(file) || !FileLocks.isHeldByAnother(file)) {
        return Optional.empty();
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        List<String> lines = lines(channel);
        return Optional.of(
            new DataDirectory.Writer(
                holder(channel), activity(lines.size() > 1 ? lines.get(1) : "")));
      }
    }
  }

  private static StoreException inUse(Path directory, String holder) {
    return new StoreException(
        "the data folder "
            + directory
            + " is in use by "
            + holder
            + ": wait until it ends, stop it, or choose another folder with --data");
  }

  private static Object key(Path directory) throws IOException {
    Object key = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
    return key != null ? key : directory.toRealPath();
  }

  private static Optional<String> activity(String line) {
    return line.isEmpty() ? Optional.empty() : Optional.of(line);
  }

  private static String holder(FileChannel channel) throws IOException {
    return lines(channel).stream().findFirst().orElse("another process");
  }

  private static List<String> lines(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(1000);
    channel.read(text, 0);
    return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).lines().toList();
  }

  private static void write(FileChannel channel, String holder) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
  }

  private static void release(Object key, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      synchronized (HELD) {
        HELD.remove(key);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.truncate(0);
    } finally {
      release(key, channel);
    }
  }
}
