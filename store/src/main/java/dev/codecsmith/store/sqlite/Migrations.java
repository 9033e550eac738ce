package dev.codecsmith.store.sqlite;

import dev.codecsmith.sandbox.host.ResourceFiles;
import dev.codecsmith.store.StoreException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The table of scripts that build the schema, and how far a file has come.
 *
 * <p>Script number N, counted from 1, brings a file from schema N − 1 to schema N; a script that
 * was released is never changed. Each runs once, in a transaction of its own together with the line
 * that says so. The file carries Codecsmith's application id, so that another program's database is
 * recognised before anything in it is touched.
 */
final class Migrations {
  /** "CSMT" in ASCII; SQLite keeps it in the file's header. */
  static final int APPLICATION_ID = 0x43534d54;

  private static final List<String> SCRIPTS =
      List.of(
          "V1__experiments_events_cache.sql",
          "V2__short_scores_measured_points.sql",
          "V3__bitstreams.sql",
          "V4__versions_leases_event_kinds.sql",
          "V5__campaign_leases.sql",
          "V6__mean_figures.sql");

  /** From this one on, experiments are found by their bitstreams. */
  private static final int WITH_BITSTREAMS = 3;

  /** From this one on, lines hold what a list tells of a result. */
  private static final int WITH_RESULT_LINES = 4;

  /** From this one on, lines hold means of the rate points. */
  private static final int WITH_MEAN_FIGURES = 6;

  private Migrations() {}

  /** The schema that this program writes. */
  static int newest() {
    return SCRIPTS.size();
  }

  /** Brings the file to the newest schema. */
  static void run(SqliteConnections connections, InstantSource clock) throws StoreException {
    Path file = connections.file();
    connections.configure(handle -> {
      int version = requireOurs(handle, file);
      useWriteAheadLog(handle, file);
      return version;
    });
    for (int version = 1; version <= newest(); version++) {
      int step = version;
      connections.write(handle -> {
        // Read again under the write lock: another process may have been faster.
        if (requireOurs(handle, file) < step) {
          apply(handle, step, clock);
        }
        return step;
      });
    }
  }

  /**
   * Refuses a file that is no store, or a newer version's.
   *
   * @return whether its schema is the newest, so that it can be read as it is
   */
  static boolean isNewest(SqliteConnections connections) throws StoreException {
    Path file = connections.file();
    int version = connections.read(handle -> requireOurs(handle, file));
    if (version == 0) {
      throw new StoreException(
          "the store " + file + " is empty: start a campaign in its folder first");
    }
    return version == newest();
  }

  /** The file's schema, 0 for a new file. */
  private static int requireOurs(Handle handle, Path file) throws StoreException {
    int tables =
        handle.createQuery("SELECT count(*) FROM sqlite_master").mapTo(Integer.class).one();
    if (tables == 0) {
      return 0;
    }
    int id = handle.createQuery("PRAGMA application_id").mapTo(Integer.class).one();
    if (id != APPLICATION_ID) {
      throw new StoreException(
          file
              + " is a database of another program, not a Codecsmith store: choose another folder"
              + " with --data");
    }
    int version =
        handle.createQuery("SELECT max(version) FROM schema_version").mapTo(Integer.class).one();
    if (version > newest()) {
      throw new StoreException(
          "the store "
              + file
              + " was written by a newer Codecsmith (schema "
              + version
              + ", this one knows up to "
              + newest()
              + "): use that version, or choose another folder with --data");
    }
    return version;
  }

  private static void useWriteAheadLog(Handle handle, Path file) throws StoreException {
    String mode = handle.createQuery("PRAGMA journal_mode = WAL").mapTo(String.class).one();
    if (!mode.equals("wal")) {
      throw new StoreException(
          "the store "
              + file
              + " cannot keep a write-ahead log where it is (journal mode "
              + mode
              + "): choose a folder on a local disk with --data");
    }
  }

  private static void apply(Handle handle, int version, InstantSource clock) {
    if (version == 1) {
      handle.execute("PRAGMA application_id = " + APPLICATION_ID);
      handle.execute(
          "CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY, script TEXT NOT NULL,"
              + " applied TEXT NOT NULL) STRICT");
    }
    String script = SCRIPTS.get(version - 1);
    handle.createScript(ResourceFiles.text(Migrations.class, "/store/sqlite/" + script)).execute();
    if (version == WITH_BITSTREAMS) {
      ExperimentRows.nameBitstreams(handle);
    }
    if (version == WITH_RESULT_LINES || version == WITH_MEAN_FIGURES) {
      ExperimentRows.fillLines(handle);
    }
    handle.execute(
        "INSERT INTO schema_version (version, script, applied) VALUES (?, ?, ?)",
        version,
        script,
        clock.instant().toString());
  }
}
