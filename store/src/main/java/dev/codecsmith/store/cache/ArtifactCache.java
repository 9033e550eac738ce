package dev.codecsmith.store.cache;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.files.FileArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Artifacts in a folder that does not grow beyond a limit: what was used longest ago goes first,
 * and where the disk gets full it goes earlier.
 *
 * <p>What somebody {@linkplain #hold holds} never goes. What was stored, or said to be there,
 * within {@link #KEPT} does not go until it was {@linkplain #fetched fetched}, unless it
 * {@linkplain #isElsewhere is elsewhere} too: whoever asked counts on it. So the limit may be
 * passed; {@link #reasonAgainst} then says that there is no room for more work.
 *
 * <p>The folder is all there is. A blob is one file that appears and goes in one step, so whatever
 * is killed and whenever, the next process finds whole blobs and counts them. One that goes while
 * it is read is read to its end. Nothing is forced to disk, as another store would do: what a power
 * cut damages is found when it is read, told, and forgotten, so that it is sent or fetched again.
 */
public final class ArtifactCache implements ArtifactStore, ArtifactFiles {
  /** How long what nobody has fetched is kept. */
  public static final Duration KEPT = Duration.ofHours(1);

  /** With less room than this on the disk, the cache makes some. */
  static final long RESERVE_BYTES = 2L << 30;

  private static final Logger log = LoggerFactory.getLogger(ArtifactCache.class);

  private final FileArtifactStore files;
  private final Disk disk;
  private final InstantSource clock;
  private final long limit;

  /** What is here; what was used last stands last. */
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** How often a blob is held, also one that is not here yet. */
  private final Map<String, Integer> held = new HashMap<>();

  private long bytes;

  /** The room on the folder's disk. */
  @FunctionalInterface
  interface Disk {
    long freeBytes() throws IOException;
  }

  /** Keeps blobs where they are, until it is closed. */
  @FunctionalInterface
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  private static final class Entry {
    private long bytes;
    private Instant keptUntil;
    private boolean elsewhere;

    Entry(long bytes, Instant keptUntil) {
      this.bytes = bytes;
      this.keptUntil = keptUntil;
    }
  }

  private ArtifactCache(FileArtifactStore files, OptionalLong limit, Disk disk, InstantSource clock)
      throws IOException {
    this.files = files;
    this.disk = disk;
    this.clock = clock;
    count();
    this.limit = limit.isPresent() ? limit.getAsLong() : (disk.freeBytes() + bytes) / 2;
  }

  /**
   * Opens a folder of artifacts; no other process writes there. Nothing goes before something new
   * comes, or {@link #reasonAgainst} is asked: until then can be held what is not to go.
   *
   * @param owner see {@link FileArtifactStore#openCache}
   * @param limitBytes empty for half of what the disk has for it
   */
  public static ArtifactCache open(
      Path folder, String owner, OptionalLong limitBytes, InstantSource clock)
      throws StoreException {
    return open(
        FileArtifactStore.openCache(folder, owner),
        limitBytes,
        () -> Files.getFileStore(folder).getUsableSpace(),
        clock);
  }

  static ArtifactCache open(
      FileArtifactStore files, OptionalLong limitBytes, Disk disk, InstantSource clock)
      throws StoreException {
    try {
      return new ArtifactCache(files, limitBytes, disk, clock);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(
          "the disk of the artifacts cannot be looked at (" + StoreException.reason(e) + ")", e);
    }
  }

  private record Found(String sha256, long bytes, Instant stored, Instant used) {}

  /** Whether what is found was fetched is not known any more, so it is kept for its time. */
  private void count() throws StoreException {
    List<Found> all = new ArrayList<>();
    files.each((sha256, file) -> {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      Instant stored = is.lastModifiedTime().toInstant();
      Instant read = is.lastAccessTime().toInstant();
      all.add(new Found(sha256, is.size(), stored, read.isAfter(stored) ? read : stored));
    });
    all.sort(Comparator.comparing(Found::used).thenComparing(Found::sha256));
    Instant latest = clock.instant().plus(KEPT);
    for (Found each : all) {
      Instant until = each.stored().plus(KEPT);
      entries.put(each.sha256(), new Entry(each.bytes(), until.isAfter(latest) ? latest : until));
      bytes += each.bytes();
    }
  }

  /** Stores a blob in the files. */
  @FunctionalInterface
  private interface Storing {
    String store() throws StoreException;
  }

  @Override
  public String put(byte[] blob) throws StoreException {
    return stored(() -> files.put(blob));
  }

  @Override
  public String put(Path file) throws StoreException {
    return stored(() -> files.put(file));
  }

  /** Stores what comes from elsewhere under this name. */
  void fetch(String sha256, ArtifactSource from) throws StoreException {
    String _ =
        stored(() -> {
          try (InputStream in = from.open()) {
            return files.put(in);
          } catch (StoreException e) {
            throw e;
          } catch (IOException e) {
            throw new StoreException(
                "artifact " + sha256 + " cannot be fetched (" + StoreException.reason(e) + ")", e);
          }
        });
  }

  /** Opens what is fetched; it throws at its end if it is not what it is named. */
  @FunctionalInterface
  interface ArtifactSource {
    InputStream open() throws StoreException;
  }

  private String stored(Storing storing) throws StoreException {
    String sha256 = storing.store();
    while (!enter(sha256)) {
      // It was here, and went just then.
      sha256 = storing.store();
    }
    trim();
    return sha256;
  }

  /** Takes note of a blob, and that somebody counts on it; false if it is not here. */
  private synchronized boolean enter(String sha256) throws StoreException {
    long size;
    try {
      size = Files.size(files.file(sha256));
    } catch (StoreException e) {
      throw e;
    } catch (IOException _) {
      drop(sha256);
      return false;
    }
    Entry entry = entries.computeIfAbsent(sha256, _ -> new Entry(0, Instant.MIN));
    bytes += size - entry.bytes;
    entry.bytes = size;
    entry.keptUntil = entry.elsewhere ? Instant.MIN : clock.instant().plus(KEPT);
    return true;
  }

  private void drop(String sha256) {
    Entry gone = entries.remove(sha256);
    if (gone != null) {
      bytes -= gone.bytes;
    }
  }

  /** Whoever is told that it is here may count on it for {@link #KEPT}. */
  @Override
  public boolean contains(String sha256) throws StoreException {
    return enter(sha256);
  }

  @Override
  public synchronized InputStream open(String sha256) throws StoreException {
    // To look it up is to use it: it stands last from now on.
    Entry _ = entries.get(sha256);
    return files.open(sha256, () -> forgetDamaged(sha256));
  }

  @Override
  public long size(String sha256) throws StoreException {
    return files.size(sha256);
  }

  @Override
  public void makeRoom(long coming) {
    trim(coming);
  }

  @Override
  public Path file(String sha256) throws StoreException {
    if (!enter(sha256)) {
      throw new StoreException(
          "artifact " + sha256 + " is missing: it is not in the cache any more; send it again");
    }
    return files.file(sha256);
  }

  @Override
  public synchronized void forget(String sha256) throws StoreException {
    boolean _ = files.delete(sha256);
    drop(sha256);
  }

  /** What a power cut left may be damaged: whoever needs it sends or fetches it again. */
  private void forgetDamaged(String sha256) {
    try {
      forget(sha256);
      log.warn("{} was damaged on disk, and is out of the cache", sha256);
    } catch (StoreException e) {
      log.warn("{} is damaged on disk and stays there: {}", sha256, e.getMessage());
    }
  }

  /** Has a blob on disk for good. */
  void force(String sha256) throws StoreException {
    files.force(sha256);
  }

  /** Whoever asked for a blob has it: it may go when its turn comes. */
  synchronized void fetched(String sha256) {
    Entry entry = entries.get(sha256);
    if (entry != null) {
      entry.keptUntil = Instant.MIN;
    }
  }

  /** A blob can be had from elsewhere at any time: it may go whenever its turn comes. */
  synchronized void isElsewhere(String sha256) {
    Entry entry = entries.get(sha256);
    if (entry != null) {
      entry.elsewhere = true;
      entry.keptUntil = Instant.MIN;
    }
  }

  /** Keeps blobs, also those that come only later. */
  public synchronized Hold hold(Collection<String> hashes) {
    Set<String> all = Set.copyOf(hashes);
    all.forEach(sha256 -> held.merge(sha256, 1, Integer::sum));
    return () -> release(all);
  }

  private void release(Set<String> hashes) {
    synchronized (this) {
      hashes.forEach(
          sha256 -> held.computeIfPresent(sha256, (_, count) -> count == 1 ? null : count - 1));
    }
    trim();
  }

  private void trim() {
    trim(0);
  }

  /**
   * Deletes what was used longest ago, until the rest is within the limit and the disk has room,
   * also for what is coming.
   */
  private synchronized void trim(long coming) {
    long excess = Math.max(bytes - limit, shortage() + coming);
    Instant now = clock.instant();
    Iterator<Map.Entry<String, Entry>> oldestFirst = entries.entrySet().iterator();
    while (excess > 0 && oldestFirst.hasNext()) {
      Map.Entry<String, Entry> next = oldestFirst.next();
      Entry entry = next.getValue();
      if (held.containsKey(next.getKey()) || entry.keptUntil.isAfter(now)) {
        continue;
      }
      try {
        boolean _ = files.delete(next.getKey());
        oldestFirst.remove();
        bytes -= entry.bytes;
        excess -= entry.bytes;
      } catch (StoreException e) {
        log.warn("{} stays in the cache: {}", next.getKey(), e.getMessage());
      }
    }
  }

  /** How much room the disk lacks. */
  private long shortage() {
    try {
      return RESERVE_BYTES - disk.freeBytes();
    } catch (IOException e) {
      log.warn("the disk of the cache cannot be looked at: {}", e.toString());
      return 0;
    }
  }

  /** Why there is no room for more work, in a sentence; empty where there is. */
  public synchronized Optional<String> reasonAgainst() {
    trim();
    return bytes > limit
        ? Optional.of(
            "The cache holds %d MiB that running jobs need or nobody has fetched yet, and may hold %d MiB: start it with a larger --cache."
                .formatted(bytes >> 20, limit >> 20))
        : Optional.empty();
  }

  /** How much it holds. */
  public synchronized long bytes() {
    return bytes;
  }

  /** How much it may hold. */
  public long limitBytes() {
    return limit;
  }
}
