package dev.codecsmith.store.outbox;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.lease.CampaignHold;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

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
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** A call of the store that may be away. */
  @FunctionalInterface
  interface Call<T> {
    T make() throws StoreException;
  }

  /** Decides here what the store would answer, and what waits for it then. */
  @FunctionalInterface
  interface Decision<T> {
    /** Empty where that cannot be told without the store. */
    Optional<T> make() throws StoreException;
  }

  private final Path folder;
  private final Journal journal;
  private final ExperimentStore store;
  private final ArtifactStore artifacts;
  private final OutboxExperimentStore experiments;
  private final OutboxArtifactStore kept;
  private final ReentrantReadWriteLock turn = new ReentrantReadWriteLock(true);
  private final Condition changed = turn.writeLock().newCondition();
  private final Object delivering = new Object();
  private final ExecutorService notices =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("notices of the store").factory());
  private final Thread thread = Thread.ofVirtual().name("outbox").unstarted(this::deliverAll);

  /** The lock of the journal and of what is known of it; taken behind that of turn. */
  private final Object inside = new Object();

  private final WaitingIndex index = new WaitingIndex();
  private int waiting;

  /** How many were delivered since the store went away. */
  private int delivered;

  // Below under the lock of turn: direct writes share it, what changes the state has it alone.
  private Optional<StoreException> away = Optional.empty();
  private Optional<String> refused = Optional.empty();

  /** Why the last delivery failed, where only a person can mend it; only while it is away. */
  private Optional<StoreException> lastingFault = Optional.empty();

  private boolean closed;
  private Optional<OutboxListener> listener = Optional.empty();
  private CampaignHold hold = CampaignHold.byTheFolder();

  private Outbox(
      Path folder,
      Journal journal,
      FileArtifactStore files,
      ExperimentStore store,
      ArtifactStore artifacts) {
    this.folder = folder;
    this.journal = journal;
    this.store = store;
    this.artifacts = artifacts;
    this.experiments = new OutboxExperimentStore(this, store);
    this.kept = new OutboxArtifactStore(this, artifacts, files);
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
    Journal journal = Journal.open(folder);
    if (journal.first().isEmpty()) {
      clearArtifacts(folder.resolve("artifacts"), journal.tail());
    }
    FileArtifactStore files = FileArtifactStore.open(folder.resolve("artifacts"), owner);
    int _ = files.sweep();
    Outbox outbox = new Outbox(folder, journal, files, store, artifacts);
    outbox.recover();
    return outbox;
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

  private void recover() throws StoreException {
    for (long begin : journal.waiting()) {
      index.add(begin, read(begin));
      waiting++;
    }
    if (waiting > 0) {
      away = Optional.of(new StoreException("what an earlier process wrote waits to be delivered"));
    }
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
    turn.writeLock().lock();
    try {
      listener = Optional.of(hearing);
      hold = held;
    } finally {
      turn.writeLock().unlock();
    }
  }

  /** Nobody hears it any more, so nothing is waited for. */
  public void listenNoMore() {
    turn.writeLock().lock();
    try {
      listener = Optional.empty();
      hold = CampaignHold.byTheFolder();
      changed.signalAll();
    } finally {
      turn.writeLock().unlock();
    }
  }

  /** How many writes wait. */
  public int waiting() {
    synchronized (inside) {
      return waiting;
    }
  }

  /** Where they wait. */
  public Path folder() {
    return folder;
  }

  /** The campaigns that what waits is of. */
  public Set<String> campaigns() throws StoreException {
    synchronized (inside) {
      Set<String> campaigns = new TreeSet<>();
      for (long begin : journal.waiting()) {
        read(begin).campaign().ifPresent(campaigns::add);
      }
      return campaigns;
    }
  }

  boolean isAway() {
    turn.readLock().lock();
    try {
      return away.isPresent();
    } finally {
      turn.readLock().unlock();
    }
  }

  boolean hasListener() {
    turn.readLock().lock();
    try {
      return listener.isPresent();
    } finally {
      turn.readLock().unlock();
    }
  }

  /** What is known here. */
  <T> T known(Known<T> question) throws StoreException {
    synchronized (inside) {
      return question.of(index);
    }
  }

  /** Something that is asked of what is known here. */
  @FunctionalInterface
  interface Known<T> {
    T of(WaitingIndex index) throws StoreException;
  }

  /** The write that waits at a place. */
  WaitingWrite read(long begin) throws StoreException {
    byte[] json;
    synchronized (inside) {
      json = journal.read(begin);
    }
    try {
      return Json.read(new String(json, StandardCharsets.UTF_8), WaitingWrite.class);
    } catch (JacksonException e) {
      throw new StoreException(
          "what waits for the store in "
              + folder
              + " is of another version of Codecsmith ("
              + e.getOriginalMessage()
              + "): deliver it with that version",
          e);
    }
  }

  /** Has a write wait; in a decision. */
  void wait(WaitingWrite write) throws StoreException {
    byte[] json = Json.write(write).getBytes(StandardCharsets.UTF_8);
    synchronized (inside) {
      index.add(journal.append(json), write);
      waiting++;
    }
  }

  /**
   * Makes a write where the store is there, and has it wait where not.
   *
   * @param decision what is done where it is not
   */
  <T> T write(Call<T> call, Decision<T> decision) throws StoreException {
    Optional<StoreException> fault = Optional.empty();
    turn.readLock().lock();
    try {
      requireNoEnd();
      if (away.isEmpty()) {
        hold.requireHeld();
        return call.make();
      }
    } catch (StoreException e) {
      if (!e.isAway()) {
        throw e;
      }
      fault = Optional.of(e);
    } finally {
      turn.readLock().unlock();
    }
    Optional<T> decided;
    turn.writeLock().lock();
    try {
      requireNoEnd();
      fault.ifPresent(this::goneAway);
      // Where it came back meanwhile, what waits is delivered all the same.
      if (away.isEmpty()) {
        goneAway(new StoreException("the store was away a moment ago"));
      }
      decided = decision.make();
    } finally {
      turn.writeLock().unlock();
    }
    return decided.isPresent() ? decided.get() : settled(call);
  }

  private void requireAllowed() throws StoreException {
    if (refused.isPresent()) {
      throw StoreException.lasting(refused.get());
    }
  }

  /** Nothing is to wait for a store that does not come back by itself. */
  private void requireNoEnd() throws StoreException {
    requireAllowed();
    if (lastingFault.isPresent()) {
      throw StoreException.lasting(
          String.valueOf(lastingFault.get().getMessage()), lastingFault.get());
    }
  }

  /** Under the write lock. */
  private void goneAway(StoreException fault) {
    if (away.isEmpty()) {
      away = Optional.of(fault);
      log.warn("The store is away: {}", fault.getMessage());
      listener.ifPresent(
          hearing -> notices.execute(() -> hearing.away(String.valueOf(fault.getMessage()))));
      changed.signalAll();
    }
  }

  /** Reads from the store; where it is away, and somebody listens, it is waited for. */
  <T> T read(Call<T> call) throws StoreException {
    while (true) {
      try {
        return call.make();
      } catch (StoreException e) {
        if (!e.isAway() || !awaitBack(e)) {
          throw e;
        }
      }
    }
  }

  /** Makes a call that needs all that waits to be delivered. */
  <T> T settled(Call<T> call) throws StoreException {
    while (true) {
      Optional<StoreException> fault;
      turn.readLock().lock();
      try {
        requireAllowed();
        fault = away;
        if (fault.isEmpty()) {
          return call.make();
        }
      } catch (StoreException e) {
        if (!e.isAway()) {
          throw e;
        }
        fault = Optional.of(e);
      } finally {
        turn.readLock().unlock();
      }
      if (!awaitBack(fault.get())) {
        deliver();
      }
    }
  }

  /** False if nobody listens, so that nobody would know what is waited for. */
  private boolean awaitBack(StoreException fault) throws StoreException {
    turn.writeLock().lock();
    try {
      if (listener.isEmpty()) {
        return false;
      }
      goneAway(fault);
      awaitEnd();
      if (closed) {
        throw fault;
      }
      requireNoEnd();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw fault;
    } finally {
      turn.writeLock().unlock();
    }
  }

  /** Under the write lock: until the store is back, or does not come back by itself. */
  private void awaitEnd() throws InterruptedException {
    while (away.isPresent() && refused.isEmpty() && lastingFault.isEmpty() && !closed) {
      changed.await();
    }
  }

  /**
   * Waits until nothing waits any more.
   *
   * @throws StoreException lasting, if what waits cannot be delivered any more, or not until a
   *     person has mended something; if this is closed before
   */
  public void awaitDelivered() throws StoreException, InterruptedException {
    turn.writeLock().lock();
    try {
      awaitEnd();
      requireNoEnd();
      if (away.isPresent()) {
        throw away.get();
      }
    } finally {
      turn.writeLock().unlock();
    }
  }

  private void deliverAll() {
    try {
      Duration pause = FIRST_PAUSE;
      while (awaitAway()) {
        Thread.sleep(pause);
        try {
          deliver();
          pause = FIRST_PAUSE;
        } catch (StoreException e) {
          if (e.isLasting()) {
            log.warn("What waits for the store cannot be delivered: {}", e.getMessage());
          } else {
            log.info("The store is still away: {}", e.getMessage());
          }
          pause = pause.multipliedBy(2);
          pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False once it is closed or refuses. */
  private boolean awaitAway() throws InterruptedException {
    turn.writeLock().lock();
    try {
      while (away.isEmpty() && !closed && refused.isEmpty()) {
        changed.await();
      }
      return !closed && refused.isEmpty();
    } finally {
      turn.writeLock().unlock();
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
          keep(e);
        }
        throw e;
      }
    }
  }

  private void deliverWaiting() throws StoreException {
    Delivery delivery = new Delivery(store, artifacts, this::file);
    try {
      makeSure(CampaignHold::confirm);
      Optional<Long> next = next();
      while (next.isPresent()) {
        // Delivering may take longer than the lease is valid, or the machine may be suspended.
        makeSure(CampaignHold::requireHeld);
        delivery.make(read(next.get()));
        delivered(next.get());
        next = next();
      }
      // A store that nothing waited for is asked for anything, to see whether it is there.
      Optional<?> _ = store.findCampaign("-");
      boolean _ = artifacts.contains("0".repeat(64));
      back();
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
    CampaignHold held;
    turn.readLock().lock();
    try {
      requireAllowed();
      held = hold;
    } finally {
      turn.readLock().unlock();
    }
    try {
      check.of(held);
    } catch (StoreException e) {
      // Where the store refuses to say who has it, what waits stays.
      if (held.isLost() && waiting() > 0) {
        throw setAside(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /** Who waits for the store hears of a fault that only a person can mend. */
  private void keep(StoreException fault) {
    turn.writeLock().lock();
    try {
      if (away.isPresent()) {
        lastingFault = Optional.of(fault);
        changed.signalAll();
      }
    } finally {
      turn.writeLock().unlock();
    }
  }

  private Optional<Long> next() {
    synchronized (inside) {
      return journal.first();
    }
  }

  private void delivered(long begin) throws StoreException {
    WaitingWrite write = read(begin);
    synchronized (inside) {
      long behind = journal.behind(begin);
      try {
        journal.delivered(behind);
      } catch (StoreException e) {
        // Without the note, as on a full disk, the next process delivers it again, to no effect.
        log.info("A write was delivered and that was not noted: {}", e.getMessage());
      }
      delivered++;
      waiting--;
    }
    if (write instanceof WaitingWrite.Artifact artifact) {
      try {
        Files.deleteIfExists(file(artifact.sha256()));
      } catch (IOException e) {
        // The next process that opens the folder removes it.
        log.debug("An artifact that was delivered was not removed: {}", e.toString());
      }
    }
  }

  private void back() throws StoreException {
    turn.writeLock().lock();
    try {
      int count;
      synchronized (inside) {
        if (away.isEmpty() || journal.first().isPresent()) {
          return;
        }
        count = delivered;
        journal.clear();
        index.delivered();
        delivered = 0;
      }
      away = Optional.empty();
      lastingFault = Optional.empty();
      log.info("The store is back; {} writes were delivered", count);
      listener.ifPresent(hearing -> notices.execute(() -> hearing.back(count)));
      changed.signalAll();
    } finally {
      turn.writeLock().unlock();
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
    turn.writeLock().lock();
    try {
      Path aside =
          folder.resolveSibling(
              "%s-set-aside-%d".formatted(folder.getFileName(), Instant.now().toEpochMilli()));
      String sentence =
          "%d writes that waited here for the store were set aside in %s, since another process has written their campaign meanwhile (%s)"
              .formatted(waiting(), aside, reason);
      synchronized (inside) {
        journal.close();
      }
      Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
      refused = Optional.of(sentence);
      changed.signalAll();
      return StoreException.lasting(sentence);
    } catch (IOException e) {
      throw new StoreException(
          "what waits in " + folder + " cannot be set aside (" + StoreException.reason(e) + ")", e);
    } finally {
      turn.writeLock().unlock();
    }
  }

  /** Ends; what waits is delivered by who opens the folder next. */
  @Override
  public void close() {
    thread.interrupt();
    turn.writeLock().lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      turn.writeLock().unlock();
    }
    notices.close();
    synchronized (inside) {
      try {
        journal.close();
      } catch (IOException e) {
        log.debug("The journal was not closed cleanly: {}", e.toString());
      }
    }
    store.close();
  }
}
