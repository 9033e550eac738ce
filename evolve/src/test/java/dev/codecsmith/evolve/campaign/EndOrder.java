package dev.codecsmith.evolve.campaign;

import dev.codecsmith.evolve.random.Dice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** In which order what is under way at once ends; another for each seed. */
final class EndOrder {
  private final long seed;
  private final Map<Integer, CountDownLatch> ends = new ConcurrentHashMap<>();
  private final Map<Integer, CountDownLatch> answers = new ConcurrentHashMap<>();

  EndOrder(long seed) {
    this.seed = seed;
  }

  void ended(int iteration) {
    latch(ends, iteration).countDown();
  }

  void answered(int iteration) {
    latch(answers, iteration).countDown();
  }

  /** Waits until those of the same four that are to end before this one have ended. */
  void awaitTurnToEnd(int iteration) throws InterruptedException {
    int group = (iteration - 1) / ExactCampaignTest.LAG;
    List<Integer> members = new ArrayList<>();
    for (int i = 1; i <= ExactCampaignTest.LAG; i++) {
      members.add(group * ExactCampaignTest.LAG + i);
    }
    Collections.shuffle(members, new Random(seed * 1_000 + group));
    int place = members.indexOf(iteration);
    if (place > 0 && members.get(place - 1) <= ExactCampaignTest.ITERATIONS) {
      latch(ends, members.get(place - 1)).await();
    }
  }

  /** Of two model calls beside each other the later may be answered first. */
  void awaitTurnToAnswer(int iteration) throws InterruptedException {
    boolean earlierOfTwo =
        iteration > ExactCampaignTest.LIBRARY + ExactCampaignTest.LAG + 1
            && iteration % ExactCampaignTest.LAG == 1;
    if (earlierOfTwo
        && iteration + 2 <= ExactCampaignTest.ITERATIONS
        && Dice.of(seed, iteration, "answers").uniform() < 0.5) {
      latch(answers, iteration + 2).await();
    }
  }

  private static CountDownLatch latch(Map<Integer, CountDownLatch> latches, int iteration) {
    return latches.computeIfAbsent(iteration, key -> new CountDownLatch(1));
  }
}
