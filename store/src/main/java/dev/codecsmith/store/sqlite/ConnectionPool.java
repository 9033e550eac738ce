package dev.codecsmith.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/** At most so many connections to one SQLite file, which are handed out in the order of asking. */
final class ConnectionPool implements ConnectionFactory, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

  private final String url;
  private final SQLiteConfig config;
  private final int size;
  private final Semaphore permits;
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Jdbi jdbi = Jdbi.create(this);
  private boolean closed;

  ConnectionPool(String url, SQLiteConfig config, int size) {
    this.url = url;
    this.config = config;
    this.size = size;
    this.permits = new Semaphore(size, true);
  }

  Jdbi jdbi() {
    return jdbi;
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
    NativeLibrary.prepare();
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
