package dev.codecsmith.dashboard.http;

import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.dashboard.PicturedClips;
import dev.codecsmith.dashboard.StoredCampaign;
import dev.codecsmith.lab.bits.StandardErrorReport;
import dev.codecsmith.lab.frames.FrameLibrary;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.service.http.AbstractOpenApiTest;
import dev.codecsmith.store.StoreException;
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
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DashboardOpenApiTest extends AbstractOpenApiTest {
  /** What there is everything of: program, bitstream, report of its bits. */
  private static final String WHOLE = experiment(1);

  /** What else is asked of those that do not answer without. */
  private static final Map<String, String> QUERIES =
      Map.of(
          "/api/experiments/{id}/bits",
          "?clip=carphone&quality=20",
          "/api/experiments/{id}/program",
          "?against=" + experiment(3),
          "/api/campaigns/{id}/compare",
          "?of=anchor/x264-medium&of=experiment/" + WHOLE,
          "/api/campaigns/{id}/pictures/{clip}/frames/{frame}",
          "?view=difference&of=experiment/" + WHOLE + "/20",
          "/api/campaigns/{id}/pictures/{clip}/figures",
          "?of=experiment/" + WHOLE + "/20",
          "/api/campaigns/{id}/pictures/{clip}/video.y4m",
          "?of=experiment/" + WHOLE + "/20");

  private final MemoryExperimentStore store = new MemoryExperimentStore();
  private final MemoryArtifactStore artifacts = new MemoryArtifactStore();
  private Dashboard.Shown shown = ServedStoreTest.shown(store, artifacts, new RecordedActions());
  private String bitstream = "";
  private URI address = URI.create("http://127.0.0.1/");

  @Override
  protected Listening listen() throws Exception {
    bitstream = artifacts.put("a bitstream".getBytes(StandardCharsets.UTF_8));
    StoredCampaign campaign = StoredCampaign.in(store, "c");
    Program program = Program.of("python", "a.py", Map.of("a.py", "one\n"));
    campaign.of(1, program, ProgramReference.store(artifacts, program).artifact());
    campaign.reporting(
        1,
        artifacts.put(
            StandardErrorReport.of("codecsmith-bits frame=0 type=I bits=7 motion=5")
                .check(1, 9)
                .orElseThrow()
                .toJson()
                .getBytes(StandardCharsets.UTF_8)),
        bitstream);
    campaign.failed(2);
    campaign.of(
        3,
        ProgramReference.store(artifacts, Program.of("python", "a.py", Map.of("a.py", "two\n")))
            .artifact());
    campaign.reasoned(4, "IDEA: dead-zone", WHOLE);
    campaign.succeeded(4, -3);
    tell(new CampaignEvent.CandidateProposed(experiment(4), 4, "n", "m", List.of(WHOLE)));
    tell(ServedStoreTest.ended(4, -3));
    tell(new CampaignEvent.WorkerUp(ServedStoreTest.FLEET, "2 workers of a fleet"));
    tell(new CampaignEvent.ModelCalled("m", "iteration 5, turn 1"));
    tell(
        new CampaignEvent.ModelAnswered(
            "m",
            "iteration 5, turn 1",
            "q",
            Optional.of(1L),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(1)));
    FrameLibrary frames =
        new FrameLibrary(folder.resolve("frames"), 1 << 24, PicturedClips.decoder());
    shown =
        DashboardShownBuilder.builder(shown)
            .anchors(new PicturedClips(folder.resolve("clips")))
            .frames(frames)
            .build();
    DashboardServer server =
        DashboardServer.start(
            0, shown, sentence -> assertThat(sentence).isEmpty(), Clock.systemUTC());
    address = URI.create(server.address());
    return new Listening(
        address.getPort(),
        () -> {
          server.close();
          frames.close();
        });
  }

  private void tell(CampaignEvent event) throws StoreException {
    store.append("c", StoredCampaign.T0, event);
  }

  @Override
  protected List<String> known(String parameter) {
    return switch (parameter) {
      case "id" -> List.of("c", "c", WHOLE, WHOLE, experiment(2), experiment(4));
      case "clip" -> List.of("carphone", "akiyo");
      case "frame" -> List.of("0", "7", "12");
      case "sha256" -> List.of(bitstream, "0".repeat(64));
      default -> List.of();
    };
  }

  @Override
  protected List<String> asked(String parameter) {
    return switch (parameter) {
      case "campaign" -> List.of("c", "nobody");
      case "clip" -> List.of("carphone", "nobody");
      case "quality" -> List.of("20", "20", "7");
      case "of" ->
          List.of(
              "source",
              "experiment/" + WHOLE,
              "experiment/" + WHOLE + "/20",
              "anchor/x264-medium",
              "anchor/x264-medium/22");
      case "against" -> List.of("source", experiment(3));
      case "view" -> List.of("difference", "ssim");
      case "status" -> List.of("successful", "failed");
      case "sort" -> List.of("-score", "name");
      default -> List.of();
    };
  }

  @Override
  protected List<String> reached() {
    return List.of(
        "/api/experiments=get 200",
        "/api/experiments/{id}=get 200",
        "/api/experiments/{id}=delete 200",
        "/api/experiments/{id}/program=get 200",
        "/api/experiments/{id}/program=get 404",
        "/api/campaigns/{id}=get 200",
        "/api/campaigns/{id}=get 404",
        "/api/campaigns/{id}/pictures/{clip}/frames/{frame}=get 404",
        "/api/campaigns/{id}/scores=get 200",
        "/api/artifacts/{sha256}=get 200",
        "/api/artifacts/{sha256}=get 404",
        "/api/artifacts/{sha256}=head 200");
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
  void whatIsThereIsAnsweredAsTheDocumentSays() throws Exception {
    List<String> read =
        operations().filter(each -> each.getValue().equals("get")).map(Map.Entry::getKey).toList();
    assertThat(read).containsAll(QUERIES.keySet());
    for (String path : read) {
      assertRead(
          path,
          path.replace("/experiments/{id}", "/experiments/" + WHOLE)
                  .replace("{id}", "c")
                  .replace("{clip}", "carphone")
                  .replace("{frame}", "7")
                  .replace("{sha256}", bitstream)
              + QUERIES.getOrDefault(path, ""));
    }
  }

  @Test
  void answersAreDescribedAsTheyAreWritten() throws Exception {
    JsonNode list = get("api/experiments?campaign=c");
    assertDescribed("Experiments", list);
    assertDescribed("Line", list.path("successful").get(0));
    assertDescribed("Line", list.path("failed").get(0));
    assertDescribed("Experiment", get("api/experiments/" + WHOLE));
    JsonNode bits = get("api/experiments/" + WHOLE + "/bits?clip=carphone&quality=20");
    assertDescribed("Bits", bits);
    assertDescribed(schema("Bits").at("/properties/frames/items"), bits.at("/frames/0"));
    assertDescribed("Program", get("api/experiments/" + experiment(3) + "/program"));
    JsonNode campaigns = get("api/campaigns");
    assertDescribed("Campaigns", campaigns);
    assertDescribed("CampaignHead", campaigns.path("campaigns").get(0));
    JsonNode campaign = get("api/campaigns/c");
    assertDescribed("Campaign", campaign);
    assertDescribed(schema("Campaign").at("/properties/asked"), campaign.path("asked"));
    JsonNode scores = get("api/campaigns/c/scores");
    assertDescribed("Scores", scores);
    assertDescribed("Score", scores.at("/scores/0"));
    assertDescribed("Cascade", get("api/campaigns/c/cascade"));
    JsonNode models = get("api/campaigns/c/models");
    assertDescribed("Models", models);
    assertDescribed("Model", models.at("/models/0"));
    JsonNode workers = get("api/campaigns/c/workers");
    assertDescribed("Workers", workers);
    assertDescribed("FleetWorker", workers.at("/workers/0/status/workers/0"));
    assertDescribed("Clips", get("api/campaigns/c/clips"));
    assertDescribed("Anchors", get("api/campaigns/c/anchors"));
  }

  @Test
  void whatIsComparedAndShownIsDescribedAsItIsWritten() throws Exception {
    JsonNode comparison = get("api/campaigns/c/compare?of=experiment/" + WHOLE);
    assertDescribed("Comparison", comparison);
    assertItemsDescribed("Comparison", "contestants", comparison);
    JsonNode lineage = get("api/campaigns/c/lineage");
    assertDescribed("Lineage", lineage);
    assertItemsDescribed("Lineage", "programs", lineage);
    JsonNode ideas = get("api/campaigns/c/ideas");
    assertDescribed("Ideas", ideas);
    assertItemsDescribed("Ideas", "ideas", ideas);
    JsonNode pictures = get("api/campaigns/c/pictures");
    assertDescribed("Pictures", pictures);
    assertItemsDescribed("Pictures", "clips", pictures);
    assertDescribed(
        "FrameFigures",
        get("api/campaigns/c/pictures/carphone/figures?of=experiment/" + WHOLE + "/20"));
  }

  /** Each of a list. */
  private void assertItemsDescribed(String name, String list, JsonNode written) {
    assertThat(written.path(list)).isNotEmpty();
    for (JsonNode item : written.path(list)) {
      assertDescribed(schema(name).at("/properties/" + list + "/items"), item);
    }
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
