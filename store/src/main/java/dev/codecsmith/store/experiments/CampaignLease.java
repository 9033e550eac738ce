package dev.codecsmith.store.experiments;

import java.time.Duration;

/**
 * Who has a campaign. Its holder renews it well before it ends; others see that its holder is dead
 * when it was not renewed for as long as it is valid, by their own clock. No machine's time of day
 * plays a part.
 *
 * @param owner who has it; the same behind a kill, where only one process at a time can be that
 *     owner
 * @param process the process, in words
 * @param renewal another with each renewal
 * @param valid how long it lasts unless it is renewed
 * @param stopAsked whether somebody asked the holder to stop
 */
public record CampaignLease(
    String owner, String process, String renewal, Duration valid, boolean stopAsked) {

  /** The same with the holder asked to stop. */
  public CampaignLease askedToStop() {
    return new CampaignLease(owner, process, renewal, valid, true);
  }
}
