package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.StoreException;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;

/**
 * The connections to one SQLite file: one that writes and a few that read.
 *
 * <p>SQLite has one writer at a time anyway. Queueing for it here, in the order of arrival, is
 * cheaper and fairer than polling for its lock. In WAL mode readers neither wait for the writer nor
 * hold it up, and each sees the state of one commit.
 */
final class SqliteConnections implements AutoCloseable {
  private static final int READERS = 4;
  private static final int BUSY_TIMEOUT_MILLIS = 30_000;

  private final Path file;
  private final Optional<ConnectionPool> writers;
  private final StoreReader reader;

  private SqliteConnections(Path file, Optional<ConnectionPool> writers, StoreReader reader) {
    this.file = file;
    this.writers = writers;
    this.reader = reader;
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
        file,
        Optional.of(new ConnectionPool(url(file), writing, 1)),
        StoreReader.besideTheWriter(readers(url(file))));
  }

  static SqliteConnections forReading(Path file) throws StoreException {
    return new SqliteConnections(
        file, Optional.empty(), StoreReader.of(file, SqliteConnections::readers));
  }

  /**
   * Reads a copy.
   *
   * @param file what it is a copy of, as messages name it
   * @param closed run when it is closed
   */
  static SqliteConnections forReadingCopy(Path file, Path copy, Runnable closed) {
    return new SqliteConnections(
        file,
        Optional.empty(),
        StoreReader.besideTheWriter(readers(url(copy))).thenRunning(closed));
  }

  private static ConnectionPool readers(String url) {
    return new ConnectionPool(url, reading(), READERS);
  }

  private static SQLiteConfig reading() {
    SQLiteConfig reading = new SQLiteConfig();
    reading.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    reading.setReadOnly(true);
    return reading;
  }

  /** As a URI, because in a plain path a question mark would start a list of settings. */
  static String url(Path file) {
    return "jdbc:sqlite:" + file.toUri();
  }

  /** A place in a table as callers hold it between pages; the beginning is empty. */
  static long place(String from) {
    return from.isEmpty() ? 0 : Long.parseLong(from);
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
      return reader.read(work);
    } catch (JdbiException e) {
      throw SqliteFaults.explain(file, e);
    }
  }

  /** Writes what is there at one moment into a new file. */
  void copyTo(Path target) throws StoreException {
    try {
      reader.copyTo(target);
    } catch (JdbiException e) {
      throw SqliteFaults.explain(file, e);
    }
  }

  /** Writes in one transaction; once this returns, the work is on disk. */
  <T> T write(Work<T> work) throws StoreException {
    ConnectionPool pool = requireWritable();
    try {
      return pool.jdbi().inTransaction(work::run);
    } catch (JdbiException e) {
      throw SqliteFaults.explain(file, e);
    }
  }

  /** Works with the writing connection outside a transaction. */
  <T> T configure(Work<T> work) throws StoreException {
    ConnectionPool pool = requireWritable();
    try {
      return pool.jdbi().withHandle(work::run);
    } catch (JdbiException e) {
      throw SqliteFaults.explain(file, e);
    }
  }

  private ConnectionPool requireWritable() throws StoreException {
    return writers.orElseThrow(
        () -> new StoreException("the store " + file + " is open for reading only"));
  }

  /** Closes the connections, waiting for work in progress; later work fails. */
  @Override
  public void close() {
    reader.close();
    // The last to close moves the write-ahead log into the database, so it must be a writer.
    writers.ifPresent(ConnectionPool::close);
  }
}
