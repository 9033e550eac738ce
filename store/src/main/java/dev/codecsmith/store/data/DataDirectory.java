package dev.codecsmith.store.data;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.store.ArtifactLinks;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.EventLog;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lease.CampaignHold;
import dev.codecsmith.store.outbox.Outbox;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder given by {@code --data}: everything Codecsmith keeps on one machine.
 *
 * <pre>
 * lock           held by the one process that may write; names it
 * identity       tells the folder from every other, where its store is shared
 * store.sqlite   campaigns, experiments, events, cached values
 * artifacts/     blobs by SHA-256
 * clips/         clips that were generated or converted
 * outbox/        what waits for a shared store that is away
 * work/OWNER/    scratch of a running process
 * </pre>
 *
 * <p>One process writes at a time, any number read, also meanwhile. Since the kernel lets go of the
 * lock only when its holder has ended, whoever opens the folder for writing knows that the owner of
 * every unfinished experiment other than {@link #owner()} is dead and may take it over.
 */
public final class DataDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

  /**
   * A process may open, close and open again; its experiments of the first time are orphans then.
   */
  private static final AtomicInteger OPENED = new AtomicInteger();

  /** What the folder is opened for. */
  public enum Access {
    READ,
    WRITE
  }

  private final Path path;
  private final String owner;
  private final @Nullable DirectoryLock lock;
  private final StoreKind kind;
  private final StoreKind.Stores stores;

  /** Whether closing this lets go of the lock. */
  private final boolean ownsLock;

  private DataDirectory(
      Path path,
      String owner,
      @Nullable DirectoryLock lock,
      boolean ownsLock,
      StoreKind kind,
      StoreKind.Stores stores) {
    this.path = path;
    this.owner = owner;
    this.lock = lock;
    this.ownsLock = ownsLock;
    this.kind = kind;
    this.stores = stores;
  }

  /**
   * Opens the folder. For writing it is made if need be, and what dead processes left in {@code
   * work} is removed.
   *
   * @throws StoreException if another process has it open for writing and so shall this one, if
   *     there is no store to read, or if a file cannot be read or written; its message is for the
   *     user
   */
  public static DataDirectory open(Path path, Access access) throws StoreException {
    return open(path, access, new SqliteAndFiles());
  }

  /** The same where records and artifacts are kept elsewhere. */
  public static DataDirectory open(Path path, Access access, StoreKind kind) throws StoreException {
    return switch (access) {
      case READ -> openForReading(path, nextOwner(), kind);
      case WRITE -> openForWriting(path, kind);
    };
  }

  private static String nextOwner() {
    return ProcessIdentity.current().token() + "-" + OPENED.incrementAndGet();
  }

  /**
   * Who has a folder open for writing.
   *
   * @param process in words
   * @param campaign the id of the campaign that it runs there, if it runs one
   */
  public record Writer(String process, Optional<String> campaign) {}

  /**
   * Which process has the folder open for writing; empty if none has. Asking writes nothing and
   * takes no lock, so it is in no writer's way and works where this user may only read.
   *
   * @throws StoreException if that cannot be found out
   */
  public static Optional<Writer> writer(Path path) throws StoreException {
    try {
      return Files.isDirectory(path) ? DirectoryLock.holderOf(path) : Optional.empty();
    } catch (IOException e) {
      throw new StoreException(
          "it cannot be found out which process has the data folder "
              + path
              + " open ("
              + StoreException.reason(e)
              + "): give this user the right to read the folder and the file lock in it",
          e);
    }
  }

  private static DataDirectory openForReading(Path path, String owner, StoreKind kind)
      throws StoreException {
    if (!kind.isThere(path)) {
      if (Files.exists(path) && !Files.isDirectory(path)) {
        throw noFolder(path);
      }
      throw new StoreException(
          (Files.exists(path) ? "there is no Codecsmith store in " : "there is no data folder ")
              + path
              + ": give the folder of a campaign with --data, or start a campaign there");
    }
    return new DataDirectory(path, owner, null, false, kind, kind.openForReading(path));
  }

  private static DataDirectory openForWriting(Path path, StoreKind kind) throws StoreException {
    DirectoryLock lock = lock(path, ProcessIdentity.current());
    DataDirectory opened = null;
    try {
      opened = opened(path, lock, true, kind);
      return opened;
    } finally {
      if (opened == null) {
        unlock(lock);
      }
    }
  }

  /**
   * This folder with records and artifacts in another store, for as long as that is needed: what
   * this folder left waiting for that store is delivered first. Its owner is another one each time.
   * Closing it closes the store only; this folder must stay open until then.
   *
   * @throws IllegalStateException if opened for reading
   */
  public DataDirectory with(StoreKind elsewhere) throws StoreException {
    return opened(path, requireLock(), false, elsewhere);
  }

  /** Who has the lock opens the store, and what goes with it. */
  private static DataDirectory opened(
      Path path, DirectoryLock lock, boolean ownsLock, StoreKind kind) throws StoreException {
    String owner = nextOwner();
    StoreKind.Stores stores = null;
    DataDirectory opened = null;
    try {
      stores =
          kind.openForWriting(
              path,
              new StoreKind.Opener(
                  owner, "%s with the data folder %s".formatted(lock.holder(), path)));
      Files.createDirectories(path.resolve("clips"));
      Path work = Files.createDirectories(path.resolve("work"));
      if (ownsLock) {
        sweepWork(work);
      }
      Files.createDirectories(work.resolve(owner));
      opened = new DataDirectory(path, owner, lock, ownsLock, kind, stores);
      return opened;
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw unwritable(path, e);
    } finally {
      if (opened == null && stores != null) {
        stores.experiments().close();
      }
    }
  }

  private static DirectoryLock lock(Path path, ProcessIdentity process) throws StoreException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw noFolder(path);
    }
    try {
      Files.createDirectories(path);
      return DirectoryLock.acquire(path, process, Instant.now());
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static StoreException noFolder(Path path) {
    return new StoreException(path + " is a file, not a folder: choose a folder with --data");
  }

  private static StoreException unwritable(Path path, IOException cause) {
    return new StoreException(
        "the data folder "
            + path
            + " cannot be written ("
            + StoreException.reason(cause)
            + "): check its permissions and the disk's free space, or choose another folder with"
            + " --data",
        cause);
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** As {@code --store} names it, where records and artifacts are not in the folder itself. */
  public Optional<String> store() {
    return kind.name();
  }

  /** Where its artifacts are, in the words of {@link StoreKind#artifactsPlace()}. */
  public Optional<String> artifactsPlace() {
    return kind.artifactsPlace();
  }

  /**
   * Takes a campaign, which is stored, before it is run, from whoever shares the store.
   *
   * @param waiting told, in a sentence, if it has to be found out whether another process lives
   * @throws StoreException with a sentence if another process has the campaign
   */
  public CampaignHold hold(String campaignId, Consumer<String> waiting)
      throws StoreException, InterruptedException {
    return stores.hold(campaignId, waiting);
  }

  /** What waits in this folder while the store is away; empty where it cannot be away. */
  public Optional<Outbox> outbox() {
    return stores.outbox();
  }

  public ExperimentStore experiments() {
    return stores.experiments();
  }

  /** What happened in its campaigns. */
  public EventLog events() {
    return stores.experiments();
  }

  /**
   * Whether an older version wrote the records and a copy of them is read: what is written
   * meanwhile does not show.
   */
  public boolean isCopy() {
    return stores.isCopy();
  }

  public ArtifactStore artifacts() {
    return stores.artifacts();
  }

  /** Links by which others read the artifacts; empty where the store gives none. */
  public Optional<ArtifactLinks> links() {
    return stores.links();
  }

  /** Where clips that were generated or converted are kept; exists once opened for writing. */
  public Path clipsDirectory() {
    return path.resolve("clips");
  }

  /**
   * Scratch of this process alone, removed when it closes or, if it is killed, when the next one
   * opens.
   *
   * @throws IllegalStateException if opened for reading
   */
  public Path workDirectory() {
    DirectoryLock _ = requireLock();
    return path.resolve("work").resolve(owner);
  }

  private DirectoryLock requireLock() {
    if (lock == null) {
      throw new IllegalStateException(
          "the data folder " + path + " is open for reading, and this is for who writes");
    }
    return lock;
  }

  /** Tells this opening of the folder from every other: host, process id, start and a count. */
  public String owner() {
    return owner;
  }

  /**
   * Tells other processes, by {@link #writer}, which campaign is run here.
   *
   * @throws IllegalStateException if opened for reading
   */
  public void announce(String campaignId) throws StoreException {
    announceLine(campaignId);
  }

  /**
   * Tells them that none is.
   *
   * @throws IllegalStateException if opened for reading
   */
  public void rest() throws StoreException {
    announceLine("");
  }

  private void announceLine(String activity) throws StoreException {
    try {
      requireLock().announce(activity);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /**
   * Forgets the rate points of programs that no experiment has, and deletes the artifacts that
   * nothing in the store needs, save those that were put since this folder was opened.
   *
   * @throws StoreException also if opened for reading
   */
  public StoreKind.Cleaned clean() throws StoreException {
    if (lock == null) {
      throw new StoreException("the data folder " + path + " is open for reading only");
    }
    try {
      Path scratch = Files.createTempDirectory(workDirectory(), "clean");
      try {
        return stores.clean(scratch);
      } finally {
        Folders.remove(scratch);
      }
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  @Override
  public void close() {
    stores.experiments().close();
    if (lock != null) {
      Folders.remove(workDirectory());
      if (ownsLock) {
        unlock(lock);
      }
    }
  }

  private static void unlock(DirectoryLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      // The kernel lets go of it at the latest when this process ends.
      LOG.debug("the lock of the data folder was not released cleanly: {}", e.toString());
    }
  }

  private static void sweepWork(Path work) throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(work)) {
      for (Path leftover : leftovers) {
        Folders.remove(leftover);
      }
    }
  }
}
