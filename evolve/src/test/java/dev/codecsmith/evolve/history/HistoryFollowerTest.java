package dev.codecsmith.evolve.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HistoryFollowerTest {
  private static final int MANY = 2 * EvaluationHistory.NEWEST;

  private final List<PastExperiment> all =
      IntStream.rangeClosed(1, MANY).mapToObj(EvaluationHistoryTest::ended).toList();

  /** How often anything was learned, over all learners. */
  private int learned;

  private int unreadable;

  private final class Listing implements HistoryFollower.Learner<String> {
    private final List<Integer> iterations = new ArrayList<>();

    @Override
    public void learn(PastExperiment ended, EvaluationHistory.View history) {
      if (ended.iteration() == unreadable) {
        throw new UncheckedIOException(new IOException("The disk is away."));
      }
      learned++;
      iterations.add(ended.iteration());
    }

    @Override
    public String answer(int iteration) {
      return iteration + " knows " + iterations.hashCode();
    }
  }

  private EvaluationHistory.View upTo(int length) {
    return EvaluationHistory.of(all.subList(0, length));
  }

  private String alone(int length, int iteration) {
    return new HistoryFollower<>(Listing::new).answer(upTo(length), iteration);
  }

  @Property(seed = "31", tries = 30)
  void iterationsThatAskInAnyOrderAreToldTheSame(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int lag) {
    HistoryFollower<String> follower = new HistoryFollower<>(Listing::new);
    List<Integer> order = new ArrayList<>(IntStream.rangeClosed(1, 60).boxed().toList());
    // As many as are under way at once change places.
    for (int begin = 0; begin < order.size(); begin += lag) {
      Collections.shuffle(
          order.subList(begin, Math.min(order.size(), begin + lag)), new Random(seed + begin));
    }
    for (int iteration : order) {
      int length = Math.max(0, iteration - lag);
      assertThat(follower.answer(upTo(length), iteration)).isEqualTo(alone(length, iteration));
    }
  }

  @Test
  void nothingIsLearnedTwiceWhenALaterIterationAsksFirst() {
    HistoryFollower<String> follower = new HistoryFollower<>(Listing::new);
    String later = follower.answer(upTo(MANY), MANY + 8);
    String earlier = follower.answer(upTo(MANY - 7), MANY + 1);
    assertThat(learned).isEqualTo(MANY);
    assertThat(follower.answer(upTo(MANY), MANY + 8)).isEqualTo(later);
    assertThat(earlier).isEqualTo(alone(MANY - 7, MANY + 1));
  }

  @Test
  void aMuchShorterHistoryIsLearnedAnew() {
    HistoryFollower<String> follower = new HistoryFollower<>(Listing::new);
    follower.answer(upTo(MANY), MANY + 1);
    assertThat(follower.answer(upTo(3), 4)).isEqualTo(alone(3, 4));
    assertThat(follower.answer(upTo(MANY), MANY + 2)).isEqualTo(alone(MANY, MANY + 2));
  }

  @Test
  void whatCannotBeReadIsLearnedWhenItCan() {
    HistoryFollower<String> follower = new HistoryFollower<>(Listing::new);
    unreadable = 5;
    assertThatThrownBy(() -> follower.answer(upTo(9), 10)).hasMessageContaining("The disk is away");
    unreadable = 0;
    assertThat(follower.answer(upTo(9), 10)).isEqualTo(alone(9, 10));
  }
}
