package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.contract.AbstractCampaignsTest;
import dev.codecsmith.store.contract.AbstractEventsTest;
import dev.codecsmith.store.contract.AbstractKeptValuesTest;
import dev.codecsmith.store.contract.AbstractListsTest;
import dev.codecsmith.store.contract.AbstractRecordsTest;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by SQLite. */
final class SqliteExperimentStoreTest {
  @TempDir private Path folder;

  private ExperimentStore opened() throws StoreException {
    return SqliteExperimentStore.open(folder.resolve("store.sqlite"));
  }

  @Nested
  final class Campaigns extends AbstractCampaignsTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return opened();
    }
  }

  @Nested
  final class Records extends AbstractRecordsTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return opened();
    }
  }

  @Nested
  final class Lists extends AbstractListsTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return opened();
    }
  }

  @Nested
  final class Events extends AbstractEventsTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return opened();
    }
  }

  @Nested
  final class KeptValues extends AbstractKeptValuesTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return opened();
    }
  }
}
