package dev.codecsmith.store.data;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.store.sqlite.SqliteExperimentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Records in {@code store.sqlite}, artifacts as files below {@code artifacts}. */
final class SqliteAndFiles implements StoreKind {

  private record Opened(SqliteExperimentStore experiments, FileArtifactStore artifacts)
      implements Stores {
    @Override
    public boolean isCopy() {
      return experiments.isCopy();
    }

    @Override
    public Cleaned clean(Path scratch) throws IOException {
      return Cleaning.of(experiments, scratch, needed -> artifacts.collect(needed::contains));
    }
  }

  @Override
  public boolean isThere(Path folder) {
    return Files.isRegularFile(records(folder));
  }

  @Override
  public Stores openForReading(Path folder) throws StoreException {
    return new Opened(
        SqliteExperimentStore.openForReading(records(folder)),
        FileArtifactStore.openForReading(artifacts(folder)));
  }

  @Override
  public Optional<String> name() {
    return Optional.empty();
  }

  @Override
  public Stores openForWriting(Path folder, Opener opener) throws StoreException {
    FileArtifactStore artifacts = FileArtifactStore.open(artifacts(folder), opener.owner());
    int _ = artifacts.sweep();
    return new Opened(SqliteExperimentStore.open(records(folder)), artifacts);
  }

  private static Path records(Path folder) {
    return folder.resolve("store.sqlite");
  }

  private static Path artifacts(Path folder) {
    return folder.resolve("artifacts");
  }
}
