package dev.codecsmith.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.service.orchestrator.FakeCampaigns;
import dev.codecsmith.service.orchestrator.Orchestrator;
import dev.codecsmith.service.process.Abouts;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignFinished;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class OrchestratorServerTest {
  private static final String TOKEN = "a token of the tests";

  @TempDir private Path folder;
  private final FakeCampaigns campaigns = new FakeCampaigns();
  private final MemoryExperimentStore store = new MemoryExperimentStore();
  private final HttpClient client = HttpClient.newHttpClient();
  private OrchestratorServer server;

  /** A page that everybody may see. */
  private static final HttpListener.Guarded PAGES =
      new HttpListener.Guarded(
          "/page"::equals, routes -> routes.get("/page", context -> context.result("a page")));

  @BeforeEach
  void start() throws Exception {
    server = server(Optional.of(TOKEN));
  }

  private OrchestratorServer server(Optional<String> token) throws Exception {
    Orchestrator orchestrator =
        Orchestrator.open(folder.resolve("queue"), campaigns, campaigns, Clock.systemUTC());
    OrchestratorServer started =
        OrchestratorServer.start(
            new HttpSettings("127.0.0.1", 0, token, Optional.empty()),
            new OrchestratorServer.Parts(
                orchestrator,
                store,
                new MemoryArtifactStore(),
                List.of(URI.create("http://w:8080")),
                registry -> {},
                Abouts.in(folder),
                PAGES),
            Clock.systemUTC());
    orchestrator.begin();
    return started;
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Authorization", "Bearer " + TOKEN);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(to(path).GET());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        to(path).header("Content-Type", "application/yaml").POST(BodyPublishers.ofString(body)));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.read(answer.body(), JsonNode.class);
  }

  private String state(String id) throws Exception {
    return json(get("/campaigns/" + id)).path("state").asString();
  }

  @Test
  void pagesCheckByThemselvesWhoAsksAndNothingElseDoes() throws Exception {
    HttpRequest.Builder nobody =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/page"));
    HttpResponse<String> page = client.send(nobody.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(page.body()).isEqualTo("a page");
    nobody.uri(URI.create("http://127.0.0.1:" + server.port() + "/campaigns"));
    assertThat(client.send(nobody.build(), HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void campaignsAreTakenShownStoppedAndLetGoOn() throws Exception {
    HttpResponse<String> taken = post("/campaigns?name=night", "a");
    assertThat(taken.statusCode()).isEqualTo(201);
    assertThat(taken.headers().firstValue("Location")).contains("/campaigns/campaign_a");
    assertThat(json(taken).path("name").asString()).isEqualTo("night");
    assertThat(post("/campaigns?name=night", "a").statusCode()).isEqualTo(200);
    assertThat(campaigns.awaitBegin()).isEqualTo("campaign_a");
    assertThat(post("/campaigns", "a more").statusCode()).isEqualTo(409);
    assertThat(post("/campaigns", "b").statusCode()).isEqualTo(201);
    assertThat(json(get("/campaigns")).path("campaigns").size()).isEqualTo(2);
    assertThat(json(get("/status")).path("campaign").asString()).isEqualTo("campaign_a");
    assertThat(json(get("/status")).path("waiting").asInt()).isEqualTo(1);
    assertThat(json(get("/status")).path("workers").path(0).asString()).isEqualTo("http://w:8080");
    assertThat(get("/metrics").body())
        .contains("codecsmith_orchestrator_campaigns{state=\"waiting\"} 1.0");

    assertThat(send(to("/campaigns/campaign_a").DELETE()).statusCode()).isEqualTo(409);
    assertThat(send(to("/campaigns/campaign_b").DELETE()).statusCode()).isEqualTo(200);
    assertThat(get("/campaigns/campaign_b").statusCode()).isEqualTo(404);
    assertThat(json(post("/campaigns/campaign_a/stop", "")).path("state").asString())
        .isEqualTo("stopping");
    campaigns.ends.add("stop");
    assertThat(get("/campaigns/campaign_a/events").body()).contains("event: end");
    assertThat(state("campaign_a")).isEqualTo("stopped");
    assertThat(post("/campaigns/campaign_a/resume", "").statusCode()).isEqualTo(200);
    assertThat(campaigns.awaitBegin()).isEqualTo("campaign_a");
    assertThat(post("/campaigns/campaign_x/resume", "").statusCode()).isEqualTo(404);
  }

  @Test
  void whatCannotBeRunIsRefusedInASentence() throws Exception {
    assertThat(json(post("/campaigns", "")).path("error").asString())
        .isEqualTo("The campaign is empty.");
    assertThat(post("/campaigns", "a".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
    assertThat(post("/campaigns?name=" + "a".repeat(201), "a").statusCode()).isEqualTo(400);
    HttpRequest.Builder latin =
        to("/campaigns")
            .header("Content-Type", "text/yaml; charset=latin1")
            .POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xe4}));
    assertThat(send(latin).statusCode()).isEqualTo(400);
    assertThat(json(get("/campaigns")).path("campaigns").size()).isZero();
  }

  @Test
  void eventsComeByNumberAndGoOnBehindTheLastOneKnown() throws Exception {
    post("/campaigns", "a");
    campaigns.awaitBegin();
    Instant now = Instant.EPOCH;
    store.putCampaignIfAbsent(new CampaignRecord("campaign_a", "codecs", "{}", now));
    store.append("campaign_a", now, new CampaignBegun("codecs", 3));
    store.append("campaign_a", now, new CampaignFinished(3, Optional.empty()));
    campaigns.ends.add("");
    String all = get("/campaigns/campaign_a/events").body();
    assertThat(all.replace(": ping\n\n", ""))
        .startsWith(
            "id: 1\nevent: campaign-begun\ndata:"
                + " {\"number\":1,\"time\":\"1970-01-01T00:00:00Z\",\"campaign\":\"campaign_a\",")
        .contains("id: 2\nevent: campaign-finished\n")
        .contains("\n\nevent: end\ndata: {\"id\":\"campaign_a\"");
    HttpResponse<String> rest =
        send(to("/campaigns/campaign_a/events").header("Last-Event-ID", "1").GET());
    assertThat(rest.body()).startsWith("id: 2\nevent: campaign-finished");
    assertThat(send(to("/campaigns/campaign_a/events").header("Last-Event-ID", "x").GET()))
        .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(400));
  }

  @Test
  void pagesOfOthersCannotSendCampaigns() throws Exception {
    HttpRequest.Builder foreign =
        to("/campaigns")
            .header("Content-Type", "application/yaml")
            .header("Origin", "https://elsewhere.example")
            .POST(BodyPublishers.ofString("a"));
    assertThat(send(foreign).statusCode()).isEqualTo(403);
    HttpRequest.Builder form =
        to("/campaigns").header("Content-Type", "text/plain").POST(BodyPublishers.ofString("a"));
    assertThat(send(form).statusCode()).isEqualTo(415);
    HttpRequest.Builder own =
        to("/campaigns")
            .header("Content-Type", "application/yaml")
            .header("Origin", "http://127.0.0.1:" + server.port())
            .POST(BodyPublishers.ofString("a"));
    assertThat(send(own).statusCode()).isEqualTo(201);
    HttpRequest.Builder behindProxy =
        to("/campaigns")
            .header("Content-Type", "application/yaml")
            .header("Origin", "https://127.0.0.1:" + server.port())
            .POST(BodyPublishers.ofString("a"));
    assertThat(send(behindProxy).statusCode()).as("of a page over https").isEqualTo(200);
  }

  @Test
  void theLogIsShownAndFollowed() throws Exception {
    Path log = folder.resolve("process.log");
    Files.writeString(log, "one\ntwo\nthree\n");
    assertThat(get("/log?lines=2").body()).isEqualTo("two\nthree\n");
    assertThat(get("/log?lines=x").statusCode()).isEqualTo(400);
    HttpResponse<java.util.stream.Stream<String>> followed =
        client.send(to("/log?lines=1&follow=true").GET().build(), BodyHandlers.ofLines());
    var lines = followed.body().filter(line -> line.startsWith("data: ")).iterator();
    assertThat(lines.next()).isEqualTo("data: three");
    Files.writeString(log, "four\n", StandardOpenOption.APPEND);
    assertThat(lines.next()).isEqualTo("data: four");
  }

  @Test
  void withoutTheTokenThereIsHealthOnly() throws Exception {
    for (String path : List.of("/campaigns", "/log", "/status", "/metrics", "/openapi.yaml")) {
      HttpRequest.Builder bare =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
      assertThat(send(bare.GET()).statusCode()).as(path).isEqualTo(401);
    }
    HttpRequest.Builder health =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/health"));
    assertThat(send(health.GET()).statusCode()).isEqualTo(200);
  }
}
