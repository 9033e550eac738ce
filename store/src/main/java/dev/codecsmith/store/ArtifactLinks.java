package dev.codecsmith.store;

import java.net.URI;
import java.time.Duration;

/** Links by which who has no credentials reads an artifact for a while. */
public interface ArtifactLinks {

  /**
   * A link to an artifact. That it is there is not looked for.
   *
   * @param valid for how long from now, up to seven days
   * @throws IllegalArgumentException if that is longer, or no time at all
   */
  URI link(String sha256, Duration valid) throws StoreException;
}
