package dev.codecsmith.store.lease;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.CampaignLease;
import dev.codecsmith.store.experiments.CampaignLeases;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a campaign's lease, renews it from a thread of its own, and gives it back.
 *
 * <p>A lease that another process left is over when it has not changed for as long as it is valid,
 * by this machine's clock, from when it was first seen here. So who comes second waits for one
 * renewal, and is refused, or for the lease's whole time, and has it. One that the same owner left
 * behind, which is known to be dead, is taken at once.
 */
public final class LeaseKeeper implements CampaignHold {
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

  /**
   * Who takes a lease.
   *
   * @param owner only one process at a time is this one
   * @param process in words
   */
  public record Holder(String owner, String process) {}

  private final CampaignLeases leases;
  private final String campaignId;
  private final Holder holder;
  private final LeaseTerms terms;
  private final MonotonicTime time;
  private final Thread thread;
  private Optional<String> ending = Optional.empty();
  private boolean lost;

  /** When the renewal that is in force was asked for, by the longest time. */
  private long confirmed;

  private LeaseKeeper(
      CampaignLeases leases,
      String campaignId,
      Holder holder,
      LeaseTerms terms,
      MonotonicTime time) {
    this.leases = leases;
    this.campaignId = campaignId;
    this.holder = holder;
    this.terms = terms;
    this.time = time;
    this.thread = Thread.ofVirtual().name("lease of " + campaignId).unstarted(this::keep);
  }

  /**
   * Takes a campaign that is stored.
   *
   * @param waiting told, in a sentence, if it has to be found out whether another holder lives
   * @throws StoreException with a sentence if one does
   */
  public static LeaseKeeper take(
      CampaignLeases leases,
      String campaignId,
      Holder holder,
      LeaseTerms terms,
      MonotonicTime time,
      Consumer<String> waiting)
      throws StoreException, InterruptedException {
    LeaseKeeper keeper = taken(leases, campaignId, holder, terms, time, waiting);
    keeper.thread.start();
    return keeper;
  }

  /** Takes it and does not renew it by itself. */
  static LeaseKeeper taken(
      CampaignLeases leases,
      String campaignId,
      Holder holder,
      LeaseTerms terms,
      MonotonicTime time,
      Consumer<String> waiting)
      throws StoreException, InterruptedException {
    LeaseKeeper keeper = new LeaseKeeper(leases, campaignId, holder, terms, time);
    keeper.confirmed = keeper.take(waiting);
    return keeper;
  }

  /** Returns when it was asked for. */
  private long take(Consumer<String> waiting) throws StoreException, InterruptedException {
    Optional<CampaignLease> seen = leases.leaseOf(campaignId);
    long since = time.nanos();
    long asked = time.longestNanos();
    boolean said = false;
    while (!isFree(seen, since) || !leases.replaceLease(campaignId, seen, renewed(false))) {
      if (seen.isPresent() && !said) {
        waiting.accept(
            seen.get().process()
                + " has "
                + campaignId
                + "; waiting up to "
                + seen.get().valid().toSeconds()
                + " s to see whether it lives.");
        said = true;
      }
      time.sleep(terms.look());
      Optional<CampaignLease> now = leases.leaseOf(campaignId);
      if (now.isPresent() && !isOurs(now.get()) && !isSame(now, seen)) {
        throw held(now.get());
      }
      since = isSame(now, seen) ? since : time.nanos();
      seen = now;
      asked = time.longestNanos();
    }
    return asked;
  }

  private boolean isFree(Optional<CampaignLease> seen, long since) {
    return seen.isEmpty()
        || isOurs(seen.get())
        || time.nanos() - since >= seen.get().valid().toNanos();
  }

  private boolean isOurs(CampaignLease lease) {
    return lease.owner().equals(holder.owner());
  }

  private static boolean isSame(Optional<CampaignLease> one, Optional<CampaignLease> other) {
    return one.map(CampaignLease::renewal).equals(other.map(CampaignLease::renewal));
  }

  private Optional<CampaignLease> renewed(boolean stopAsked) {
    return Optional.of(
        new CampaignLease(
            holder.owner(),
            holder.process(),
            UUID.randomUUID().toString(),
            terms.valid(),
            stopAsked));
  }

  private StoreException held(CampaignLease lease) {
    return StoreException.held(
        campaignId
            + " is run by "
            + lease.process()
            + ", which has just renewed its lease of it and has it for another "
            + lease.valid().toSeconds()
            + " s at least: let it end, or ask it to with campaign stop "
            + campaignId);
  }

  private void keep() {
    try {
      while (!isLost()) {
        time.sleep(terms.renewal());
        try {
          confirm();
        } catch (StoreException e) {
          log.warn("The lease of {} was not renewed: {}", campaignId, e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized boolean isLost() {
    return lost;
  }

  @Override
  public synchronized Optional<String> ending() {
    return ending;
  }

  /** Renews the lease. */
  @Override
  public synchronized void confirm() throws StoreException {
    while (!lost) {
      long asked = time.longestNanos();
      Optional<CampaignLease> now = leases.leaseOf(campaignId);
      if (now.isEmpty() || !isOurs(now.get())) {
        lost = true;
        ending = Optional.of(lostTo(now));
      } else if (leases.replaceLease(campaignId, now, renewed(now.get().stopAsked()))) {
        confirmed = asked;
        if (now.get().stopAsked()) {
          ending = Optional.of("It was asked to stop; the same command goes on.");
        }
        return;
      }
    }
    throw StoreException.lasting(ending.orElseThrow());
  }

  @Override
  public synchronized void requireHeld() throws StoreException {
    if (lost || time.longestNanos() - confirmed >= terms.valid().toNanos()) {
      confirm();
    }
  }

  private String lostTo(Optional<CampaignLease> now) {
    return "The lease of "
        + campaignId
        + " was not renewed for longer than it is valid, and "
        + now.map(CampaignLease::process).orElse("another process")
        + " has taken the campaign over: this process ends its part of it.";
  }

  /** Renews it no more and leaves it to its owner, who has something to write still. */
  public void leave() {
    thread.interrupt();
  }

  @Override
  public void close() {
    thread.interrupt();
    synchronized (this) {
      try {
        Optional<CampaignLease> now = lost ? Optional.empty() : leases.leaseOf(campaignId);
        if (now.isPresent() && isOurs(now.get())) {
          boolean _ = leases.replaceLease(campaignId, now, Optional.empty());
        }
        lost = true;
        ending = Optional.of("The lease of " + campaignId + " was given back.");
      } catch (StoreException e) {
        // Who comes next waits until it is over, or is the same owner.
        log.warn("The lease of {} was not given back: {}", campaignId, e.getMessage());
      }
    }
  }
}
