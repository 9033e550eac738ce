package dev.codecsmith.store.lease;

import java.time.Duration;

/**
 * How long a lease lasts.
 *
 * @param valid without a renewal
 * @param renewal how often it is renewed, so often that a few may fail
 * @param look how often who waits for a campaign looks whether its holder lives
 */
public record LeaseTerms(Duration valid, Duration renewal, Duration look) {
  /** A minute, renewed four times in it. */
  public static final LeaseTerms STANDARD =
      new LeaseTerms(Duration.ofSeconds(60), Duration.ofSeconds(15), Duration.ofSeconds(1));
}
