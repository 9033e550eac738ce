package dev.codecsmith.store.contract;

import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A store that is opened for each test and holds the campaign c; a subclass says how to open one.
 */
public abstract class AbstractStoreTest {
  protected ExperimentStore store;

  /** Opens the store of this test; the second time, what the first stored is there. */
  protected abstract ExperimentStore open() throws StoreException;

  @BeforeEach
  void openStore() throws StoreException {
    store = open();
    store.putCampaignIfAbsent(Samples.campaign("c"));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  protected void reopen() throws StoreException {
    store.close();
    store = open();
  }
}
