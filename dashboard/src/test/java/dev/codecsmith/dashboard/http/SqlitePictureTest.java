package dev.codecsmith.dashboard.http;

import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.sqlite.SqliteExperimentStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Over a store in a file. */
class SqlitePictureTest extends AbstractPictureTest {
  @TempDir private Path folder;

  @Override
  ExperimentStore open() throws IOException {
    return SqliteExperimentStore.open(folder.resolve("store.sqlite"));
  }
}
