package dev.codecsmith.lab.local;

import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.sandbox.InfrastructureException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Built programs whose rate points are measured one by one: the newest, each built once. Who needs
 * one that another thread builds waits for it. Safe for all threads.
 */
final class SharedBuilds {
  static final int MOST = 16;

  private final SequencedMap<Key, Entry> kept = new LinkedHashMap<>();

  /** What must be the same for a built program to be used again. */
  record Key(String programSha256, JobSettings settings) {}

  /** Builds one. */
  @FunctionalInterface
  interface Build {
    PreparedProgram program() throws InfrastructureException, InterruptedException;
  }

  private static final class Entry {
    private final ReentrantLock building = new ReentrantLock();
    private @Nullable PreparedProgram program;
    private int users;
    private boolean dropped;
  }

  /** A built program that stays while this is open. */
  final class Use implements AutoCloseable {
    private final Entry entry;
    private final PreparedProgram program;

    private Use(Entry entry, PreparedProgram program) {
      this.entry = entry;
      this.program = program;
    }

    PreparedProgram program() {
      return program;
    }

    /** Has it built anew for whoever comes next. */
    void drop() {
      synchronized (SharedBuilds.this) {
        kept.values().remove(entry);
        entry.dropped = true;
      }
    }

    @Override
    public void close() {
      release(entry);
    }
  }

  /** The program, built now if it is not here. */
  Use use(Key key, Build build) throws InfrastructureException, InterruptedException {
    Entry entry;
    synchronized (this) {
      entry = kept.computeIfAbsent(key, _ -> new Entry());
      kept.putLast(key, entry);
      entry.users++;
    }
    boolean built = false;
    try {
      PreparedProgram program = built(entry, build);
      built = true;
      return new Use(entry, program);
    } finally {
      if (!built) {
        release(entry);
      }
    }
  }

  private static PreparedProgram built(Entry entry, Build build)
      throws InfrastructureException, InterruptedException {
    entry.building.lockInterruptibly();
    try {
      PreparedProgram program = entry.program;
      if (program == null) {
        program = build.program();
        entry.program = program;
      }
      return program;
    } finally {
      entry.building.unlock();
    }
  }

  /** Keeps one that was built elsewhere, unless there is one. */
  void keep(Key key, PreparedProgram program) throws InfrastructureException, InterruptedException {
    try (Use use = use(key, () -> program)) {
      if (!use.program().equals(program)) {
        program.close();
      }
    }
  }

  private synchronized void release(Entry entry) {
    entry.users--;
    if (entry.users == 0 && entry.program == null) {
      kept.values().remove(entry);
    }
    if (entry.users == 0 && entry.dropped && entry.program != null) {
      entry.program.close();
    }
    Iterator<Entry> oldest = kept.values().iterator();
    while (kept.size() > MOST && oldest.hasNext()) {
      Entry next = oldest.next();
      if (next.users == 0 && next.program != null) {
        oldest.remove();
        next.program.close();
      }
    }
  }
}
