package dev.codecsmith.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopped;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded.Against;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded.Unrated;
import dev.codecsmith.store.events.CampaignEvent.ModelAnswered;
import dev.codecsmith.store.events.CampaignEvent.ModelFailed;
import dev.codecsmith.store.events.CampaignEvent.ModelsSpent;
import dev.codecsmith.store.events.CampaignEvent.OtherVersion;
import dev.codecsmith.store.events.CampaignEventExperimentEndedBuilder;
import dev.codecsmith.store.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CampaignViewTest {
  private final CampaignView view = new CampaignView();
  private Instant now = Instant.EPOCH;

  private void happens(CampaignEvent event) {
    now = now.plusSeconds(1);
    view.on(now, event);
  }

  private static ModelAnswered answer(Optional<Long> tokens, String usd) {
    return new ModelAnswered(
        "m",
        "iteration 1, turn 1",
        "",
        tokens,
        tokens,
        usd.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(usd)),
        Duration.ZERO);
  }

  private static ExperimentEnded ended(int iteration, double score) {
    return CampaignEventExperimentEndedBuilder.builder()
        .id("exp_iter" + iteration)
        .iteration(iteration)
        .name("x")
        .score(Optional.of(score))
        .failure(Optional.empty())
        .phase(ExperimentStatus.SUCCEEDED)
        .message("")
        .warnings(List.of())
        .build();
  }

  @Test
  void aLineTellsTheScoreWhateverItIs() {
    assertThat(EventTexts.ended(ended(3, -12.345))).isEqualTo("exp_iter3  x  score -12.35 %");
    assertThat(
            EventTexts.ended(
                CampaignEventExperimentEndedBuilder.builder(ended(3, -12.345))
                    .others(
                        Optional.of(
                            List.of(new Against("svt-av1-8", 7), new Against("x265-medium", -3))))
                    .build()))
        .isEqualTo(
            "exp_iter3  x  score -12.35 %  (against svt-av1-8 +7.00 %, x265-medium -3.00 %)");
  }

  @Test
  void aLineNamesTheAnchorsAgainstWhichThereIsNoFigure() {
    CampaignEventExperimentEndedBuilder end =
        CampaignEventExperimentEndedBuilder.builder(ended(3, -12.345))
            .unrated(Optional.of(List.of(new Unrated("svt-av1-8", "too-little-overlap"))));
    assertThat(EventTexts.ended(end.build()))
        .isEqualTo("exp_iter3  x  score -12.35 %  (against svt-av1-8 too little overlap)");
    assertThat(
            EventTexts.ended(
                end.others(Optional.of(List.of(new Against("x265-medium", -3)))).build()))
        .isEqualTo(
            "exp_iter3  x  score -12.35 %  (against x265-medium -3.00 %, svt-av1-8 too little"
                + " overlap)");
  }

  @Test
  void whatAnotherVersionToldIsCountedAndChangesNothing() {
    happens(new CampaignBegun("x", 5));
    happens(new OtherVersion("worker-moved", Json.mapper().createObjectNode()));
    happens(new OtherVersion("worker-moved", Json.mapper().createObjectNode()));
    assertThat(view.ofOtherVersions()).isEqualTo(2);
    assertThat(view.finished()).isZero();
  }

  @Test
  void withoutModelsNothingIsSaidOfWhatTheyTook() {
    happens(new CampaignBegun("x", 5));
    assertThat(EventTexts.suffix(view)).isEmpty();
    happens(new ModelsSpent(0, 0, 0, BigDecimal.ZERO, 0, 0));
    assertThat(EventTexts.suffix(view)).isEqualTo("  (0 model calls, 0 tokens, $0.0000)");
  }

  @Test
  void whatModelsTookIsTheSumOfEarlierRunsAndOfCallsSince() {
    happens(new CampaignContinued(3, 5, Optional.of(-1.5)));
    Instant killed = now;
    happens(new ModelsSpent(2, 1_000, 500, new BigDecimal("0.02"), 0, 0));
    // Written down before the kill, so it is in that sum.
    view.on(killed, answer(Optional.of(300L), "0.01"));
    happens(answer(Optional.of(300L), "0.01"));
    assertThat(EventTexts.suffix(view)).isEqualTo("  (3 model calls, 2,100 tokens, $0.0300)");
    happens(
        new ModelFailed("m", "", "cut", true, Optional.of(10L), Optional.of(0L), Optional.empty()));
    happens(
        new ModelFailed(
            "m", "", "away", false, Optional.empty(), Optional.empty(), Optional.empty()));
    happens(answer(Optional.empty(), ""));
    assertThat(EventTexts.suffix(view))
        .isEqualTo(
            "  (5 model calls, 2,110 tokens and 1 calls of unknown tokens, $0.0300 and 2 calls of"
                + " unknown cost)");
  }

  @Test
  void aRunThatGoesOnBeginsWithWhatEarlierOnesFinished() {
    happens(new CampaignBegun("x", 5));
    happens(ended(1, -3));
    happens(ended(2, 4));
    happens(new CampaignStopped("The budget is spent."));
    assertThat(view.finished()).isEqualTo(2);
    assertThat(view.best()).contains(-3.0);
    assertThat(view.stopReason()).contains("The budget is spent.");
    happens(new CampaignContinued(2, 9, Optional.of(-3.0)));
    happens(ended(3, -4));
    assertThat(view.finished()).isEqualTo(3);
    assertThat(view.iterations()).isEqualTo(9);
    assertThat(view.best()).contains(-4.0);
    assertThat(view.stopReason()).isEmpty();
  }
}
