package dev.codecsmith.store.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded.Against;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded.Unrated;
import dev.codecsmith.store.events.CampaignEventExperimentEndedBuilder;
import dev.codecsmith.store.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ExperimentEventsTest {
  private static AnchorComparison rate(double percent) {
    return new AnchorComparison(new BdRate.Value(percent, 1), Map.of());
  }

  private static ExperimentRecord ended(Optional<Double> score) {
    ExperimentResult result =
        ExperimentResultBuilder.builder(ExperimentResult.NONE)
            .score(score)
            .scores(
                Map.of(
                    "x264-medium", rate(-20.5),
                    "x264-medium/ssim", rate(-30),
                    "x265-medium", rate(-3.25),
                    "svt-av1-8", rate(17),
                    "vp9-good", new AnchorComparison(new BdRate.NoOverlap(), Map.of())))
            .build();
    return ExperimentLifecycle.endedAtOnce(Samples.queued("c", 1, "me"), result, Samples.T0);
  }

  @Test
  void anEndTellsTheRatesAgainstTheOtherAnchorsAndWhyThereIsNone() {
    ExperimentEnded end = ExperimentEvents.ended(ended(Optional.of(-20.5)));
    assertThat(end.others())
        .hasValue(List.of(new Against("svt-av1-8", 17), new Against("x265-medium", -3.25)));
    assertThat(end.unrated()).hasValue(List.of(new Unrated("vp9-good", "no-overlap")));
  }

  @Test
  void anEndThatWasStoredWithoutThemIsRead() {
    ExperimentEnded end = ExperimentEvents.ended(ended(Optional.of(-20.5)));
    ObjectNode stored = (ObjectNode) Json.mapper().valueToTree(end);
    assertThat(Json.read(stored.toString(), CampaignEvent.class)).isEqualTo(end);
    stored.remove(List.of("others", "unrated"));
    assertThat(Json.read(stored.toString(), CampaignEvent.class))
        .isEqualTo(
            CampaignEventExperimentEndedBuilder.builder(end)
                .others(Optional.empty())
                .unrated(Optional.empty())
                .build());
  }

  @Test
  void theAnchorOfAnotherObjectiveIsNoneOfTheOthers() {
    ExperimentRecord usual = ended(Optional.of(-31.0));
    Map<String, AnchorComparison> scores = new HashMap<>(usual.scores());
    scores.put("x264-medium/objective", rate(-31));
    ExperimentResult result =
        ExperimentResultBuilder.builder(usual.result()).scores(scores).build();
    assertThat(
            ExperimentEvents.ended(
                    ExperimentLifecycle.endedAtOnce(
                        Samples.queued("c", 1, "me"), result, Samples.T0))
                .others()
                .orElseThrow())
        .extracting(Against::anchor)
        .containsExactly("svt-av1-8", "x265-medium");
  }

  @Test
  void whatHasNoScoreTellsNone() {
    assertThat(ExperimentEvents.ended(ended(Optional.empty())).others()).isEmpty();
    assertThat(ExperimentEvents.ended(ended(Optional.empty())).unrated()).isEmpty();
  }
}
