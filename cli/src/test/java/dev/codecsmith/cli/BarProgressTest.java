package dev.codecsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.junit.jupiter.api.Test;

/** What stands on a terminal while a campaign runs. */
class BarProgressTest {
  private final List<String> drawn = new CopyOnWriteArrayList<>();

  private BarProgress bar(OptionalDouble best) {
    return new BarProgress(
        5,
        CampaignEnd.nothing(),
        best,
        new ProgressBarBuilder().setConsumer(new DelegatingProgressBarConsumer(drawn::add, 120)));
  }

  @Test
  void theBestOfEarlierRunsCounts() {
    try (BarProgress bar = bar(OptionalDouble.of(-12.5))) {
      bar.continued(2);
    }
    assertThat(drawn.getLast()).contains("2/5", "best -12.50 %");
  }

  @Test
  void withoutAScoreThereIsNoBest() {
    try (BarProgress bar = bar(OptionalDouble.empty())) {
      bar.continued(0);
    }
    assertThat(drawn.getLast()).contains("0/5").doesNotContain("best");
  }

  @Test
  void whoIsWaitedForIsAskedAgainAsTimeGoesBy() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    try (BarProgress bar = bar(OptionalDouble.empty())) {
      bar.everySecond(() -> {
        bar.thinking("big is thinking: " + asked.getCount() + " s");
        asked.countDown();
      });
      asked.await();
    }
    assertThat(drawn.getLast()).contains("big is thinking: ");
  }
}
