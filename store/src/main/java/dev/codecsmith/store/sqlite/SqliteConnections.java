package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * The connections to one SQLite file: one that writes and a few that read.
 *
 * <p>SQLite has one writer at a time anyway. Queueing for it here, in the order of arrival, is
 * cheaper and fairer than polling for its lock. In WAL mode readers neither wait for the writer nor
 * hold it up, and each sees the state of one commit.
 */
final class SqliteConnections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteConnections.class);

  private static final int READERS = 4;
  private static final int BUSY_TIMEOUT_MILLIS = 30_000;

  private final Path file;
  private final Pool writers;
  private final Pool readers;

  private SqliteConnections(Path file, Pool writers, Pool readers) {
    this.file = file;
    this.writers = writers;
    this.readers = readers;
  }

  static SqliteConnections forWriting(Path file) {
    SQLiteConfig writing = new SQLiteConfig();
    writing.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    writing.enforceForeignKeys(true);
    // In WAL mode FULL is what makes a commit outlive a power cut.
    writing.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    // Taking the write lock at once cannot fail half-way as upgrading a read lock can.
    writing.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    return new SqliteConnections(
        file, new Pool(url(file), writing, 1), new Pool(url(file), reading(), READERS));
  }

  static SqliteConnections forReading(Path file) {
    String url = isAtRest(file) ? url(file) + "?immutable=1" : url(file);
    return new SqliteConnections(
        file, new Pool(url, new SQLiteConfig(), 0), new Pool(url, reading(), READERS));
  }

  private static SQLiteConfig reading() {
    SQLiteConfig reading = new SQLiteConfig();
    reading.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    reading.setReadOnly(true);
    return reading;
  }

  /** As a URI, because in a plain path a question mark would start a list of settings. */
  private static String url(Path file) {
    return "jdbc:sqlite:" + file.toUri();
  }

  /**
   * Whether no log of a writer is there and this process cannot make one, as on a read-only disk.
   * Even a reader needs the log's index, unless SQLite is told that nothing changes.
   */
  private static boolean isAtRest(Path file) {
    return !Files.exists(file.resolveSibling(file.getFileName() + "-wal"))
        && !Files.isWritable(file.resolveSibling("."));
  }

  Path file() {
    return file;
  }

  /** Work with a handle, which may throw what a person should read. */
  @FunctionalInterface
  interface Work<T> {
    T run(Handle handle) throws StoreException;
  }

  /** Reads in one transaction, so that all of the work sees one state. */
  <T> T read(Work<T> work) throws StoreException {
    try {
      return readers.jdbi.inTransaction(work::run);
    } catch (JdbiException e) {
      throw SqliteFaults.explain(file, e);
    }
  }

  /** Writes in one transaction; once this returns, the work is on disk. */
  <T> T write(Work<T> work) throws StoreException {
    requireWritable();
    try {
      return writers.jdbi.inTransaction(work::run);
    } catch (JdbiException e) {
      throw SqliteFaults.explain(file, e);
    }
  }

  /** Works with the writing connection outside a transaction. */
  <T> T configure(Work<T> work) throws StoreException {
    requireWritable();
    try {
      return writers.jdbi.withHandle(work::run);
    } catch (JdbiException e) {
      throw SqliteFaults.explain(file, e);
    }
  }

  private void requireWritable() throws StoreException {
    if (writers.size == 0) {
      throw new StoreException("the store " + file + " is open for reading only");
    }
  }

  /** Closes the connections, waiting for work in progress; later work fails. */
  @Override
  public void close() {
    readers.close();
    // The last to close moves the write-ahead log into the database, so it must be a writer.
    writers.close();
  }

  private static final class Pool implements ConnectionFactory, AutoCloseable {
    private final String url;
    private final SQLiteConfig config;
    private final int size;
    private final Semaphore permits;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Jdbi jdbi = Jdbi.create(this);
    private boolean closed;

    Pool(String url, SQLiteConfig config, int size) {
      this.url = url;
      this.config = config;
      this.size = size;
      this.permits = new Semaphore(size, true);
    }

    @Override
    public Connection openConnection() throws SQLException {
      permits.acquireUninterruptibly();
      boolean opened = false;
      try {
        Connection connection = idleOrNew();
        opened = true;
        return connection;
      } finally {
        if (!opened) {
          permits.release();
        }
      }
    }

    private Connection idleOrNew() throws SQLException {
      synchronized (idle) {
        if (closed) {
          throw new SQLException("it is closed");
        }
        Connection connection = idle.poll();
        if (connection != null) {
          return connection;
        }
      }
      return config.createConnection(url);
    }

    @Override
    public void closeConnection(Connection connection) {
      synchronized (idle) {
        idle.push(connection);
      }
      permits.release();
    }

    @Override
    public void close() {
      synchronized (idle) {
        closed = true;
      }
      permits.acquireUninterruptibly(size);
      synchronized (idle) {
        for (Connection connection : idle) {
          closeQuietly(connection);
        }
        idle.clear();
      }
      permits.release(size);
    }

    /** All commits are on disk by now; a failure to close loses nothing. */
    private static void closeQuietly(Connection connection) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.warn("a connection to the store did not close: {}", e.getMessage());
      }
    }
  }
}
