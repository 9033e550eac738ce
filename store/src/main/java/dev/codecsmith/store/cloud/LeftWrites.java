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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an earlier process of the same folder left waiting, delivered in its name. */
final class LeftWrites {
  private static final Logger log = LoggerFactory.getLogger(LeftWrites.class);

  private LeftWrites() {}

  /**
   * Delivers all of it. A lease that still has the name that this folder had on another host, such
   * as the container before, is waited for until it is over, and taken.
   *
   * @throws StoreException with a sentence if the store is away, or if another process has one of
   *     the campaigns by now, in which case it is set aside
   */
  static void deliver(
      Outbox outbox, ExperimentStore store, LeaseKeeper.Holder holder, MonotonicTime time)
      throws StoreException {
    LeaseOwners owners = LeaseOwners.of(outbox.folder());
    int left = outbox.waiting();
    if (left == 0) {
      owners.replaceBy(holder.owner());
      return;
    }
    List<LeaseKeeper> leases = new ArrayList<>();
    try {
      owners.add(holder.owner());
      for (String campaign : outbox.campaigns()) {
        Optional<CampaignLease> lease = store.leaseOf(campaign);
        if (lease.filter(each -> owners.have(each.owner())).isEmpty()) {
          throw outbox.setAside(
              lease
                  .map(each -> each.process() + " has " + campaign)
                  .orElse(campaign + " was taken over and given back"));
        }
        leases.add(LeaseKeeper.take(store, campaign, holder, LeaseTerms.STANDARD, time, log::info));
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
