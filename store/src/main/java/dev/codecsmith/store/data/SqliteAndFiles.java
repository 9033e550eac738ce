package dev.codecsmith.store.data;

import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.experiments.Hashes;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.store.files.NamedHashes;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.sqlite.SqliteExperimentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
      try (NamedHashes mentioned = hashes(scratch.resolve("mentioned"));
          NamedHashes remembered = hashes(scratch.resolve("remembered"))) {
        experiments.forEachMentionedHash(mentioned::add);
        int programs = forgetAllBut(mentioned, remembered);
        int deleted =
            artifacts.collect(hash -> mentioned.contains(hash) || remembered.contains(hash));
        return new Cleaned(deleted, programs);
      }
    }

    private static NamedHashes hashes(Path folder) throws IOException {
      return new NamedHashes(Files.createDirectory(folder));
    }

    /**
     * Forgets the rate points of programs that nothing mentions. Those of the others keep their
     * artifacts: an experiment that is not at its end goes on with them.
     */
    private int forgetAllBut(NamedHashes mentioned, NamedHashes remembered) throws IOException {
      int forgotten = 0;
      String last = "";
      List<String> programs;
      do {
        programs = experiments.measuredPrograms(last, ExperimentStore.PAGE);
        for (String program : programs) {
          last = program;
          if (!mentioned.contains(program)) {
            experiments.forgetMeasuredPoints(program);
            forgotten++;
            continue;
          }
          for (RatePoint point : experiments.measuredPoints(program).values()) {
            for (String hash : Hashes.in(Json.write(point))) {
              remembered.add(hash);
            }
          }
        }
      } while (programs.size() == ExperimentStore.PAGE);
      return forgotten;
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
  public Stores openForWriting(Path folder, String owner) throws StoreException {
    FileArtifactStore artifacts = FileArtifactStore.open(artifacts(folder), owner);
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
