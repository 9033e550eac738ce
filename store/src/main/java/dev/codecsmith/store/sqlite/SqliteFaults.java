package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Turns what SQLite reports into a sentence that names the file and says what to do. */
final class SqliteFaults {
  private SqliteFaults() {}

  static StoreException explain(Path file, Throwable fault) {
    SQLiteException sqlite = find(fault);
    if (sqlite == null) {
      return new StoreException(
          "the store " + file + " failed: " + first(fault).getMessage(), fault);
    }
    return new StoreException(sentence(file, sqlite), fault);
  }

  private static String sentence(Path file, SQLiteException fault) {
    // The low byte of an extended code is the primary code.
    SQLiteErrorCode primary = SQLiteErrorCode.getErrorCode(fault.getResultCode().code & 0xff);
    return switch (primary) {
      case SQLITE_NOTADB ->
          file
              + " is not a database, so it is no Codecsmith store: move it away or choose another"
              + " folder with --data";
      case SQLITE_CORRUPT ->
          "the store "
              + file
              + " is damaged ("
              + fault.getResultCode().message
              + "): restore it from a backup, or save what can be read with `sqlite3 "
              + file
              + " .recover`";
      case SQLITE_FULL ->
          "the disk that holds the store "
              + file
              + " is full: free some space and run the same command again; nothing that was"
              + " stored before is lost";
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
          "the store "
              + file
              + " cannot be written: give this user the right to write the file and its folder, or"
              + " choose another folder with --data";
      case SQLITE_CANTOPEN ->
          "the store "
              + file
              + " cannot be opened: check that its folder exists and that this user may read and"
              + " write it";
      case SQLITE_BUSY, SQLITE_LOCKED ->
          "the store "
              + file
              + " was locked by another process for too long: end that process and try again";
      case SQLITE_IOERR ->
          "the disk that holds the store "
              + file
              + " failed ("
              + fault.getResultCode().message
              + "): check the disk and its free space, then run the same command again";
      default -> "the store " + file + " failed: " + fault.getMessage();
    };
  }

  /** What all others were caused by; those around it tell of statements and not of the data. */
  private static Throwable first(Throwable fault) {
    Throwable first = fault;
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      first = cause instanceof SQLException ? cause : first;
    }
    return first;
  }

  private static @Nullable SQLiteException find(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite) {
        return sqlite;
      }
    }
    return null;
  }
}
