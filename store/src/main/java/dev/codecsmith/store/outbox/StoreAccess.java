package dev.codecsmith.store.outbox;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.lease.CampaignHold;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of a store that may be away: whether it is, who hears of that, and what becomes of a call
 * meanwhile. Safe for threads; writes to a store that is there go side by side, and what changes
 * how it stands with the store is alone.
 */
final class StoreAccess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StoreAccess.class);

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

  /** Delivers what waits. */
  @FunctionalInterface
  interface Delivering {
    void make() throws StoreException;
  }

  /** Puts what waits where it is not delivered from, and says so in a sentence. */
  @FunctionalInterface
  interface Removal {
    String make() throws StoreException;
  }

  private final WaitingWrites waiting;
  private final Delivering delivery;
  private final ReentrantReadWriteLock turn = new ReentrantReadWriteLock(true);
  private final Condition changed = turn.writeLock().newCondition();
  private final ExecutorService notices =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("notices of the store").factory());

  // Below under the lock of turn: direct writes share it, what changes the state has it alone.
  private Optional<StoreException> away = Optional.empty();
  private Optional<String> refused = Optional.empty();

  /** Why the last delivery failed, where only a person can mend it; only while it is away. */
  private Optional<StoreException> lastingFault = Optional.empty();

  private boolean closed;
  private Optional<OutboxListener> listener = Optional.empty();
  private CampaignHold hold = CampaignHold.byTheFolder();

  /**
   * A store that nothing is known of; it is taken to be away if something waits for it.
   *
   * @param delivery what a call does that needs all delivered, where nobody listens
   */
  StoreAccess(WaitingWrites waiting, Delivering delivery) {
    this.waiting = waiting;
    this.delivery = delivery;
    if (waiting.count() > 0) {
      away = Optional.of(new StoreException("what an earlier process wrote waits to be delivered"));
    }
  }

  /** From now on somebody hears of it, and reads wait until the store is back. */
  void listen(OutboxListener hearing, CampaignHold held) {
    turn.writeLock().lock();
    try {
      listener = Optional.of(hearing);
      hold = held;
    } finally {
      turn.writeLock().unlock();
    }
  }

  /** Nobody hears it any more, so nothing is waited for. */
  void listenNoMore() {
    turn.writeLock().lock();
    try {
      listener = Optional.empty();
      hold = CampaignHold.byTheFolder();
      changed.signalAll();
    } finally {
      turn.writeLock().unlock();
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

  /** Of the campaign that is written. */
  CampaignHold hold() throws StoreException {
    turn.readLock().lock();
    try {
      requireAllowed();
      return hold;
    } finally {
      turn.readLock().unlock();
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
    return decided.isPresent() ? decided.get() : settledWrite(call);
  }

  /** Nothing was set aside. */
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
    boolean delivered = false;
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
        if (delivered) {
          // It takes what it is asked for and not this.
          throw fault.get();
        }
        delivery.make();
        delivered = true;
      }
    }
  }

  /** The same with a write, before which the campaign is made sure of. */
  <T> T settledWrite(Call<T> call) throws StoreException {
    return settled(() -> {
      hold.requireHeld();
      return call.make();
    });
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

  /** See {@link Outbox#awaitDelivered}. */
  void awaitDelivered() throws StoreException, InterruptedException {
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

  /** False once it is closed or refuses. */
  boolean awaitAway() throws InterruptedException {
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

  /** Who waits for the store hears of a fault that only a person can mend. */
  void endWaiting(StoreException fault) {
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

  /** The store is there; writes go to it again, unless more wait meanwhile. */
  void back() throws StoreException {
    turn.writeLock().lock();
    try {
      if (away.isEmpty()) {
        return;
      }
      OptionalInt delivered = waiting.clear();
      if (delivered.isEmpty()) {
        return;
      }
      int count = delivered.getAsInt();
      away = Optional.empty();
      lastingFault = Optional.empty();
      log.info("The store is back; {} writes were delivered", count);
      listener.ifPresent(hearing -> notices.execute(() -> hearing.back(count)));
      changed.signalAll();
    } finally {
      turn.writeLock().unlock();
    }
  }

  /** What waits is not to be delivered any more, and nothing is to be written. */
  StoreException refuse(Removal removal) throws StoreException {
    turn.writeLock().lock();
    try {
      String sentence = removal.make();
      refused = Optional.of(sentence);
      changed.signalAll();
      return StoreException.lasting(sentence);
    } finally {
      turn.writeLock().unlock();
    }
  }

  /** Whoever waits goes on, with the fault that the store is away for. */
  @Override
  public void close() {
    turn.writeLock().lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      turn.writeLock().unlock();
    }
    notices.close();
  }
}
