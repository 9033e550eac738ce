package dev.codecsmith.dashboard.http;

import static dev.codecsmith.dashboard.StoredCampaign.EVIL;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How a campaign went, and what its experiments are made of. */
class CampaignPagesTest extends ServedStoreTest {
  @Override
  ExperimentStore open() {
    return new MemoryExperimentStore();
  }

  @Test
  void theWayOfTheScoresHasEachBestWithItsRateOnHeldOutClips() throws Exception {
    for (int iteration = 1; iteration <= 5; iteration++) {
      end(iteration, List.of(9.0, 4.0, 7.0, -2.0, 1.0).get(iteration - 1));
    }
    JsonNode way = json(get("/api/campaigns/c/scores"));
    assertThat(way.path("anchor").asString()).isEqualTo("x264-medium");
    assertThat(way.path("total").asInt()).isEqualTo(5);
    assertThat(way.path("scores").size()).isEqualTo(5);
    assertThat(figures(way.path("bests"), "score")).containsExactly(9.0, 4.0, -2.0);
    assertThat(figures(way.path("bests"), "held_out")).containsExactly(12.0, 7.0, 1.0);
    append(new CampaignEvent.ExperimentDeleted(experiment(4), 4));
    assertThat(figures(json(get("/api/campaigns/c/scores")).path("bests"), "score"))
        .as("one that was deleted is the best no more")
        .containsExactly(9.0, 4.0, 1.0);
    assertThat(json(get("/api/campaigns/c")).path("experiments_per_hour").doubleValue())
        .as("one a minute")
        .isEqualTo(60);
    JsonNode anchors = json(get("/api/campaigns/c/anchors"));
    assertThat(anchors.path("main").asString()).isEqualTo("x264-medium");
    assertThat(anchors.path("bd_rate").isEmpty()).isTrue();
  }

  @Test
  void theWayToTheBestGoesFromParentToChild() throws Exception {
    List<List<String>> parents =
        List.of(
            List.of(),
            List.of(experiment(1)),
            List.of(experiment(1)),
            List.of(experiment(3), experiment(2)),
            List.of("exp_gone"));
    for (int iteration = 1; iteration <= 5; iteration++) {
      append(
          new CampaignEvent.CandidateProposed(
              experiment(iteration), iteration, "name", "model", parents.get(iteration - 1)));
      end(iteration, List.of(9.0, 4.0, 7.0, -2.0, 1.0).get(iteration - 1));
    }
    JsonNode answer = json(get("/api/campaigns/c/scores"));
    assertThat(figures(answer.path("way"), "iteration")).containsExactly(1.0, 3.0, 4.0);
    assertThat(answer.at("/scores/3/parent").asString()).isEqualTo(experiment(3));
    assertThat(answer.at("/scores/0/parent").isNull()).isTrue();
    append(new CampaignEvent.ExperimentDeleted(experiment(3), 3));
    append(new CampaignEvent.ExperimentDeleted(experiment(4), 4));
    assertThat(figures(json(get("/api/campaigns/c/scores")).path("way"), "iteration"))
        .containsExactly(5.0);
  }

  private static List<Double> figures(JsonNode list, String name) {
    return list.valueStream().map(each -> each.path(name).doubleValue()).toList();
  }

  @Test
  void ofVeryManyScoresAChartGetsSomeAndEveryBest() throws Exception {
    for (int iteration = 1; iteration <= 2500; iteration++) {
      end(iteration, iteration == 2222 ? -1 : 5000 - (iteration <= 2 ? iteration : 0));
    }
    JsonNode way = json(get("/api/campaigns/c/scores"));
    assertThat(way.path("total").asInt()).isEqualTo(2500);
    assertThat(way.path("scores").size()).isLessThanOrEqualTo(1000);
    assertThat(figures(way.path("bests"), "iteration")).containsExactly(1.0, 2.0, 2222.0);
  }

  @Test
  void whatModelsTookIsToldWithWhatIsNotKnownOfIt() throws Exception {
    assertThat(json(get("/api/campaigns/c")).path("spent").isNull()).isTrue();
    append(
        new CampaignEvent.ModelAnswered(
            "m",
            "iteration 1",
            "q",
            Optional.of(10L),
            Optional.of(5L),
            Optional.of(new BigDecimal("0.25")),
            Duration.ofSeconds(1)));
    append(
        new CampaignEvent.ModelAnswered(
            "m",
            "iteration 2",
            "r",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(1)));
    JsonNode spent = json(get("/api/campaigns/c")).path("spent");
    assertThat(spent.path("model_calls").asInt()).isEqualTo(2);
    assertThat(spent.path("tokens").asInt()).isEqualTo(15);
    assertThat(spent.path("cost_usd").decimalValue()).isEqualByComparingTo("0.25");
    assertThat(spent.path("calls_of_unknown_cost").asInt()).isEqualTo(1);
  }

