package dev.codecsmith.dashboard.http;

import static dev.codecsmith.dashboard.StoredCampaign.T0;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.dashboard.StoredCampaign;
import dev.codecsmith.lab.objective.CampaignObjective;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.WorkerDown;
import dev.codecsmith.store.events.CampaignEvent.WorkerFound;
import dev.codecsmith.store.events.CampaignEvent.WorkerMissing;
import dev.codecsmith.store.events.CampaignEvent.WorkerUp;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Models, workers and clips of a campaign. */
class CampaignPartsTest extends ServedStoreTest {
  @Override
  ExperimentStore open() {
    return new MemoryExperimentStore();
  }

  private void answered(String model, int iteration, int turn, Optional<BigDecimal> usd)
      throws IOException {
    append(
        new CampaignEvent.ModelAnswered(
            model,
            "iteration %d, turn %d".formatted(iteration, turn),
            model + iteration + turn,
            Optional.of(100L),
            Optional.of(10L),
            usd,
            Duration.ofSeconds(3 + turn)));
  }

  @Test
  void aModelHasTheGainOfTheProgramsThatItAnsweredLastFor() throws Exception {
    Optional<BigDecimal> usd = Optional.of(new BigDecimal("0.5"));
    end(1, 10);
    answered("a", 2, 1, usd);
    answered("a", 2, 2, usd);
    end(2, 4);
    answered("a", 3, 1, usd);
    answered("b", 3, 2, Optional.empty());
    end(3, 1);
    end(4, -5);
    answered("a", 5, 1, usd);
    end(5, -4);
    append(
        new CampaignEvent.ModelFailed(
            "b",
            "iteration 6, turn 1",
            "No.",
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    append(new CampaignEvent.ModelRetried("b", "iteration 6, turn 1", 1, "Busy.", Duration.ZERO));
    JsonNode models = json(get("/api/campaigns/c/models")).path("models");
    JsonNode a = models.get(0);
    assertThat(a.path("name").asString()).isEqualTo("a");
    assertThat(a.path("answered").asInt()).isEqualTo(4);
    assertThat(a.path("repairs").asInt()).isEqualTo(1);
    assertThat(a.path("latency_s").doubleValue()).isEqualTo(4.25);
    assertThat(a.path("input_tokens").asInt()).isEqualTo(400);
    assertThat(a.path("cost_usd").decimalValue()).isEqualByComparingTo("2");
    assertThat(a.path("experiments").asInt()).isEqualTo(2);
    assertThat(a.path("bests").asInt()).as("iteration 4 was nobody's").isEqualTo(1);
    assertThat(a.path("gain").doubleValue()).isEqualTo(6);
    assertThat(a.path("gain_per_usd").doubleValue()).isEqualTo(3);
    JsonNode b = models.get(1);
    assertThat(b.path("gain").doubleValue()).isEqualTo(3);
    assertThat(b.path("gain_per_usd").isNull()).as("a cost is unknown").isTrue();
    assertThat(b.path("failed").asInt()).isEqualTo(1);
    assertThat(b.path("retried").asInt()).isEqualTo(1);
    assertThat(b.path("calls_of_unknown_cost").asInt()).isEqualTo(1);
  }

  @Test
  void whatAModelWasAskedLastLeadsToWhatWasProposedForIt() throws Exception {
    append(new CampaignEvent.ModelCalled("a", "iteration 2, turn 1"));
    proposed(1);
    assertThat(asked().isNull()).as("of another iteration").isTrue();
    proposed(2);
    assertThat(asked().asString()).isEqualTo(experiment(2));
    append(new CampaignEvent.ExperimentDeleted(experiment(1), 1));
    assertThat(asked().asString()).isEqualTo(experiment(2));
    append(new CampaignEvent.ExperimentDeleted(experiment(2), 2));
    assertThat(asked().isNull()).as("deleted").isTrue();
    proposed(2);
    append(new CampaignEvent.ModelCalled("a", "iteration 2, turn 2"));
    assertThat(asked().isNull()).as("asked anew").isTrue();
  }

  private void proposed(int iteration) throws IOException {
    append(
        new CampaignEvent.CandidateProposed(
            experiment(iteration), iteration, "name", "a", List.of()));
  }

  private JsonNode asked() throws Exception {
    JsonNode asked = json(get("/api/campaigns/c")).path("asked");
    assertThat(asked.has("experiment")).isTrue();
    return asked.path("experiment");
  }

  @Test
  void aWorkerIsShownByItsEventsAndAsItSaysItself() throws Exception {
    append(new WorkerUp("http://a", "two slots"));
    append(new WorkerDown("http://b", "It does not answer."));
    JsonNode workers = json(get("/api/campaigns/c/workers")).path("workers");
    assertThat(workers.get(0).path("up").asBoolean()).isTrue();
    assertThat(workers.get(0).at("/status/done").asInt()).isEqualTo(40);
    assertThat(workers.get(0).path("status").propertyNames())
        .as("what the page does not know, or is of another type, is left out")
        .contains("running", "sandbox")
        .doesNotContain("languages", "load", "surprise");
    assertThat(workers.get(1).path("up").asBoolean()).isFalse();
    assertThat(workers.get(1).path("status").isNull()).isTrue();
  }

  @Test
  void workThatNoWorkerIsFitForIsWhatACampaignWaitsFor() throws Exception {
    append(new WorkerMissing("programs in rust", "No worker takes programs in rust."));
    assertThat(json(get("/api/campaigns/c")).at("/waiting/reason").asString())
        .isEqualTo("No worker takes programs in rust.");
    append(new WorkerFound("programs in rust"));
    assertThat(json(get("/api/campaigns/c")).path("waiting").isNull()).isTrue();
  }

  @Test
  void workersOfAFleetAreShownWithWhatTheyDoForThisCampaign() throws Exception {
    append(new WorkerUp(FLEET, "2 workers of a fleet"));
    JsonNode status = json(get("/api/campaigns/c/workers")).path("workers").get(0).path("status");
    assertThat(status.path("steps_waiting").asInt()).isEqualTo(7);
    assertThat(status.path("tells_idle").asBoolean()).isTrue();
    JsonNode busy = status.path("workers").get(0);
    assertThat(busy.path("name").asString()).isEqualTo("busy");
    assertThat(busy.path("steps")).hasSize(1);
    assertThat(busy.path("steps").get(0).path("experiment").asString()).isEqualTo("exp_iter3_0a");
    assertThat(busy.path("steps").get(0).path("attempt").asInt()).isEqualTo(2);
    assertThat(busy.path("steps").get(0).propertyNames()).doesNotContain("campaign", "surprise");
    assertThat(busy.path("steps_of_others").asInt()).as("another campaign's").isEqualTo(1);
    assertThat(status.path("workers").get(1).path("steps")).isEmpty();
  }

  @Test
  void whatACascadeSavedAndHowOftenItWasWrongIsTold() throws Exception {
    StoredCampaign looked =
        StoredCampaign.in(
            store,
            "d",
            """
            {"seed":3,"lag":1,"cascade":{"frames":8,"qualities":[30,70],"margin":50.0,"checked":1.0}}
            """);
    looked.looked(1, -8, Optional.of(-10.0));
    looked.looked(2, 60, Optional.of(-11.0));
    looked.looked(3, 70, Optional.empty());
    JsonNode sentences = json(get("/api/campaigns/d/cascade")).path("sentences");
    assertThat(sentences.valueStream().map(JsonNode::asString))
        .anyMatch(line -> line.startsWith("Margin: 1 of 2 programs were measured no further"))
        .anyMatch(line -> line.contains("1 of the 1 that were better would have been left"));
    assertThat(json(get("/api/campaigns/c/cascade")).path("sentences")).isEmpty();
  }

  @Test
  void whatIsHeldOutIsComparedApartAlsoWhereClipsAreGone() throws Exception {
    StoredCampaign other =
        StoredCampaign.in(store, "d", "{\"held_out\":[{\"name\":\"carphone\"}]}");
    other.succeeded(1, -3);
    other.succeeded(2, -4);
    JsonNode comparison =
        json(
            get(
                "/api/campaigns/d/compare?of=experiment/%s&of=experiment/%s"
                    .formatted(experiment(1), experiment(2))));
    assertThat(comparison.path("clips").isEmpty()).isTrue();
    assertThat(comparison.at("/held_out/0").asString()).isEqualTo("carphone");
    JsonNode rates = comparison.at("/contestants/1/bd_rate/psnr_yuv");
    assertThat(rates.path("mean").isNull()).isTrue();
    assertThat(rates.path("band").asString()).as("nobody knows that of scores").isEqualTo("common");
  }

  @Test
  void aCampaignsProgramsAreComparedByWhatItRanksBy() throws Exception {
    StoredCampaign other =
        StoredCampaign.in(
            store, "d", Json.write(Map.of(CampaignObjective.KEY, Objective.of("psnr_hvs"))));
    other.succeeded(1, -3);
    JsonNode contestant =
        json(get("/api/campaigns/d/compare?of=experiment/" + experiment(1))).at("/contestants/0");
    assertThat(contestant.path("bd_rate").propertyNames())
        .containsExactly("psnr_hvs", "psnr_yuv", "psnr_y", "ssim");
    assertThat(contestant.path("points").get(0).has("psnr_hvs")).isTrue();
  }

  @Test
  void aClipThatIsGoneIsStillNamedWithItsRole() throws Exception {
    String settings =
        """
        {"clips":[{"name":"carphone","sha256":"%s","frames":90}],
         "held_out":[{"name":"akiyo","sha256":"%s","frames":30}]}
        """
            .formatted("ab".repeat(32), "cd".repeat(32));
    CampaignRecord _ = store.putCampaignIfAbsent(new CampaignRecord("d", "d", settings, T0));
    JsonNode clips = json(get("/api/campaigns/d/clips")).path("clips");
    assertThat(clips.get(0).path("name").asString()).isEqualTo("carphone");
    assertThat(clips.get(0).path("role").asString()).isEqualTo("search");
    assertThat(clips.get(0).path("frames").asInt()).isEqualTo(90);
    assertThat(clips.get(0).path("format").isNull()).isTrue();
    assertThat(clips.get(1).path("role").asString()).isEqualTo("held-out");
    assertThat(get("/api/campaigns/none/clips").statusCode()).isEqualTo(404);
    assertThat(get("/api/campaigns/none/models").statusCode()).isEqualTo(404);
    assertThat(get("/api/campaigns/none/workers").statusCode()).isEqualTo(404);
  }
}
