package dev.codecsmith.store.sqlite;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.codecsmith.store.StoreException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Reads a SQLite file, also one that this process may not write. */
interface StoreReader extends AutoCloseable {

  /** Runs the work in one transaction, so that all of it sees one state. */
  default <T> T read(SqliteConnections.Work<T> work) throws StoreException {
    return use(jdbi -> jdbi.inTransaction(work::run));
  }

  /** Writes what is there at one moment into a new file. */
  default void copyTo(Path target) throws StoreException {
    use(jdbi -> jdbi.withHandle(handle -> handle.execute("VACUUM INTO ?", target.toString())));
  }

  /** What is done with connections. */
  @FunctionalInterface
  interface Use<T> {
    T of(Jdbi jdbi) throws StoreException;
  }

  /** Uses connections; more than once if the file turns out to have changed meanwhile. */
  @CanIgnoreReturnValue
  <T> T use(Use<T> use) throws StoreException;

  @Override
  void close();

  /** The same, with something to be run once it is closed. */
  default StoreReader thenRunning(Runnable last) {
    StoreReader first = this;
    return new StoreReader() {
      @Override
      public <T> T use(Use<T> use) throws StoreException {
        return first.use(use);
      }

      @Override
      public void close() {
        first.close();
        last.run();
      }
    };
  }

  /** Reads where this process writes as well. */
  static StoreReader besideTheWriter(ConnectionPool pool) {
    return new StoreReader() {
      @Override
      public <T> T use(Use<T> use) throws StoreException {
        return use.of(pool.jdbi());
      }

      @Override
      public void close() {
        pool.close();
      }
    };
  }

  /**
   * Reads where this process does not write.
   *
   * @param pools makes connections to a URI
   */
  static StoreReader of(Path file, Function<String, ConnectionPool> pools) throws StoreException {
    return new OfOthersFile(file, pools, ReadOnlyView.of(file, pools));
  }

  /** Looks at the file anew when another process has changed what seemed to be at rest. */
  final class OfOthersFile implements StoreReader {
    private static final int ATTEMPTS = 5;

    private final Path file;
    private final Function<String, ConnectionPool> pools;
    private ReadOnlyView view;

    private OfOthersFile(Path file, Function<String, ConnectionPool> pools, ReadOnlyView view) {
      this.file = file;
      this.pools = pools;
      this.view = view;
    }

    @Override
    public <T> T use(Use<T> use) throws StoreException {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        ReadOnlyView current = current();
        try {
          T result = use.of(current.pool().jdbi());
          if (current.holds()) {
            return result;
          }
        } catch (JdbiException | StoreException e) {
          // A file that changes under a reader may look damaged.
          if (current.holds()) {
            throw e;
          }
        }
      }
      throw new StoreException(
          "the store " + file + " is being written by another process: try again in a moment");
    }

    private synchronized ReadOnlyView current() throws StoreException {
      if (!view.holds()) {
        view.close();
        view = ReadOnlyView.of(file, pools);
      }
      return view;
    }

    @Override
    public synchronized void close() {
      view.close();
    }
  }
}
