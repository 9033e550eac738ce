package dev.codecsmith.dashboard.http;

import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.dashboard.StoredCampaign;
import dev.codecsmith.lab.bits.StandardErrorReport;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.service.http.AbstractOpenApiTest;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DashboardOpenApiTest extends AbstractOpenApiTest {
  private final MemoryExperimentStore store = new MemoryExperimentStore();
  private final MemoryArtifactStore artifacts = new MemoryArtifactStore();
  private final Dashboard.Shown shown =
      ServedStoreTest.shown(store, artifacts, new RecordedActions());
  private URI address = URI.create("http://127.0.0.1/");

  @Override
  protected Listening listen() throws Exception {
    StoredCampaign campaign = StoredCampaign.in(store, "c");
    campaign.succeeded(1, -3);
    campaign.failed(2);
    campaign.of(
        3,
        ProgramReference.store(artifacts, Program.of("python", "a.py", Map.of("a.py", "one\n")))
            .artifact());
    campaign.reporting(
        4,
        artifacts.put(
            StandardErrorReport.of("codecsmith-bits frame=0 type=I bits=7 motion=5")
                .check(1, 9)
                .orElseThrow()
                .toJson()
                .getBytes(StandardCharsets.UTF_8)));
    DashboardServer server =
        DashboardServer.start(
            0, shown, sentence -> assertThat(sentence).isEmpty(), Clock.systemUTC());
    address = URI.create(server.address());
    return new Listening(address.getPort(), server::close);
  }

  @Override
  protected String documentPath() {
    return "/api/openapi.yaml";
  }

  @Override
  protected Optional<String> token() {
    return Optional.of(ServedStoreTest.TOKEN.text());
  }

  @Override
  protected byte[] body(Random random) {
    return cut(
        random.nextBoolean() ? Json.write(ofOneOf(List.of("NewBudget"), random)) : strange(random),
        random);
  }

  @Test
  void everyRouteOfTheApiIsDescribed() {
    Javalin server =
        Javalin.create(config ->
            DashboardServer.routes(config.routes, new Dashboard(shown, Clock.systemUTC())));
    Stream<String> routes =
        server.unsafe.internalRouter.allHttpHandlers().stream()
            .map(handler -> handler.endpoint)
            .filter(endpoint -> endpoint.path.startsWith("/api"))
            .map(endpoint -> endpoint.method.name().toLowerCase(Locale.ROOT) + " " + endpoint.path);
    List<String> described =
        operations().map(each -> each.getValue() + " " + each.getKey()).toList();
    assertThat(routes).isNotEmpty().isSubsetOf(described);
  }

  @Test
  void answersAreDescribedAsTheyAreWritten() throws Exception {
    JsonNode list = get("api/experiments?campaign=c");
    assertDescribed("Experiments", list);
    assertDescribed("Line", list.path("successful").get(0));
    assertDescribed("Line", list.path("failed").get(0));
    assertDescribed("Experiment", get("api/experiments/" + experiment(1)));
    assertDescribed(
        "Bits", get("api/experiments/" + experiment(4) + "/bits?clip=carphone&quality=20"));
    assertDescribed("Program", get("api/experiments/" + experiment(3) + "/program"));
    JsonNode campaigns = get("api/campaigns");
    assertDescribed("Campaigns", campaigns);
    assertDescribed("CampaignHead", campaigns.path("campaigns").get(0));
    assertDescribed("Campaign", get("api/campaigns/c"));
    assertDescribed("Scores", get("api/campaigns/c/scores"));
    assertDescribed("Cascade", get("api/campaigns/c/cascade"));
    assertDescribed("Models", get("api/campaigns/c/models"));
    store.append(
        "c",
        StoredCampaign.T0,
        new CampaignEvent.WorkerUp(ServedStoreTest.FLEET, "2 workers of a fleet"));
    JsonNode workers = get("api/campaigns/c/workers");
    assertDescribed("Workers", workers);
    assertDescribed("FleetWorker", workers.at("/workers/0/status/workers/0"));
    assertDescribed("Clips", get("api/campaigns/c/clips"));
    assertDescribed("Anchors", get("api/campaigns/c/anchors"));
  }

  private JsonNode get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String body =
          client
              .send(
                  HttpRequest.newBuilder(address.resolve("/" + path)).build(),
                  BodyHandlers.ofString())
              .body();
      return Json.mapper().readTree(body);
    }
  }
}
