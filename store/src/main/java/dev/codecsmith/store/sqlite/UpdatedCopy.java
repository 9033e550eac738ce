package dev.codecsmith.store.sqlite;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.TemporaryFolders;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** A copy of an older version's file, with the newest schema, for who only reads. */
final class UpdatedCopy {
  private UpdatedCopy() {}

  /** Connections to the copy, for reading; it is deleted when they are closed. */
  static SqliteConnections of(SqliteConnections older) throws StoreException {
    Path folder = newFolder(older.file());
    boolean made = false;
    try {
      Path copy = folder.resolve("store.sqlite");
      older.copyTo(copy);
      try (SqliteConnections writing = SqliteConnections.forWriting(copy)) {
        Migrations.run(writing, InstantSource.system());
      }
      SqliteConnections connections =
          SqliteConnections.forReadingCopy(older.file(), copy, () -> Folders.remove(folder));
      made = true;
      return connections;
    } finally {
      if (!made) {
        Folders.remove(folder);
      }
    }
  }

  private static Path newFolder(Path file) throws StoreException {
    try {
      return TemporaryFolders.create("store");
    } catch (IOException e) {
      throw new StoreException(
          "the store "
              + file
              + " was written by an older Codecsmith, and there is no room for a copy that is"
              + " brought up to date ("
              + StoreException.reason(e)
              + "): free some space in the folder for temporary files, or run its campaign once"
              + " with this version",
          e);
    }
  }
}
