package dev.codecsmith.store.data;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.io.IOException;
import java.nio.file.Path;

/** Where the records and artifacts of a data folder are kept. */
public interface StoreKind {

  /**
   * What was no longer needed.
   *
   * @param artifacts how many were deleted
   * @param programs of how many the rate points were forgotten
   */
  record Cleaned(int artifacts, int programs) {}

  /** What was opened; closing the experiments closes it. */
  interface Stores {
    ExperimentStore experiments();

    ArtifactStore artifacts();

    /**
     * Whether the records are a copy, as an older version's are read: what is written meanwhile
     * does not show in them.
     */
    boolean isCopy();

    /**
     * Forgets the rate points of programs that no record mentions, and then deletes the artifacts
     * that neither a record nor a remembered rate point mentions, save those that were put since it
     * was opened. Each of these by itself: who is killed meanwhile leaves some for the next time.
     * Only where it was opened for writing.
     *
     * @param scratch an empty folder for the work
     * @return what went
     */
    Cleaned clean(Path scratch) throws IOException;
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
