package dev.codecsmith.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEventExperimentEndedBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which model made what, and what that brought. */
class ModelHistoryTest {
  private final ModelHistory history = new ModelHistory();

  private void answered(String model, int iteration) {
    history.on(
        new CampaignEvent.ModelAnswered(
            model,
            "iteration " + iteration + ", turn 1",
            "q",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(1)));
  }

  private void ended(int iteration, Optional<Double> score) {
    history.on(
        CampaignEventExperimentEndedBuilder.builder()
            .id("exp" + iteration)
            .iteration(iteration)
            .name("name")
            .score(score)
            .failure(score.isPresent() ? Optional.empty() : Optional.of(FailureKind.CRASHED))
            .phase(ExperimentStatus.SUCCEEDED)
            .message("")
            .warnings(List.of())
            .build());
  }

  private ModelFigures.Made made(String model) {
    return history.all().stream()
        .filter(each -> each.name().equals(model))
        .findFirst()
        .orElseThrow()
        .made();
  }

  @Test
  void aGainIsThatOverTheBestOfAll() {
    ended(1, Optional.of(10.0));
    answered("a", 2);
    ended(2, Optional.of(4.0));
    answered("b", 3);
    ended(3, Optional.empty());
    answered("b", 4);
    ended(4, Optional.of(7.0));
    answered("b", 5);
    ended(5, Optional.of(3.0));
    assertThat(made("a")).isEqualTo(new ModelFigures.Made(1, 1, 1, 6));
    assertThat(made("b")).isEqualTo(new ModelFigures.Made(3, 2, 1, 1));
  }

  @Test
  void whatIsDeletedCountsForNothingAndWhatIsEvaluatedAgainForItsModel() {
    ended(1, Optional.of(10.0));
    answered("a", 2);
    ended(2, Optional.of(-90.0));
    answered("b", 3);
    ended(3, Optional.of(5.0));
    assertThat(made("b").bests()).isZero();
    history.on(new CampaignEvent.ExperimentDeleted("exp2", 2));
    assertThat(made("a")).isEqualTo(new ModelFigures.Made(0, 0, 0, 0));
    assertThat(made("b")).isEqualTo(new ModelFigures.Made(1, 1, 1, 5));
    ended(2, Optional.of(4.0));
    assertThat(made("a")).isEqualTo(new ModelFigures.Made(1, 1, 1, 1));
  }
}
