package dev.codecsmith.evolve.campaign;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.data.StoreKind;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.nio.file.Path;
import java.util.Optional;

/** A data folder whose records and artifacts are in memory, and gone when it is closed. */
final class MemoryStores implements StoreKind {
  private record Opened(ExperimentStore experiments, ArtifactStore artifacts) implements Stores {
    @Override
    public boolean isCopy() {
      return false;
    }

    @Override
    public Cleaned clean(Path scratch) {
      return new Cleaned(0, 0);
    }
  }

  private MemoryStores() {}

  static DataDirectory open(Path folder) throws StoreException {
    return DataDirectory.open(folder, DataDirectory.Access.WRITE, new MemoryStores());
  }

  @Override
  public boolean isThere(Path folder) {
    return false;
  }

  @Override
  public Optional<String> name() {
    return Optional.empty();
  }

  @Override
  public Stores openForReading(Path folder) {
    return new Opened(new MemoryExperimentStore(), new MemoryArtifactStore());
  }

  @Override
  public Stores openForWriting(Path folder, Opener opener) {
    return openForReading(folder);
  }
}
