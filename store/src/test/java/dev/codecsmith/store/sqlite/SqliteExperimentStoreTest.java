package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.AbstractExperimentStoreTest;
import dev.codecsmith.store.ExperimentStore;
import dev.codecsmith.store.StoreException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by SQLite. */
final class SqliteExperimentStoreTest extends AbstractExperimentStoreTest {
  @TempDir private Path folder;

  @Override
  protected ExperimentStore open() throws StoreException {
    return SqliteExperimentStore.open(folder.resolve("store.sqlite"));
  }
}
