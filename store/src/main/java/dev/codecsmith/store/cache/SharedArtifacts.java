package dev.codecsmith.store.cache;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.attempts.RetryLoop;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The artifacts of a store that machines share, by way of a cache on this disk.
 *
 * <p>What is read comes from the cache, or is fetched into it once and checked. What is put goes
 * into the cache and on to the store. While the store is away it waits here, each with a mark in a
 * folder, and a thread delivers it, at the latest that of the next process. No more than half of
 * the cache waits: then putting fails, as it does with a store that is away.
 */
public final class SharedArtifacts implements ArtifactStore, ArtifactFiles, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SharedArtifacts.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final RetryPolicy<Object> UNTIL_IT_IS_BACK =
      RetryPolicy.builder()
          .withBackoff(FIRST_PAUSE, Duration.ofSeconds(30))
          .withMaxRetries(-1)
          .build();

  private final ArtifactStore store;
  private final ArtifactCache cache;
  private final Path marks;
  private final Map<String, Object> fetching = new ConcurrentHashMap<>();

  /** What waits, in the order in which it came. */
  private final SequencedMap<String, Waiting> waiting = new LinkedHashMap<>();

  private long waitingBytes;
  private final Thread thread = Thread.ofVirtual().name("shared artifacts").unstarted(this::run);

  private record Waiting(long bytes, ArtifactCache.Hold hold) {}

  private SharedArtifacts(ArtifactStore store, ArtifactCache cache, Path marks) {
    this.store = store;
    this.cache = cache;
    this.marks = marks;
  }

  /**
   * Opens what waits from earlier; {@link #start} is what makes it deliver.
   *
   * @param store that machines share; whoever opened it closes it
   * @param marks a folder of this process alone, made if need be
   */
  public static SharedArtifacts open(ArtifactStore store, ArtifactCache cache, Path marks)
      throws StoreException {
    SharedArtifacts shared = new SharedArtifacts(store, cache, marks);
    try {
      Files.createDirectories(marks);
      try (DirectoryStream<Path> left = Files.newDirectoryStream(marks)) {
        for (Path mark : left) {
          shared.recover(mark);
        }
      }
      return shared;
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw fault(marks, e);
    }
  }

  private static StoreException fault(Path marks, IOException cause) {
    return new StoreException(
        "what waits for the shared store cannot be noted in "
            + marks
            + " ("
            + StoreException.reason(cause)
            + "): check its permissions and the disk's free space",
        cause);
  }

  private void recover(Path mark) throws IOException {
    String sha256 = mark.getFileName().toString();
    if (sha256.matches("[0-9a-f]{64}") && cache.contains(sha256)) {
      add(sha256);
    } else {
      log.warn("{} waited for the shared store and is not here any more", sha256);
      Files.deleteIfExists(mark);
    }
  }

  /** Delivers what waits from now on. */
  public void start() {
    thread.start();
  }

  @Override
  public String put(byte[] bytes) throws StoreException {
    String sha256 = DigestUtils.sha256Hex(bytes);
    try (ArtifactCache.Hold _ = cache.hold(List.of(sha256))) {
      String _ = cache.put(bytes);
      deliverOrWait(sha256);
      return sha256;
    }
  }

  @Override
  public String put(Path file) throws StoreException {
    while (true) {
      String sha256 = hash(file);
      try (ArtifactCache.Hold _ = cache.hold(List.of(sha256))) {
        if (cache.put(file).equals(sha256)) {
          deliverOrWait(sha256);
          return sha256;
        }
        // Somebody writes the file: as it is now, it has another name.
      }
    }
  }

  private static String hash(Path file) throws StoreException {
    try (InputStream in = Files.newInputStream(file)) {
      return DigestUtils.sha256Hex(in);
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

  private void deliverOrWait(String sha256) throws StoreException {
    if (waiting() == 0) {
      try {
        deliver(sha256);
        return;
      } catch (StoreException e) {
        if (!e.isAway()) {
          throw e;
        }
        log.warn("what is made here waits for the shared store: {}", e.getMessage());
      }
    }
    await(sha256);
  }

  private void deliver(String sha256) throws StoreException {
    String got = store.put(cache.file(sha256));
    if (!got.equals(sha256)) {
      cache.forget(sha256);
      throw new StoreException(
          "artifact " + sha256 + " is damaged: its file on this disk has the hash " + got);
    }
    cache.isElsewhere(sha256);
  }

  private synchronized void await(String sha256) throws StoreException {
    if (waiting.containsKey(sha256)) {
      return;
    }
    if (waitingBytes + sizeHere(sha256) > cache.limitBytes() / 2) {
      throw new StoreException(
          "the shared store is away, and %d MiB wait for it, as much as --cache allows: try again"
              .formatted(waitingBytes >> 20));
    }
    // No other store has it yet.
    cache.force(sha256);
    try {
      Files.createFile(marks.resolve(sha256));
      Folders.sync(marks);
    } catch (IOException e) {
      throw fault(marks, e);
    }
    add(sha256);
    notifyAll();
  }

  private long sizeHere(String sha256) throws StoreException {
    try {
      return Files.size(cache.file(sha256));
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException("artifact " + sha256 + " cannot be read (" + e + ")", e);
    }
  }

  private synchronized void add(String sha256) throws StoreException {
    Waiting next = new Waiting(sizeHere(sha256), cache.hold(List.of(sha256)));
    waiting.put(sha256, next);
    waitingBytes += next.bytes();
  }

  /** How many wait for the store. */
  public synchronized int waiting() {
    return waiting.size();
  }

  private void run() {
    try {
      while (true) {
        awaitSome();
        Thread.sleep(FIRST_PAUSE);
        boolean _ =
            RetryLoop.<Boolean, IOException>run(
                UNTIL_IT_IS_BACK,
                () -> {
                  deliverAll();
                  return true;
                },
                (fault, _) ->
                    log.warn(
                        "{} artifacts wait for the shared store: {}",
                        waiting(),
                        fault.getMessage()),
                Thread::sleep);
      }
    } catch (IOException e) {
      throw new IllegalStateException("it is tried without an end", e);
    } catch (InterruptedException _) {
      // It is closed.
      return;
    }
  }

  private synchronized void awaitSome() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
  }

  /** Delivers what waits, to the last, or until the store is away. */
  void deliverAll() throws IOException {
    int delivered = 0;
    while (true) {
      String sha256;
      synchronized (this) {
        if (waiting.isEmpty()) {
          log.info("the shared store is back; it has the {} artifacts that waited", delivered);
          return;
        }
        sha256 = waiting.firstEntry().getKey();
      }
      if (cache.contains(sha256)) {
        deliver(sha256);
        delivered++;
      } else {
        log.error("{} waited for the shared store and is not here any more", sha256);
      }
      delivered(sha256);
    }
  }

  private void delivered(String sha256) throws IOException {
    Files.deleteIfExists(marks.resolve(sha256));
    Waiting gone;
    synchronized (this) {
      gone = waiting.remove(sha256);
      waitingBytes -= gone == null ? 0 : gone.bytes();
    }
    if (gone != null) {
      gone.hold().close();
    }
  }

  @Override
  public boolean contains(String sha256) throws StoreException {
    return cache.contains(sha256) || store.contains(sha256);
  }

  @Override
  public InputStream open(String sha256) throws StoreException {
    try (ArtifactCache.Hold _ = cache.hold(List.of(sha256))) {
      fetch(sha256);
      return cache.open(sha256);
    }
  }

  @Override
  public long size(String sha256) throws StoreException {
    try (ArtifactCache.Hold _ = cache.hold(List.of(sha256))) {
      fetch(sha256);
      return cache.size(sha256);
    }
  }

  @Override
  public Path file(String sha256) throws StoreException {
    fetch(sha256);
    return cache.file(sha256);
  }

  /** Whoever needs what somebody else fetches waits for it. */
  private void fetch(String sha256) throws StoreException {
    if (cache.contains(sha256)) {
      return;
    }
    Object lock = fetching.computeIfAbsent(sha256, _ -> new Object());
    try {
      synchronized (lock) {
        if (!cache.contains(sha256)) {
          cache.fetch(sha256, () -> store.open(sha256));
          cache.isElsewhere(sha256);
        }
      }
    } finally {
      fetching.remove(sha256, lock);
    }
  }

  @Override
  public void forget(String sha256) throws StoreException {
    cache.forget(sha256);
  }

  /** Delivers nothing more; what waits is the next process's. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
