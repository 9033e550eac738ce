package dev.codecsmith.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.AnchorsProgress;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopping;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded.Against;
import dev.codecsmith.store.events.CampaignEvent.ExperimentPhase;
import dev.codecsmith.store.events.CampaignEvent.ExperimentProgress;
import dev.codecsmith.store.events.CampaignEvent.ModelCalled;
import dev.codecsmith.store.events.CampaignEvent.ModelRetried;
import dev.codecsmith.store.events.CampaignEvent.Retrying;
import dev.codecsmith.store.events.CampaignEventExperimentEndedBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.junit.jupiter.api.Test;

/** What stands on a terminal while a campaign runs. */
class BarProgressTest {
  private final List<String> drawn = new CopyOnWriteArrayList<>();

  private final StringWriter said = new StringWriter();

  private BarProgress bar(InstantSource clock) {
    return new BarProgress(
        5,
        new PrintWriter(said, true),
        clock.withZone(ZoneOffset.UTC),
        new ProgressBarBuilder().setConsumer(new DelegatingProgressBarConsumer(drawn::add, 120)));
  }

  private void show(CampaignEvent... events) {
    try (BarProgress bar = bar(Clock.systemUTC())) {
      for (CampaignEvent event : events) {
        bar.on(Instant.EPOCH, event);
      }
    }
  }

  @Test
  void theBestOfEarlierRunsCounts() {
    show(new CampaignContinued(2, 5, Optional.of(-12.5)));
    assertThat(drawn.getLast()).contains("2/5", "best -12.50 %");
  }

  @Test
  void withoutAScoreThereIsNoBest() {
    show(new CampaignBegun("x", 5));
    assertThat(drawn.getLast()).contains("0/5").doesNotContain("best");
  }

  @Test
  void anchorsAreShownBeforeTheCampaignBegins() {
    show(new AnchorsProgress(1, 3));
    assertThat(drawn.getLast()).contains("0/5", "anchors 1/3");
  }

  @Test
  void whatIsUnderWayStandsWithItsPhase() {
    show(
        new CampaignBegun("x", 5),
        new ExperimentPhase("exp_iter1_a", 1, "a", ExperimentStatus.QUEUED),
        new ExperimentPhase("exp_iter2_b", 2, "b", ExperimentStatus.QUEUED),
        new ExperimentProgress("exp_iter2_b", 2, ExperimentStatus.ENCODING, 1, 4));
    assertThat(drawn.getLast()).contains("1 queued · 2 encoding 1/4");
  }

  @Test
  void sentencesStandOnLinesOfTheirOwn() {
    show(
        new ModelRetried("big", "", 1, "overloaded", Duration.ofMillis(1_500)),
        new Retrying("reading the campaign", "The disk is full.", Duration.ofSeconds(2)),
        new CampaignStopping(4, "The budget is spent."));
    assertThat(said.toString().split("\n"))
        .containsExactly(
            "\r\u001b[Kbig: attempt 1 failed: overloaded. Trying again in 1.5 s.",
            "\r\u001b[Kreading the campaign failed: The disk is full. Trying again in 2 s.",
            "\r\u001b[KThe campaign ends before iteration 4. The budget is spent.");
  }

  @Test
  void whatEndsIsToldWithItsFiguresAgainstEveryAnchor() {
    show(
        new CampaignBegun("x", 5),
        CampaignEventExperimentEndedBuilder.builder()
            .id("exp_iter1_x")
            .iteration(1)
            .name("x")
            .score(Optional.of(-21.42))
            .failure(Optional.empty())
            .phase(ExperimentStatus.SUCCEEDED)
            .message("")
            .warnings(List.of())
            .others(
                Optional.of(List.of(new Against("x265-medium", 3.5), new Against("svt-av1-8", 28))))
            .build());
    assertThat(said.toString())
        .isEqualTo(
            "\r\u001b[Kexp_iter1_x  x  score -21.42 %"
                + "  (against x265-medium +3.50 %, svt-av1-8 +28.00 %)\n");
    assertThat(drawn.getLast()).contains("1/5", "best -21.42 %");
  }

  @Test
  void warningsOfAnExperimentThatEndsStandOnLinesOfTheirOwn() {
    show(
        new CampaignBegun("x", 5),
        CampaignEventExperimentEndedBuilder.builder()
            .id("exp_iter1_x")
            .iteration(1)
            .name("x")
            .score(Optional.empty())
            .failure(Optional.of(FailureKind.CRASHED))
            .phase(ExperimentStatus.ENCODING)
            .message("It crashed.")
            .warnings(List.of("Look at it."))
            .build());
    assertThat(said.toString())
        .startsWith("\r\u001b[Kexp_iter1_x  x  failed: crashed, It crashed.\n")
        .endsWith("\n\r\u001b[Kexp_iter1_x: warning: Look at it.\n");
    assertThat(drawn.getLast()).contains("1/5");
  }

  /** The clock is asked whenever the line is made; nothing but the time makes it anew here. */
  @Test
  void whoIsWaitedForIsShownAgainAsTimeGoesBy() throws Exception {
    CountDownLatch asked = new CountDownLatch(3);
    InstantSource clock =
        () -> {
          asked.countDown();
          return Instant.EPOCH.plusSeconds(41);
        };
    try (BarProgress bar = bar(clock)) {
      bar.on(Instant.EPOCH, new ModelCalled("big", "iteration 12, turn 1"));
      asked.await();
    }
    assertThat(drawn.getLast()).contains("big is thinking about iteration 12, turn 1: 41 s");
  }
}
