package dev.codecsmith.store.outbox;

import dev.codecsmith.sandbox.host.AtomicFile;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.store.StoreException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries in a file, in order, each on disk before {@link #append} returns.
 *
 * <pre>
 * entry = length (4 bytes) · CRC-32C of the content (4 bytes) · content
 * </pre>
 *
 * <p>An entry is begun when the one before is on disk, so a kill or a power cut can tear the last
 * one only: that was not acknowledged, and is cut off when the file is opened. A damaged length
 * looks the same and may hide whole entries, so what is cut off is kept in a file beside it.
 * Anything else that does not fit is damage, and is told.
 *
 * <p>How far the entries have been delivered stands in a second file, which may be behind: who
 * delivers sees for itself what is there. When all are, {@link #clear} removes both.
 *
 * <p>Not safe for threads.
 */
final class Journal implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(Journal.class);
  private static final int HEAD = 8;
  private static final String TORN = "journal.torn-";

  /** No entry is as large: a record has a few MB. */
  private static final int LONGEST = 1 << 28;

  private final Path file;
  private final Path mark;

  // Not a channel: an interrupted thread would close it.
  private final RandomAccessFile entries;
  private long end;
  private long delivered;

  private Journal(Path file, Path mark, RandomAccessFile entries) {
    this.file = file;
    this.mark = mark;
    this.entries = entries;
  }

  /**
   * Opens the journal in a folder, or makes one.
   *
   * @throws StoreException if it is damaged, or cannot be read
   */
  static Journal open(Path folder) throws StoreException {
    Path file = folder.resolve("journal");
    try {
      Files.createDirectories(folder);
      Journal journal =
          new Journal(file, folder.resolve("delivered"), new RandomAccessFile(file.toFile(), "rw"));
      boolean opened = false;
      try {
        journal.recover();
        Folders.sync(folder);
        Folders.sync(folder.resolveSibling(".").normalize());
        opened = true;
        return journal;
      } finally {
        if (!opened) {
          journal.close();
        }
      }
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw fault(file, e);
    }
  }

  private void recover() throws IOException {
    long length = entries.length();
    long position = 0;
    while (position < length) {
      long next = next(position, length);
      if (next < 0) {
        keepTail(position);
        entries.setLength(position);
        entries.getFD().sync();
        break;
      }
      position = next;
    }
    end = position;
    delivered = readMark();
  }

  private void keepTail(long position) throws IOException {
    Path kept = file.resolveSibling(TORN + Instant.now().toEpochMilli());
    long bytes;
    try (AtomicFile whole = AtomicFile.at(kept)) {
      try (InputStream in = Files.newInputStream(file);
          OutputStream out = Files.newOutputStream(whole.part())) {
        in.skipNBytes(position);
        bytes = in.transferTo(out);
      }
      whole.complete();
    }
    log.warn(
        "What waits for the store in {} ends in {} bytes that are no whole write, as behind a kill"
            + " or a power cut; they are cut off and kept in {}",
        file,
        bytes,
        kept);
  }

  private Path folder() {
    return file.resolveSibling(".").normalize();
  }

  /** The last tail that was cut off here; writes that were acknowledged may be in it. */
  Optional<Path> tail() throws StoreException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .filter(each -> each.getFileName().toString().startsWith(TORN))
          .max(Comparator.naturalOrder());
    } catch (IOException | UncheckedIOException e) {
      throw new StoreException("what waits in " + folder() + " cannot be listed", e);
    }
  }

  /** Where the entry behind this one begins; below 0 if this one is torn. */
  private long next(long position, long length) throws IOException {
    if (length - position < HEAD) {
      return -1;
    }
    entries.seek(position);
    int size = entries.readInt();
    int sum = entries.readInt();
    if (size < 0 || size > LONGEST || size > length - position - HEAD) {
      return -1;
    }
    byte[] content = new byte[size];
    entries.readFully(content);
    if (sum(content) == sum && size > 0) {
      return position + HEAD + size;
    }
    if (position + HEAD + size == length || isZero(position, length)) {
      return -1;
    }
    throw new StoreException(
        "what waits for the store in "
            + file
            + " is damaged at byte "
            + position
            + ": restore the file from a backup, or move it away to do without what it holds");
  }

  /** A power cut may leave the length and not what was written. */
  private boolean isZero(long position, long length) throws IOException {
    entries.seek(position);
    byte[] buffer = new byte[1 << 16];
    long left = length - position;
    while (left > 0) {
      int count = (int) Math.min(left, buffer.length);
      entries.readFully(buffer, 0, count);
      for (int i = 0; i < count; i++) {
        if (buffer[i] != 0) {
          return false;
        }
      }
      left -= count;
    }
    return true;
  }

  private static int sum(byte[] content) {
    CRC32C sum = new CRC32C();
    sum.update(content);
    return (int) sum.getValue();
  }

  private long readMark() throws IOException {
    try {
      long marked = Long.parseLong(Files.readString(mark).strip());
      return marked > end ? 0 : marked;
    } catch (NoSuchFileException | NumberFormatException _) {
      return 0;
    }
  }

  /**
   * Adds an entry, which is on disk then.
   *
   * @param content not empty
   * @return where it begins
   * @throws StoreException if the disk is full or fails; the entry is not there then
   */
  long append(byte[] content) throws StoreException {
    ByteBuffer entry = ByteBuffer.allocate(HEAD + content.length);
    entry.putInt(content.length).putInt(sum(content)).put(content);
    try {
      entries.seek(end);
      entries.write(entry.array());
      entries.getFD().sync();
    } catch (IOException e) {
      try {
        entries.setLength(end);
      } catch (IOException late) {
        e.addSuppressed(late);
      }
      throw fault(file, e);
    }
    long begin = end;
    end += entry.capacity();
    return begin;
  }

  private static StoreException fault(Path file, IOException cause) {
    return new StoreException(
        "the store is away and what waits for it cannot be written to "
            + file
            + " ("
            + StoreException.reason(cause)
            + "): make room on that disk, then run the same command again",
        cause);
  }

  /** The content of the entry that begins there. */
  byte[] read(long begin) throws StoreException {
    try {
      entries.seek(begin);
      byte[] content = new byte[entries.readInt()];
      int _ = entries.readInt();
      entries.readFully(content);
      return content;
    } catch (IOException e) {
      throw new StoreException(
          "what waits for the store in "
              + file
              + " cannot be read ("
              + StoreException.reason(e)
              + ")",
          e);
    }
  }

  /** Where the entry behind the one that begins there begins. */
  long behind(long begin) throws StoreException {
    return begin + HEAD + read(begin).length;
  }

  /** Where the first entry that is not delivered begins; empty if all are. */
  Optional<Long> first() {
    return delivered < end ? Optional.of(delivered) : Optional.empty();
  }

  /** Where each entry that is not delivered begins, in order. */
  List<Long> waiting() throws StoreException {
    List<Long> begins = new ArrayList<>();
    for (long position = delivered; position < end; position = behind(position)) {
      begins.add(position);
    }
    return begins;
  }

  /** Notes that the entries before this position are delivered; a kill may lose the note. */
  void delivered(long position) throws StoreException {
    delivered = position;
    try {
      AtomicFile.write(mark, Long.toString(position));
    } catch (IOException e) {
      throw fault(mark, e);
    }
  }

  /** Empties it: all is delivered. */
  void clear() throws StoreException {
    try {
      // The mark first: left behind, it would be one of entries that come later.
      Files.deleteIfExists(mark);
      Folders.sync(folder());
      entries.setLength(0);
      entries.getFD().sync();
      end = 0;
      delivered = 0;
    } catch (IOException e) {
      throw fault(file, e);
    }
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }
}
