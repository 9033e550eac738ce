package dev.codecsmith.store.memory;

import dev.codecsmith.store.contract.AbstractCampaignsTest;
import dev.codecsmith.store.contract.AbstractEventsTest;
import dev.codecsmith.store.contract.AbstractKeptValuesTest;
import dev.codecsmith.store.contract.AbstractListsTest;
import dev.codecsmith.store.contract.AbstractRecordsTest;
import dev.codecsmith.store.experiments.ExperimentStore;
import org.junit.jupiter.api.Nested;

/** The contract, kept in memory. */
final class MemoryExperimentStoreTest {
  private final MemoryTables tables = new MemoryTables();

  private ExperimentStore opened() {
    return new MemoryExperimentStore(tables);
  }

  @Nested
  final class Campaigns extends AbstractCampaignsTest {
    @Override
    protected ExperimentStore open() {
      return opened();
    }
  }

  @Nested
  final class Records extends AbstractRecordsTest {
    @Override
    protected ExperimentStore open() {
      return opened();
    }
  }

  @Nested
  final class Lists extends AbstractListsTest {
    @Override
    protected ExperimentStore open() {
      return opened();
    }
  }

  @Nested
  final class Events extends AbstractEventsTest {
    @Override
    protected ExperimentStore open() {
      return opened();
    }
  }

  @Nested
  final class KeptValues extends AbstractKeptValuesTest {
    @Override
    protected ExperimentStore open() {
      return opened();
    }
  }
}
