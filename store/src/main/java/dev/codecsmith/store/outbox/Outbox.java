package dev.codecsmith.store.outbox;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.attempts.RetryLoop;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.store.lease.CampaignHold;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to a store that may be away.
 *
 * <p>While the store is there, writes go to it. The first that fails because it is away, and all
 * behind it, are written to a {@link Journal} and wait; reads see them. A thread tries with growing
 * pauses, delivers in order what waits, and from then on writes go to the store again. What a
 * process left waiting, however it ended, is delivered by the next one that opens the folder,
 * before it does anything else.
 *
 * <p>Whether a condition of a write holds is decided here while the store is away. That is right as
 * long as nobody else writes the campaign, which its lease sees to: it is confirmed before anything
 * is delivered. If another process has it by then, what waits is set aside and writes are refused.
 */
public final class Outbox implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final RetryPolicy<Object> UNTIL_IT_IS_BACK =
      RetryPolicy.builder()
          .handle(StoreException.class)
          .withBackoff(FIRST_PAUSE, Duration.ofSeconds(30))
          .withMaxRetries(-1)
          .build();

  private final Path folder;
  private final WaitingWrites waiting;
  private final ExperimentStore store;
  private final ArtifactStore artifacts;
  private final OutboxExperimentStore experiments;
  private final OutboxArtifactStore kept;
  private final StoreAccess access;
  private final Object delivering = new Object();
  private final Thread thread = Thread.ofVirtual().name("outbox").unstarted(this::deliverAll);

  private Outbox(
      Path folder,
      WaitingWrites waiting,
      FileArtifactStore files,
      ExperimentStore store,
      ArtifactStore artifacts) {
    this.folder = folder;
    this.waiting = waiting;
    this.store = store;
    this.artifacts = artifacts;
    this.access = new StoreAccess(waiting, this::deliver);
    this.experiments = new OutboxExperimentStore(this, access, waiting, store);
    this.kept = new OutboxArtifactStore(access, waiting, artifacts, files);
  }

  /**
   * Opens what waits in a folder; {@link #start} is what makes it look after the store.
   *
   * @param folder only for who holds the data folder's lock
   * @param owner unique among all that ever open the folder
   * @param store this outbox's to close
   * @param artifacts closed with the store
   */
  public static Outbox open(
      Path folder, String owner, ExperimentStore store, ArtifactStore artifacts)
      throws StoreException {
    WaitingWrites waiting = WaitingWrites.open(folder);
    if (waiting.count() == 0) {
      clearArtifacts(folder.resolve("artifacts"), waiting.tail());
    }
    FileArtifactStore files = FileArtifactStore.open(folder.resolve("artifacts"), owner);
    int _ = files.sweep();
    return new Outbox(folder, waiting, files, store, artifacts);
  }

  /** Nothing waits, so these are of a process that was killed right behind their delivery. */
  private static void clearArtifacts(Path artifacts, Optional<Path> tail) throws StoreException {
    if (tail.isPresent()) {
      // Or of writes that are in the tail: once for each tail they are kept beside it.
      String name = tail.get().getFileName().toString();
      Path kept = artifacts.resolveSibling(name.replace("journal", "artifacts"));
      if (Files.exists(artifacts) && Files.notExists(kept)) {
        try {
          Files.move(artifacts, kept, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
          throw new StoreException(
              artifacts + " cannot be kept as " + kept + " (" + StoreException.reason(e) + ")", e);
        }
      }
    }
    Folders.remove(artifacts);
  }

  /** Looks after the store from now on. */
  public void start() {
    thread.start();
  }

  /** The records and events. */
  public ExperimentStore experiments() {
    return experiments;
  }

  /** The artifacts. */
  public ArtifactStore artifacts() {
    return kept;
  }

  /**
   * From now on somebody hears how it stands with the store, and reads that need it wait until it
   * is back.
   *
   * @param held of the campaign that is written; made sure of before writes
   */
  public void listen(OutboxListener hearing, CampaignHold held) {
    access.listen(hearing, held);
  }

  /** Nobody hears it any more, so nothing is waited for. */
  public void listenNoMore() {
    access.listenNoMore();
  }

  /** How many writes wait. */
  public int waiting() {
    return waiting.count();
  }

  /** Where they wait. */
  public Path folder() {
    return folder;
  }

  /** The campaigns that what waits is of. */
  public Set<String> campaigns() throws StoreException {
    return waiting.campaigns();
  }

  /**
   * Waits until nothing waits any more.
   *
   * @throws StoreException lasting, if what waits cannot be delivered any more, or not until a
   *     person has mended something; if this is closed before
   */
  public void awaitDelivered() throws StoreException, InterruptedException {
    access.awaitDelivered();
  }

  private void deliverAll() {
    try {
      while (access.awaitAway()) {
        Thread.sleep(FIRST_PAUSE);
        boolean _ =
            RetryLoop.<Boolean, StoreException>run(
                UNTIL_IT_IS_BACK,
                () -> {
                  if (access.awaitAway()) {
                    deliver();
                  }
                  return true;
                },
                (fault, _) -> stillAway((StoreException) fault),
                Thread::sleep);
      }
    } catch (StoreException e) {
      throw new IllegalStateException("it is tried without an end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stillAway(StoreException fault) {
    if (fault.isLasting()) {
      log.warn("What waits for the store cannot be delivered: {}", fault.getMessage());
    } else {
      log.info("The store is still away: {}", fault.getMessage());
    }
  }

  /**
   * Delivers what waits, now.
   *
   * @throws StoreException if the store is away; lasting, if only a person can mend it, or if what
   *     waits was set aside because another process has its campaign
   */
  public void deliver() throws StoreException {
    synchronized (delivering) {
      try {
        deliverWaiting();
      } catch (StoreException e) {
        if (e.isLasting()) {
          access.endWaiting(e);
        }
        throw e;
      }
    }
  }

  private void deliverWaiting() throws StoreException {
    Delivery delivery = new Delivery(store, artifacts, this::file);
    try {
      makeSure(CampaignHold::confirm);
      Optional<Long> next = waiting.first();
      while (next.isPresent()) {
        // Delivering may take longer than the lease is valid, or the machine may be suspended.
        makeSure(CampaignHold::requireHeld);
        WaitingWrite write = waiting.at(next.get());
        delivery.make(write);
        waiting.delivered(next.get());
        removeFileOf(write);
        next = waiting.first();
      }
      // A store that nothing waited for is asked for anything, to see whether it is there.
      Optional<?> _ = store.findCampaign("-");
      boolean _ = artifacts.contains("0".repeat(64));
      access.back();
    } catch (Delivery.ConflictException e) {
      throw setAside(String.valueOf(e.getMessage()));
    }
  }

  /** A way to make sure of a campaign. */
  @FunctionalInterface
  private interface Check {
    void of(CampaignHold held) throws StoreException;
  }

  /** Sets aside what waits where another process has the campaign. */
  private void makeSure(Check check) throws StoreException {
    CampaignHold held = access.hold();
    try {
      check.of(held);
    } catch (StoreException e) {
      // Where the store refuses to say who has it, what waits stays.
      if (held.isLost() && waiting.count() > 0) {
        throw setAside(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private void removeFileOf(WaitingWrite write) {
    if (write instanceof WaitingWrite.Artifact artifact) {
      try {
        Files.deleteIfExists(file(artifact.sha256()));
      } catch (IOException e) {
        // The next process that opens the folder removes it.
        log.debug("An artifact that was delivered was not removed: {}", e.toString());
      }
    }
  }

  private Path file(String sha256) {
    return folder.resolve("artifacts").resolve(sha256.substring(0, 2)).resolve(sha256.substring(2));
  }

  /**
   * What waits is not to be delivered any more.
   *
   * @param reason why, in a clause
   */
  public StoreException setAside(String reason) throws StoreException {
    return access.refuse(() -> moveAside(reason));
  }

  private String moveAside(String reason) throws StoreException {
    Path aside =
        folder.resolveSibling(
            "%s-set-aside-%d".formatted(folder.getFileName(), Instant.now().toEpochMilli()));
    String sentence =
        "%d writes that waited here for the store were set aside in %s, since another process has written their campaign meanwhile (%s)"
            .formatted(waiting.count(), aside, reason);
    waiting.close();
    try {
      Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StoreException(
          "what waits in " + folder + " cannot be set aside (" + StoreException.reason(e) + ")", e);
    }
    return sentence;
  }

  /** Ends; what waits is delivered by who opens the folder next. */
  @Override
  public void close() {
    thread.interrupt();
    access.close();
    waiting.close();
    store.close();
  }
}
