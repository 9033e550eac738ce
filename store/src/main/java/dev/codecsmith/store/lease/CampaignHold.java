package dev.codecsmith.store.lease;

import dev.codecsmith.store.StoreException;
import java.util.Optional;

/** The right to run a campaign; closing it gives the campaign back. */
public interface CampaignHold extends AutoCloseable {

  /** Why its holder should begin nothing more, in a sentence; empty while nothing is wrong. */
  Optional<String> ending();

  /** Whether it is known to be over: another took the campaign, or it was given back. */
  boolean isLost();

  /**
   * Makes sure that nobody else has the campaign.
   *
   * @throws StoreException if that cannot be found out now; lasting if another has it
   */
  void confirm() throws StoreException;

  /**
   * Makes sure of it before a write: without a look at the store as long as it is sure, with {@link
   * #confirm} where it is not.
   */
  void requireHeld() throws StoreException;

  @Override
  void close();

  /** Of a campaign that the lock of its data folder keeps others from. */
  static CampaignHold byTheFolder() {
    return new CampaignHold() {
      @Override
      public Optional<String> ending() {
        return Optional.empty();
      }

      @Override
      public boolean isLost() {
        return false;
      }

      @Override
      public void confirm() {}

      @Override
      public void requireHeld() {}

      @Override
      public void close() {}
    };
  }
}
