package dev.codecsmith.store.data;

import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.experiments.Hashes;
import dev.codecsmith.store.files.NamedHashes;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds out what a store needs, and has the rest taken away. */
public final class Cleaning {
  private Cleaning() {}

  /** Which artifacts are needed; those that begin alike are best asked for together. */
  @FunctionalInterface
  public interface Needed {
    boolean contains(String sha256) throws IOException;
  }

  /** Deletes the artifacts that are not needed. */
  @FunctionalInterface
  public interface Collector {
    /** Returns how many were deleted. */
    int collect(Needed needed) throws IOException;
  }

  /**
   * Forgets the rate points of programs that nothing mentions, and then has the artifacts deleted
   * that neither a record nor a remembered rate point mentions.
   *
   * @param scratch an empty folder for the work
   */
  public static StoreKind.Cleaned of(ExperimentStore experiments, Path scratch, Collector collector)
      throws IOException {
    try (NamedHashes mentioned = hashes(scratch.resolve("mentioned"));
        NamedHashes remembered = hashes(scratch.resolve("remembered"))) {
      experiments.forEachMentionedHash(mentioned::add);
      int programs = forgetAllBut(experiments, mentioned, remembered);
      int deleted =
          collector.collect(hash -> mentioned.contains(hash) || remembered.contains(hash));
      return new StoreKind.Cleaned(deleted, programs);
    }
  }

  private static NamedHashes hashes(Path folder) throws IOException {
    return new NamedHashes(Files.createDirectory(folder));
  }

  /**
   * Forgets the rate points of programs that nothing mentions. Those of the others keep their
   * artifacts: an experiment that is not at its end goes on with them.
   */
  private static int forgetAllBut(
      ExperimentStore experiments, NamedHashes mentioned, NamedHashes remembered)
      throws IOException {
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
