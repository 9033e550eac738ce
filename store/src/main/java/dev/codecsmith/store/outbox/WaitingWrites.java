package dev.codecsmith.store.outbox;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** The writes that wait for a store, in a {@link Journal}, and what is known of them. */
final class WaitingWrites implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WaitingWrites.class);

  private final Path folder;

  // All below under the lock of this.
  private final Journal journal;
  private final WaitingIndex index = new WaitingIndex();
  private int count;

  /** How many were delivered since the store went away. */
  private int delivered;

  /** Something that is asked of what is known here. */
  @FunctionalInterface
  interface Known<T> {
    T of(WaitingIndex index) throws StoreException;
  }

  private WaitingWrites(Path folder, Journal journal) {
    this.folder = folder;
    this.journal = journal;
  }

  /**
   * Opens what waits in a folder.
   *
   * @throws StoreException if it is damaged, or of another version
   */
  static WaitingWrites open(Path folder) throws StoreException {
    WaitingWrites writes = new WaitingWrites(folder, Journal.open(folder));
    boolean opened = false;
    try {
      writes.recover();
      opened = true;
      return writes;
    } finally {
      if (!opened) {
        writes.close();
      }
    }
  }

  private synchronized void recover() throws StoreException {
    for (long begin : journal.waiting()) {
      index.add(begin, at(begin));
      count++;
    }
  }

  /** What was cut off the journal's end when it was opened. */
  synchronized Optional<Path> tail() throws StoreException {
    return journal.tail();
  }

  /** How many wait. */
  synchronized int count() {
    return count;
  }

  /** The campaigns that they are of. */
  synchronized Set<String> campaigns() throws StoreException {
    Set<String> campaigns = new TreeSet<>();
    for (long begin : journal.waiting()) {
      at(begin).campaign().ifPresent(campaigns::add);
    }
    return campaigns;
  }

  /** What is known here. */
  synchronized <T> T known(Known<T> question) throws StoreException {
    return question.of(index);
  }

  /** The write that waits at a place. */
  WaitingWrite at(long begin) throws StoreException {
    byte[] json;
    synchronized (this) {
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

  /** Has one more wait; it is on disk then. */
  synchronized void add(WaitingWrite write) throws StoreException {
    index.add(journal.append(Json.write(write).getBytes(StandardCharsets.UTF_8)), write);
    count++;
  }

  /** Where the next one waits; empty if none does. */
  synchronized Optional<Long> first() {
    return journal.first();
  }

  /** Takes note that the first one, and those before it, were delivered. */
  synchronized void delivered(long begin) throws StoreException {
    long behind = journal.behind(begin);
    try {
      journal.delivered(behind);
    } catch (StoreException e) {
      // Without the note, as on a full disk, the next process delivers it again, to no effect.
      log.info("A write was delivered and that was not noted: {}", e.getMessage());
    }
    delivered++;
    count--;
  }

  /**
   * Empties the journal if all were delivered.
   *
   * @return how many that were; empty if more wait
   */
  synchronized OptionalInt clear() throws StoreException {
    if (journal.first().isPresent()) {
      return OptionalInt.empty();
    }
    journal.clear();
    index.delivered();
    int all = delivered;
    delivered = 0;
    return OptionalInt.of(all);
  }

  @Override
  public synchronized void close() {
    try {
      journal.close();
    } catch (IOException e) {
      log.debug("The journal was not closed cleanly: {}", e.toString());
    }
  }
}
