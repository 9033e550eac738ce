package dev.codecsmith.store.data;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.io.IOException;
import java.nio.file.Path;

/** Where the records and artifacts of a data folder are kept. */
public interface StoreKind {

  /** What was opened; closing the experiments closes it. */
  interface Stores {
    ExperimentStore experiments();

    ArtifactStore artifacts();

    /**
     * Deletes the artifacts that no record mentions, save those that were put since it was opened.
     * Only where it was opened for writing.
     *
     * @param scratch an empty folder for the work
     * @return how many were deleted
     */
    int collectArtifacts(Path scratch) throws IOException;
  }

  /** Whether there is something to read. */
  boolean isThere(Path folder);

  /** Opens what is there; other processes may write. */
  Stores openForReading(Path folder) throws StoreException;

  /**
   * Opens what is there, or makes it, and removes what dead writers left. Only for who holds the
   * folder's lock.
   *
   * @param owner unique among all that ever open the folder
   */
  Stores openForWriting(Path folder, String owner) throws StoreException;
}
