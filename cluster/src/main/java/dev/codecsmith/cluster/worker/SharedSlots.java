package dev.codecsmith.cluster.worker;

import io.temporal.worker.tuning.SlotInfo;
import io.temporal.worker.tuning.SlotMarkUsedContext;
import io.temporal.worker.tuning.SlotPermit;
import io.temporal.worker.tuning.SlotReleaseContext;
import io.temporal.worker.tuning.SlotReserveContext;
import io.temporal.worker.tuning.SlotSupplier;
import io.temporal.worker.tuning.SlotSupplierFuture;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * How many steps a worker does at once, over all queues that it looks into, into each once at a
 * time. While one more could be done it looks into all of them; while none can, into none, so that
 * what waits there is left to other workers. What comes from several queues at the same moment may
 * be more than that, by at most one a queue, and waits until the programs before it have ended.
 *
 * <p>A queue is looked into again before the step that came from it begins. So whoever looks again
 * has got a step, which counts from then on: a second one of the same queue would find no thread,
 * and be lost when the worker is told to stop.
 */
final class SharedSlots<S extends SlotInfo> implements SlotSupplier<S> {
  private final int slots;
  private final Set<SlotPermit> used = new HashSet<>();
  private final Map<String, SlotPermit> looking = new HashMap<>();
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();

  /** Who looks into a queue as soon as something from there could be done. */
  private record Waiting(SlotPermit permit, CompletableFuture<SlotPermit> free) {}

  SharedSlots(int slots) {
    this.slots = slots;
  }

  @Override
  public synchronized SlotSupplierFuture reserveSlot(SlotReserveContext<S> context) {
    String queue = context.getTaskQueue();
    SlotPermit before = looking.remove(queue);
    if (before != null) {
      used.add(before);
    }
    SlotPermit permit = new SlotPermit();
    if (used.size() < slots) {
      looking.put(queue, permit);
      return SlotSupplierFuture.completedFuture(permit);
    }
    Waiting later = new Waiting(permit, new CompletableFuture<>());
    waiting.put(queue, later);
    return SlotSupplierFuture.fromCompletableFuture(later.free(), () -> giveUp(queue, later));
  }

  private synchronized void giveUp(String queue, Waiting later) {
    waiting.remove(queue, later);
  }

  /** For steps that come otherwise than from a queue that is looked into; there are none. */
  @Override
  public Optional<SlotPermit> tryReserveSlot(SlotReserveContext<S> context) {
    return Optional.empty();
  }

  @Override
  public synchronized void markSlotUsed(SlotMarkUsedContext<S> context) {
    looking.values().remove(context.getSlotPermit());
    used.add(context.getSlotPermit());
  }

  @Override
  public void releaseSlot(SlotReleaseContext<S> context) {
    List<Waiting> free;
    synchronized (this) {
      looking.values().remove(context.getSlotPermit());
      used.remove(context.getSlotPermit());
      if (used.size() >= slots) {
        return;
      }
      free = List.copyOf(waiting.values());
      waiting.forEach((queue, each) -> looking.put(queue, each.permit()));
      waiting.clear();
    }
    free.forEach(each -> each.free().complete(each.permit()));
  }

  @Override
  public Optional<Integer> getMaximumSlots() {
    return Optional.of(slots);
  }
}
