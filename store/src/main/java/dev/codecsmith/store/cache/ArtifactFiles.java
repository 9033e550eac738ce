package dev.codecsmith.store.cache;

import dev.codecsmith.store.StoreException;
import java.nio.file.Path;

/** Artifacts as files on this machine, for what is too long to be copied once more. */
public interface ArtifactFiles {

  /**
   * The file of a blob, fetched if need be; it stays as long as the blob is held, or was used not
   * long ago. What it holds is not checked.
   *
   * @throws StoreException if there is no such blob
   */
  Path file(String sha256) throws StoreException;

  /** Deletes the copy on this machine, which was found damaged. */
  void forget(String sha256) throws StoreException;
}
