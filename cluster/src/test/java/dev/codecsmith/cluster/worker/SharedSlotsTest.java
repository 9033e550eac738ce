package dev.codecsmith.cluster.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.worker.tuning.ActivitySlotInfo;
import io.temporal.worker.tuning.SlotMarkUsedContext;
import io.temporal.worker.tuning.SlotPermit;
import io.temporal.worker.tuning.SlotReleaseContext;
import io.temporal.worker.tuning.SlotReleaseReason;
import io.temporal.worker.tuning.SlotReserveContext;
import io.temporal.worker.tuning.SlotSupplierFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Slots as the SDK asks for them: a queue is looked into again as soon as something came. */
class SharedSlotsTest {
  private SharedSlots<ActivitySlotInfo> slots = new SharedSlots<>(2);

  private record Reserve(String queue) implements SlotReserveContext<ActivitySlotInfo> {
    @Override
    public String getTaskQueue() {
      return queue;
    }

    @Override
    public Map<SlotPermit, ActivitySlotInfo> getUsedSlots() {
      return Map.of();
    }

    @Override
    public String getWorkerIdentity() {
      return "worker";
    }

    @Override
    public String getWorkerBuildId() {
      return "";
    }

    @Override
    public int getNumIssuedSlots() {
      return 0;
    }
  }

  private record Mark(SlotPermit permit) implements SlotMarkUsedContext<ActivitySlotInfo> {
    @Override
    public ActivitySlotInfo getSlotInfo() {
      throw new UnsupportedOperationException();
    }

    @Override
    public SlotPermit getSlotPermit() {
      return permit;
    }
  }

  private record Release(SlotPermit permit) implements SlotReleaseContext<ActivitySlotInfo> {
    @Override
    public SlotReleaseReason getSlotReleaseReason() {
      return SlotReleaseReason.taskComplete();
    }

    @Override
    public SlotPermit getSlotPermit() {
      return permit;
    }

    @Override
    public ActivitySlotInfo getSlotInfo() {
      throw new UnsupportedOperationException();
    }
  }

  private SlotSupplierFuture look(String queue) {
    return slots.reserveSlot(new Reserve(queue));
  }

  private SlotPermit begun(String queue) {
    SlotPermit permit = look(queue).join();
    slots.markSlotUsed(new Mark(permit));
    return permit;
  }

  @Test
  void allQueuesAreLookedIntoWhileOneMoreStepCouldBeDone() {
    SlotPermit _ = begun("a");
    assertThat(look("a")).isCompleted();
    assertThat(look("b")).isCompleted();
    assertThat(look("c")).isCompleted();
  }

  @Test
  void noneIsLookedIntoWhileNoneCanAndAllAreWhenOneHasEnded() {
    SlotPermit first = begun("a");
    SlotPermit _ = begun("b");
    List<SlotSupplierFuture> waiting = List.of(look("a"), look("b"), look("c"));
    assertThat(waiting).allSatisfy(each -> assertThat(each).isNotDone());
    slots.releaseSlot(new Release(first));
    assertThat(waiting).allSatisfy(each -> assertThat(each).isCompleted());
  }

  /** The SDK looks again before it begins the step. */
  @Test
  void aStepCountsFromWhenItsQueueIsLookedIntoAgain() {
    slots = new SharedSlots<>(1);
    SlotPermit come = look("a").join();
    SlotSupplierFuture again = look("a");
    assertThat(again).isNotDone();
    slots.markSlotUsed(new Mark(come));
    assertThat(look("b")).isNotDone();
    slots.releaseSlot(new Release(come));
    assertThat(again).isCompleted();
  }

  @Test
  void aQueueThatHadNothingTakesNoSlot() {
    slots = new SharedSlots<>(1);
    for (int look = 0; look < 3; look++) {
      slots.releaseSlot(new Release(look("a").join()));
    }
    assertThat(look("a")).isCompleted();
  }

  @Test
  void whoGaveUpIsNotWoken() {
    slots = new SharedSlots<>(1);
    SlotPermit first = begun("a");
    SlotSupplierFuture gone = look("b");
    assertThat(gone.abortReservation()).isNull();
    slots.releaseSlot(new Release(first));
    assertThat(gone).isCompletedExceptionally();
    assertThat(look("c")).isCompleted();
  }

  @Test
  void aStepThatCameFromNoQueueFindsNoSlot() {
    assertThat(slots.tryReserveSlot(new Reserve("a"))).isEmpty();
  }

  /** Each number is a queue, from which a step comes, or whose oldest step ends. */
  @Property(tries = 200)
  void neverMoreThanTheSlotsButForOneOfEachOtherQueueAndNothingWaitsForever(
      @ForAll @IntRange(min = 1, max = 4) int number,
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 7) Integer> events) {
    slots = new SharedSlots<>(number);
    List<SlotSupplierFuture> looking = new ArrayList<>();
    List<List<SlotPermit>> done = new ArrayList<>();
    for (int queue = 0; queue < 4; queue++) {
      looking.add(look("" + queue));
      done.add(new ArrayList<>());
    }
    for (int event : events) {
      int queue = event / 2;
      List<SlotPermit> here = done.get(queue);
      if (event % 2 == 0 && looking.get(queue).isDone()) {
        here.add(looking.get(queue).join());
        looking.set(queue, look("" + queue));
        slots.markSlotUsed(new Mark(here.getLast()));
      } else if (event % 2 == 1 && !here.isEmpty()) {
        slots.releaseSlot(new Release(here.removeFirst()));
      }
      int all = done.stream().mapToInt(List::size).sum();
      assertThat(all).isLessThanOrEqualTo(number + 3);
      assertThat(here).hasSizeLessThanOrEqualTo(number);
      if (all < number) {
        assertThat(looking).allSatisfy(each -> assertThat(each).isCompleted());
      }
    }
  }
}
