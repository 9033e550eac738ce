package dev.codecsmith.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.experiment.ExperimentRunner;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.junit.jupiter.api.Test;

/** What stands on a terminal while a campaign runs. */
class BarProgressTest {
  private final List<String> drawn = new CopyOnWriteArrayList<>();

  private final StringWriter said = new StringWriter();

  private BarProgress bar(OptionalDouble best) {
    return new BarProgress(
        5,
        CampaignEnd.nothing(),
        best,
        new PrintWriter(said, true),
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
  void sentencesStandOnLinesOfTheirOwn() {
    try (BarProgress bar = bar(OptionalDouble.empty())) {
      bar.said("big: attempt 1 failed: overloaded. Trying again in 1.5 s.");
      bar.retry("reading the campaign", "The disk is full.", Duration.ofSeconds(2));
      bar.stopped(4, "The budget is spent.");
    }
    assertThat(said.toString().split("\n"))
        .containsExactly(
            "\r\u001b[Kbig: attempt 1 failed: overloaded. Trying again in 1.5 s.",
            "\r\u001b[Kreading the campaign failed: The disk is full. Trying again in 2 s.",
            "\r\u001b[KThe campaign ends before iteration 4. The budget is spent.");
  }

  @Test
  void warningsOfAnExperimentThatEndsStandOnLinesOfTheirOwn() {
    ExperimentRecord ended =
        ExperimentRunner.queued(
                "exp_iter1_x",
                "campaign_x",
                1,
                "owner",
                new CandidateRecord("x", "java", "00", "tuner", List.of(), "", Map.of()),
                Instant.EPOCH)
            .at(ExperimentStatus.FAILED, Instant.EPOCH)
            .withWarnings(List.of("Look at it."));
    try (BarProgress bar = bar(OptionalDouble.empty())) {
      bar.progress(ended, ExperimentStatus.FAILED, 1, 1);
    }
    assertThat(said.toString()).isEqualTo("\r\u001b[Kexp_iter1_x: warning: Look at it.\n");
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
