package dev.codecsmith.store.data;

import dev.codecsmith.store.ArtifactLinks;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lease.CampaignHold;
import dev.codecsmith.store.outbox.Outbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

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

    /**
     * Takes a campaign, which is stored, before it is run. Only where it was opened for writing.
     *
     * @param waiting told, in a sentence, if that takes long
     * @throws StoreException with a sentence if another process has it
     */
    default CampaignHold hold(String campaignId, Consumer<String> waiting)
        throws StoreException, InterruptedException {
      return CampaignHold.byTheFolder();
    }

    /** Links by which others read its artifacts; empty where it gives none. */
    default Optional<ArtifactLinks> links() {
      return Optional.empty();
    }

    /** What waits on this machine while the store is away; empty where it cannot be. */
    default Optional<Outbox> outbox() {
      return Optional.empty();
    }
  }

  /**
   * Who opens a store for writing.
   *
   * @param owner unique among all that ever open the folder
   * @param process in words
   */
  record Opener(String owner, String process) {}

  /**
   * What the store is called, as {@code --store} names it; empty for one that lies in the folder
   * itself.
   */
  Optional<String> name();

  /**
   * Where the artifacts are, in the same words for every process that shares them; empty where they
   * lie in the folder itself.
   */
  default Optional<String> artifactsPlace() {
    return Optional.empty();
  }

  /** Whether there is something to read. */
  boolean isThere(Path folder);

  /** Opens what is there; other processes may write. */
  Stores openForReading(Path folder) throws StoreException;

  /**
   * Opens it to be read whether or not it is there now: who reads while it is away is told so then.
   *
   * @throws StoreException only for what is wrong on this machine
   */
  default Stores openForReadingLater(Path folder) throws StoreException {
    return openForReading(folder);
  }

  /**
   * Opens what is there, or makes it, and removes what dead writers left. Only for who holds the
   * folder's lock.
   */
  Stores openForWriting(Path folder, Opener opener) throws StoreException;
}