  @Test
  void faultsOfTheMachineStandApartTheNewestFirst() throws Exception {
    for (int i = 1; i <= 21; i++) {
      append(new CampaignEvent.Retrying("work " + i, "It broke.", Duration.ofSeconds(1)));
    }
    JsonNode retries = json(get("/api/campaigns/c")).path("retries");
    assertThat(retries.size()).isEqualTo(20);
    assertThat(retries.get(0).path("what").asString()).isEqualTo("work 21");
    assertThat(json(get("/api/experiments?campaign=c")).path("total").asInt()).isZero();
  }

  @Test
  void anExperimentsPhasesAreToldAndBeginAnewWithItsOwner() throws Exception {
    campaign.encoding(1);
    for (ExperimentStatus phase :
        List.of(
            ExperimentStatus.QUEUED,
            ExperimentStatus.BUILDING,
            ExperimentStatus.QUEUED,
            ExperimentStatus.BUILDING,
            ExperimentStatus.ENCODING)) {
      append(new CampaignEvent.ExperimentPhase(experiment(1), 1, "name", phase));
    }
    assertThat(
            json(get("/api/experiments/" + experiment(1)))
                .path("phases")
                .valueStream()
                .map(phase -> phase.path("phase").asString()))
        .containsExactly("queued", "building", "encoding");
  }

  @Test
  void whatAModelWasAskedForAnExperimentStandsBeforeItsEvaluation() throws Exception {
    campaign.encoding(2);
    for (String slot :
        List.of("iteration 1, turn 1", "iteration 2, turn 1", "iteration 2, turn 2")) {
      append(new CampaignEvent.ModelCalled("m", slot));
      append(
          new CampaignEvent.ModelAnswered(
              "m",
              slot,
              "q",
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Duration.ofSeconds(1)));
    }
    append(new CampaignEvent.ModelCalled("m", "lessons of iterations 1 to 2"));
    append(new CampaignEvent.CandidateProposed(experiment(2), 2, "name", "m", List.of()));
    for (ExperimentStatus phase :
        List.of(ExperimentStatus.QUEUED, ExperimentStatus.BUILDING, ExperimentStatus.QUEUED)) {
      append(new CampaignEvent.ExperimentPhase(experiment(2), 2, "name", phase));
    }
    assertThat(
            json(get("/api/experiments/" + experiment(2)))
                .path("phases")
                .valueStream()
                .map(phase -> phase.path("phase").asString()))
        .containsExactly("model called", "reply tried", "model called", "reply tried", "queued");
  }

  @Test
  void anExperimentTellsWhatWasMadeFromItTheBestFirst() throws Exception {
    campaign.encoding(1);
    for (int iteration = 2; iteration <= 60; iteration++) {
      append(
          new CampaignEvent.CandidateProposed(
              experiment(iteration), iteration, "name", "m", List.of(experiment(1))));
    }
    campaign.encoding(61);
    append(new CampaignEvent.CandidateProposed(experiment(61), 61, "name", "m", List.of()));
    end(60, 3);
    end(30, -2);
    JsonNode answer = json(get("/api/experiments/" + experiment(1)));
    assertThat(answer.path("children_total").asInt()).isEqualTo(59);
    assertThat(answer.path("children").size()).isEqualTo(50);
    assertThat(answer.at("/children/0/iteration").asInt()).isEqualTo(30);
    assertThat(answer.at("/children/0/score").asDouble()).isEqualTo(-2);
    assertThat(answer.at("/children/1/iteration").asInt()).isEqualTo(60);
    assertThat(answer.at("/children/2/score").isNull()).isTrue();
    JsonNode last = json(get("/api/experiments/" + experiment(61)));
    assertThat(last.path("children_total").asInt()).isZero();
  }

  @Test
  void aProgramIsShownWithWhatItChangedAndItsTextStaysText() throws Exception {
    ProgramReference parent =
        ProgramReference.store(artifacts, Program.of("python", "a.py", Map.of("a.py", "one\n")));
    ProgramReference child =
        ProgramReference.store(artifacts, Program.of("python", "a.py", Map.of("a.py", EVIL)));
    campaign.of(1, parent.artifact());
    campaign.of(2, child.artifact(), experiment(1));
    campaign.of(3, child.artifact(), "exp_gone");
    campaign.of(4, "ab".repeat(32));
    JsonNode first = json(get("/api/experiments/" + experiment(1) + "/program"));
    assertThat(first.path("files").path("a.py").asString()).isEqualTo("one\n");
    assertThat(first.path("diff").isNull()).isTrue();
    JsonNode second = json(get("/api/experiments/" + experiment(2) + "/program"));
    assertThat(second.path("language").asString()).isEqualTo("python");
    assertThat(second.path("files").path("a.py").asString()).isEqualTo(EVIL);
    assertThat(second.path("parent").asString()).isEqualTo(experiment(1));
    assertThat(second.path("diff").asString()).contains("-one", "+" + EVIL);
    JsonNode third = json(get("/api/experiments/" + experiment(3) + "/program"));
    assertThat(third.path("parent").isNull()).as("it is no longer stored").isTrue();
    assertThat(get("/api/experiments/" + experiment(4) + "/program").statusCode()).isEqualTo(404);
  }
}
