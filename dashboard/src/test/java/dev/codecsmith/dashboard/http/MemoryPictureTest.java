package dev.codecsmith.dashboard.http;

import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;

/** Over a store in memory. */
class MemoryPictureTest extends AbstractPictureTest {
  @Override
  ExperimentStore open() {
    return new MemoryExperimentStore();
  }
}
