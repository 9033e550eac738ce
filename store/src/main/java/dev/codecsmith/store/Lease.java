package dev.codecsmith.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Who works on something, and for how long others may rely on it.
 *
 * @param owner the process; see {@link dev.codecsmith.store.data.DataDirectory#owner()}
 * @param until until when, unless it is renewed; empty where it lasts as long as the process lives,
 *     whose death the lock of the data folder proves, or the campaign's lease
 */
public record Lease(String owner, Optional<Instant> until) {

  /** One that lasts as long as the process lives. */
  public static Lease of(String owner) {
    return new Lease(owner, Optional.empty());
  }
}
