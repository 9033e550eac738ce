package dev.codecsmith.store.files;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Artifacts as files: {@code ab/cdef…} holds the blob whose SHA-256 is {@code abcdef…}.
 *
 * <p>A blob is written to a file of its own below {@code tmp}, forced to disk, renamed to its name
 * in one step, and the folder is forced to disk. So a file with a name is always whole, whatever is
 * killed and whenever; a killed writer leaves at most a temporary file, which {@link #sweep}
 * removes. (A cache does without the forcing: see {@link #openCache}.)
 *
 * <p>Nobody takes turns here: two writers of the same bytes end with the same file. Only {@link
 * #sweep} and {@link #collect} need to know that no other process writes.
 */
public final class FileArtifactStore implements ArtifactStore {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern FOLDER = Pattern.compile("[0-9a-f]{2}");
  private static final Pattern REST = Pattern.compile("[0-9a-f]{62}");

  /** File systems stamp files by a clock that may lag the system's by some milliseconds. */
  private static final long CLOCK_SLACK_SECONDS = 2;

  private final Path directory;
  private final Path temporary;
  private final String owner;
  private final boolean writable;
  private final boolean durable;
  private final FileTime opened;
  private final AtomicLong counter = new AtomicLong();

  /** Many may put at once, but none while {@link #collect} deletes. */
  private final ReadWriteLock collecting = new ReentrantReadWriteLock();

  private FileArtifactStore(Path directory, String owner, boolean writable, boolean durable) {
    this.directory = directory;
    this.temporary = directory.resolve("tmp");
    this.owner = owner;
    this.writable = writable;
    this.durable = durable;
    this.opened = FileTime.from(Instant.now().minusSeconds(CLOCK_SLACK_SECONDS));
  }

  /**
   * Opens the folder for reading and writing; makes it if need be.
   *
   * @param owner marks temporary files; unique among all that ever open the folder
   */
  public static FileArtifactStore open(Path directory, String owner) throws StoreException {
    return open(directory, owner, true);
  }

  /**
   * Opens the folder of a cache: what is put there is not forced to disk, and a power cut may leave
   * blobs that are damaged, which is found when they are read.
   */
  public static FileArtifactStore openCache(Path directory, String owner) throws StoreException {
    return open(directory, owner, false);
  }

  private static FileArtifactStore open(Path directory, String owner, boolean durable)
      throws StoreException {
    FileArtifactStore store =
        new FileArtifactStore(directory.toAbsolutePath(), owner, true, durable);
    try {
      Files.createDirectories(store.temporary);
    } catch (IOException e) {
      throw store.fault("cannot be made", e);
    }
    return store;
  }

  /** Opens the folder for reading. */
  public static FileArtifactStore openForReading(Path directory) {
    return new FileArtifactStore(directory.toAbsolutePath(), "", false, false);
  }

  @Override
  public String put(byte[] bytes) throws StoreException {
    requireWritable();
    collecting.readLock().lock();
    try {
      String sha256 = DigestUtils.sha256Hex(bytes);
      if (!touch(sha256, bytes.length)) {
        store(new ByteArrayInputStream(bytes));
      }
      return sha256;
    } catch (IOException e) {
      throw fault("cannot be written", e);
    } finally {
      collecting.readLock().unlock();
    }
  }

  @Override
  public String put(Path file) throws StoreException {
    requireWritable();
    try (InputStream in = openSource(file)) {
      return put(in);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw fault("cannot be written", e);
    }
  }

  private static InputStream openSource(Path file) throws StoreException {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new StoreException(
          "the file "
              + file
              + " cannot be read to be kept as an artifact ("
              + StoreException.reason(e)
              + ")",
          e);
    }
  }

  /**
   * Stores what a stream holds.
   *
   * @throws StoreException also if the stream cannot be read to its end; then nothing is stored
   */
  public String put(InputStream in) throws StoreException {
    requireWritable();
    collecting.readLock().lock();
    try {
      return store(in);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw fault("cannot be written", e);
    } finally {
      collecting.readLock().unlock();
    }
  }

  private String store(InputStream in) throws IOException {
    Path draft = temporary.resolve(owner + "~" + counter.incrementAndGet());
    try {
      MessageDigest digest = DigestUtils.getSha256Digest();
      long size = 0;
      String sha256;
      // Not a channel: an interrupted thread would close it under the write.
      try (FileOutputStream out = new FileOutputStream(draft.toFile())) {
        byte[] buffer = new byte[1 << 16];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          digest.update(buffer, 0, count);
          out.write(buffer, 0, count);
          size += count;
        }
        sha256 = HexFormat.of().formatHex(digest.digest());
        if (touch(sha256, size)) {
          return sha256;
        }
        if (durable) {
          out.getFD().sync();
        }
      }
      publish(draft, path(sha256));
      return sha256;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private void publish(Path draft, Path target) throws IOException {
    Path folder = target.resolveSibling(".").normalize();
    try {
      Files.createDirectory(folder);
      sync(directory);
    } catch (FileAlreadyExistsException _) {
      // Another blob, or another writer of this one, was first.
    }
    Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
  }

  /** Has a blob of a cache on disk, so that a power cut does not damage it. */
  public void force(String sha256) throws StoreException {
    Path path = path(sha256);
    try {
      Folders.sync(path);
      Folders.sync(path.resolveSibling(".").normalize());
      Folders.sync(directory);
    } catch (IOException e) {
      throw fault("cannot be written", e);
    }
  }

  private void sync(Path folder) throws IOException {
    if (durable) {
      Folders.sync(folder);
    }
  }

  /**
   * Whether the blob is here in its full length. Its time is set to now, which keeps {@link
   * #collect} from taking it before a record names it.
   */
  private boolean touch(String sha256, long size) throws IOException {
    Path path = path(sha256);
    try {
      if (Files.size(path) != size) {
        return false;
      }
      Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
      return true;
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  @Override
  public boolean contains(String sha256) throws StoreException {
    return Files.isRegularFile(path(sha256));
  }

  @Override
  public long size(String sha256) throws StoreException {
    Path path = path(sha256);
    try {
      return Files.size(path);
    } catch (NoSuchFileException e) {
      throw missing(sha256, path, e);
    } catch (IOException e) {
      throw fault("cannot be read", e);
    }
  }

  private static StoreException missing(String sha256, Path path, IOException cause) {
    return new StoreException(
        "artifact "
            + sha256
            + " is missing: there is no file "
            + path
            + "; restore it from a backup, or evaluate its experiment again",
        cause);
  }

  /** The file that holds a blob, or would hold it. */
  public Path file(String sha256) throws StoreException {
    return path(sha256);
  }

  /**
   * Deletes a blob; whoever has it open reads it to its end all the same.
   *
   * @return whether it was here
   */
  public boolean delete(String sha256) throws StoreException {
    requireWritable();
    Path path = path(sha256);
    try {
      return Files.deleteIfExists(path);
    } catch (IOException e) {
      throw fault("cannot be deleted", e);
    }
  }

  /** Is shown a blob. */
  @FunctionalInterface
  public interface Visitor {
    void visit(String sha256, Path file) throws IOException;
  }

  /** Shows every blob. */
  public void each(Visitor visitor) throws StoreException {
    try {
      walk(visitor);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw fault("cannot be listed", e);
    }
  }

  private void walk(Visitor visitor) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory, this::isFolder)) {
      for (Path folder : folders) {
        try (DirectoryStream<Path> blobs = Files.newDirectoryStream(folder)) {
          for (Path blob : blobs) {
            String rest = blob.getFileName().toString();
            if (REST.matcher(rest).matches()) {
              visitor.visit(folder.getFileName() + rest, blob);
            }
          }
        }
      }
    }
  }

  @Override
  public InputStream open(String sha256) throws StoreException {
    return open(sha256, () -> {});
  }

  /**
   * Opens a blob.
   *
   * @param ifDamaged what is done where it turns out not to be what it is named, before that is
   *     told
   */
  public InputStream open(String sha256, Runnable ifDamaged) throws StoreException {
    Path path = path(sha256);
    try {
      return new VerifyingInputStream(
          Files.newInputStream(path), sha256, path.toString(), ifDamaged);
    } catch (NoSuchFileException e) {
      throw missing(sha256, path, e);
    } catch (IOException e) {
      throw fault("cannot be read", e);
    }
  }

  private Path path(String sha256) throws StoreException {
    if (!NAME.matcher(sha256).matches()) {
      throw new StoreException(
          "'" + sha256 + "' does not name an artifact: a name is 64 lower-case hex digits");
    }
    return directory.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2));
  }

  /**
   * Removes the temporary files of writers that were killed. Only for who knows that no other
   * process writes here.
   *
   * @return how many there were
   */
  public int sweep() throws StoreException {
    requireWritable();
    int swept = 0;
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(temporary)) {
      for (Path draft : drafts) {
        if (!draft.getFileName().toString().startsWith(owner + "~")
            && Files.deleteIfExists(draft)) {
          swept++;
        }
      }
    } catch (IOException e) {
      throw fault("cannot be swept", e);
    }
    return swept;
  }

  /** Which artifacts are mentioned; asked for those of one first byte together. */
  @FunctionalInterface
  public interface Mentioned {
    boolean contains(String sha256) throws IOException;
  }

  /**
   * Deletes artifacts that nothing mentions, save those that were put since this store was opened:
   * their record may not be written yet. Only for who knows that no other process writes here.
   *
   * @return how many were deleted
   */
  public int collect(Mentioned mentioned) throws StoreException {
    requireWritable();
    collecting.writeLock().lock();
    try {
      return deleteAllBut(mentioned);
    } catch (IOException e) {
      throw fault("cannot be cleaned", e);
    } finally {
      collecting.writeLock().unlock();
    }
  }

  private int deleteAllBut(Mentioned mentioned) throws IOException {
    int[] deleted = {0};
    walk((sha256, blob) -> {
      if (Files.getLastModifiedTime(blob).compareTo(opened) < 0
          && !mentioned.contains(sha256)
          && Files.deleteIfExists(blob)) {
        deleted[0]++;
      }
    });
    return deleted[0];
  }

  private boolean isFolder(Path path) {
    return FOLDER.matcher(path.getFileName().toString()).matches() && Files.isDirectory(path);
  }

  private void requireWritable() throws StoreException {
    if (!writable) {
      throw new StoreException("the artifacts in " + directory + " are open for reading only");
    }
  }

  private StoreException fault(String what, IOException cause) {
    return new StoreException(
        "the artifacts in "
            + directory
            + " "
            + what
            + " ("
            + StoreException.reason(cause)
            + "): check the folder's permissions and the disk's free space, then run the same"
            + " command again",
        cause);
  }
}
