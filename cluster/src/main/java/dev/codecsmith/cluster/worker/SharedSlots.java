package dev.codecsmith.cluster.worker;

import io.temporal.worker.tuning.SlotInfo;
import io.temporal.worker.tuning.SlotMarkUsedContext;
import io.temporal.worker.tuning.SlotPermit;
import io.temporal.worker.tuning.SlotReleaseContext;
import io.temporal.worker.tuning.SlotReserveContext;
import io.temporal.worker.tuning.SlotSupplier;
import io.temporal.worker.tuning.SlotSupplierFuture;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * How many steps a worker does at once, over all queues that it looks into. While one more could be
 * done it looks into all of them; while none can, into none, so that what waits there is left to
 * other workers. What comes from several queues at the same moment may be more than that, by at
 * most one a queue, and waits until the programs before it have ended.
 */
final class SharedSlots<S extends SlotInfo> implements SlotSupplier<S> {
  private final int slots;
  private final Set<SlotPermit> used = new HashSet<>();
  private final Map<SlotPermit, CompletableFuture<SlotPermit>> waiting = new LinkedHashMap<>();

  SharedSlots(int slots) {
    this.slots = slots;
  }

  @Override
  public synchronized SlotSupplierFuture reserveSlot(SlotReserveContext<S> context) {
    if (used.size() < slots) {
      return SlotSupplierFuture.completedFuture(new SlotPermit());
    }
    SlotPermit permit = new SlotPermit();
    CompletableFuture<SlotPermit> later = new CompletableFuture<>();
    waiting.put(permit, later);
    return SlotSupplierFuture.fromCompletableFuture(later, () -> giveUp(permit));
  }

  private synchronized void giveUp(SlotPermit permit) {
    waiting.remove(permit);
  }

  @Override
  public synchronized Optional<SlotPermit> tryReserveSlot(SlotReserveContext<S> context) {
    return used.size() < slots ? Optional.of(new SlotPermit()) : Optional.empty();
  }

  @Override
  public synchronized void markSlotUsed(SlotMarkUsedContext<S> context) {
    used.add(context.getSlotPermit());
  }

  @Override
  public void releaseSlot(SlotReleaseContext<S> context) {
    Map<SlotPermit, CompletableFuture<SlotPermit>> free;
    synchronized (this) {
      used.remove(context.getSlotPermit());
      if (used.size() >= slots) {
        return;
      }
      free = new LinkedHashMap<>(waiting);
      waiting.clear();
    }
    free.forEach((permit, future) -> future.complete(permit));
  }

  @Override
  public Optional<Integer> getMaximumSlots() {
    return Optional.of(slots);
  }
}
