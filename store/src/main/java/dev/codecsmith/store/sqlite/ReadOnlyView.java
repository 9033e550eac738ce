package dev.codecsmith.store.sqlite;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.TemporaryFolders;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.function.Function;

/**
 * A SQLite file as a process reads it that may not write beside it.
 *
 * <p>Even a reader of a database in WAL mode needs the log's index, a file of shared memory beside
 * the database. Where this process can make that file, or a writer has made it, nothing is special.
 * Where it can not, as on a read-only disk, there are two cases. Without a log the file is
 * complete, and SQLite is told that it does not change. With a log but no index, as in a copy of a
 * killed process's folder, the two are copied to a folder that can be written.
 *
 * <p>What SQLite is told not to change may change all the same, when another user's process begins
 * to write. So the files' state is looked at before and after each work; {@link #holds} tells
 * whether what was read is to be trusted.
 */
final class ReadOnlyView implements AutoCloseable {
  /** How the database is reached. */
  private enum Kind {
    SHARED,
    UNCHANGING,
    COPIED
  }

  /** What changes when anything is written. */
  private record State(Kind kind, long size, FileTime modified, long logSize) {
    static State of(Path file) throws IOException {
      BasicFileAttributes database = Files.readAttributes(file, BasicFileAttributes.class);
      Path log = beside(file, "-wal");
      boolean logged = Files.exists(log);
      Kind kind =
          Files.isWritable(file.resolveSibling("."))
                  || (logged && Files.exists(beside(file, "-shm")))
              ? Kind.SHARED
              : logged ? Kind.COPIED : Kind.UNCHANGING;
      return new State(
          kind, database.size(), database.lastModifiedTime(), logged ? Files.size(log) : -1);
    }
  }

  private final Path file;
  private final State state;
  private final ConnectionPool pool;
  private final Optional<Path> copy;

  private ReadOnlyView(Path file, State state, ConnectionPool pool, Optional<Path> copy) {
    this.file = file;
    this.state = state;
    this.pool = pool;
    this.copy = copy;
  }

  /**
   * Chooses how to read the file.
   *
   * @param pools makes connections to a URI
   */
  static ReadOnlyView of(Path file, Function<String, ConnectionPool> pools) throws StoreException {
    try {
      State state = State.of(file);
      String uri = SqliteConnections.url(file);
      return switch (state.kind()) {
        case SHARED -> new ReadOnlyView(file, state, pools.apply(uri), Optional.empty());
        case UNCHANGING ->
            new ReadOnlyView(file, state, pools.apply(uri + "?immutable=1"), Optional.empty());
        case COPIED -> {
          Path folder = copied(file);
          yield new ReadOnlyView(
              file,
              state,
              pools.apply(SqliteConnections.url(folder.resolve("store.sqlite"))),
              Optional.of(folder));
        }
      };
    } catch (IOException e) {
      throw new StoreException(
          "the store "
              + file
              + " cannot be read ("
              + StoreException.reason(e)
              + "): check that it is there and that this user may read it",
          e);
    }
  }

  private static Path copied(Path file) throws IOException {
    Path folder = TemporaryFolders.create("store");
    boolean complete = false;
    try {
      Path database = folder.resolve("store.sqlite");
      Files.copy(file, database);
      Files.copy(beside(file, "-wal"), beside(database, "-wal"));
      complete = true;
      return folder;
    } finally {
      if (!complete) {
        Folders.remove(folder);
      }
    }
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  ConnectionPool pool() {
    return pool;
  }

  /** Whether everything read up to now was read of files that nobody changed. */
  boolean holds() {
    if (state.kind() == Kind.SHARED) {
      return true;
    }
    try {
      return state.equals(State.of(file));
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    pool.close();
    copy.ifPresent(Folders::remove);
  }
}
