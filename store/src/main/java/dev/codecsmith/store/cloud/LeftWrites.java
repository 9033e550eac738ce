package dev.codecsmith.store.cloud;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.CampaignLease;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lease.LeaseKeeper;
import dev.codecsmith.store.lease.LeaseTerms;
import dev.codecsmith.store.lease.MonotonicTime;
import dev.codecsmith.store.outbox.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an earlier process of the same folder left waiting, delivered in its name. */
final class LeftWrites {
  private LeftWrites() {}

  /**
   * Delivers all of it.
   *
   * @throws StoreException with a sentence if the store is away, or if another process has one of
   *     the campaigns by now, in which case it is set aside
   */
  static void deliver(Outbox outbox, ExperimentStore store, LeaseKeeper.Holder holder)
      throws StoreException {
    int left = outbox.waiting();
    if (left == 0) {
      return;
    }
    List<LeaseKeeper> leases = new ArrayList<>();
    try {
      for (String campaign : outbox.campaigns()) {
        Optional<CampaignLease> lease = store.leaseOf(campaign);
        if (lease.filter(each -> each.owner().equals(holder.owner())).isEmpty()) {
          throw outbox.setAside(
              lease
                  .map(each -> each.process() + " has " + campaign)
                  .orElse(campaign + " was taken over and given back"));
        }
        leases.add(
            LeaseKeeper.take(
                store, campaign, holder, LeaseTerms.STANDARD, MonotonicTime.system(), _ -> {}));
      }
      outbox.deliver();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while what waits was delivered", e);
    } catch (StoreException e) {
      leases.forEach(LeaseKeeper::leave);
      leases.clear();
      throw e.isAway()
          ? StoreException.away(
              left
                  + " writes of an earlier run wait in "
                  + outbox.folder()
                  + " and the same command delivers them, but "
                  + e.getMessage(),
              e)
          : e;
    } finally {
      leases.forEach(LeaseKeeper::close);
    }
  }
}
