package dev.codecsmith.store.cloud;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.lease.CampaignHold;
import dev.codecsmith.store.lease.LeaseKeeper;
import dev.codecsmith.store.outbox.Outbox;
import dev.codecsmith.store.outbox.OutboxListener;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The hold of a campaign whose store may be away. As long as something waits for the store, the
 * lease is not given back: the next process of this folder delivers it in its owner's name.
 */
final class SharedHold implements CampaignHold {
  private final LeaseKeeper lease;
  private final Outbox outbox;

  /**
   * @param said told how it stands with the store, until somebody else listens
   */
  SharedHold(LeaseKeeper lease, Outbox outbox, Consumer<String> said) {
    this.lease = lease;
    this.outbox = outbox;
    outbox.listen(
        new OutboxListener() {
          @Override
          public void away(String reason) {
            said.accept("The store is away, and what is written waits here: " + reason + ".");
          }

          @Override
          public void back(int delivered) {
            said.accept("The store is back; it has the " + delivered + " writes that waited.");
          }
        },
        lease);
  }

  @Override
  public Optional<String> ending() {
    return lease.ending();
  }

  @Override
  public boolean isLost() {
    return lease.isLost();
  }

  @Override
  public void confirm() throws StoreException {
    lease.confirm();
  }

  @Override
  public void requireHeld() throws StoreException {
    lease.requireHeld();
  }

  @Override
  public void close() {
    outbox.listenNoMore();
    if (outbox.waiting() > 0) {
      lease.leave();
    } else {
      lease.close();
    }
  }
}
