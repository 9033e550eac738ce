package dev.codecsmith.dashboard.http;

import static dev.codecsmith.dashboard.StoredCampaign.T0;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.dashboard.StoredCampaign;
import dev.codecsmith.dashboard.actions.Control;
import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.evolve.models.budget.Budget;
import dev.codecsmith.lab.frames.FrameLibrary;
import dev.codecsmith.lab.frames.VideoDecoder;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.service.protocol.BearerToken;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEventExperimentEndedBuilder;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A dashboard over a store that a subclass opens, with a campaign in it. */
@Timeout(60)
abstract class ServedStoreTest {
  private static final VideoDecoder NOTHING =
      (_, _) -> {
        throw new InfrastructureException("Nothing is decoded here.");
      };

  /** None was measured. */
  private static final CampaignAnchors ANCHORS =
      new CampaignAnchors() {
        @Override
        public String main(CampaignRecord campaign) {
          return "x264-medium";
        }

        @Override
        public Optional<Known> of(CampaignRecord campaign) {
          return Optional.empty();
        }
      };

  /** The server that a fleet takes its work from. */
  static final String FLEET = "temporal://here:7233/default";

  /**
   * One of two workers that tests know answers, and not as all workers do; of a fleet one of two
   * workers does a step of the campaign, and one of another.
   */
  static final Map<String, JsonNode> WORKERS =
      Map.of(
          "http://a",
          Json.mapper()
              .createObjectNode()
              .put("running", 2)
              .put("queued", 1)
              .put("done", 40)
              .put("failed", 3)
              .put("version", "0.1.0")
              .put("sandbox", "bubblewrap")
              .put("languages", "java")
              .put("load", "low")
              .put("surprise", true),
          FLEET,
          Json.read(
              """
              {"steps_waiting": 7, "tells_idle": true, "workers": [
                {"name": "busy", "heard": "2026-01-02T03:04:06Z", "steps": [
                  {"campaign": "c", "experiment": "exp_iter3_0a", "kind": "build and smoke test", "attempt": 2,
                   "begun": "2026-01-02T03:04:05Z", "heard": "2026-01-02T03:04:06Z", "version": "0.1.0",
                   "phase": "smoke", "done": 1, "total": 2, "surprise": true},
                  {"campaign": "another", "experiment": "exp_iter1_ff", "kind": "rate point", "attempt": 1,
                   "begun": "2026-01-02T03:04:05Z", "heard": "2026-01-02T03:04:05Z"}]},
                {"name": "idle<b>", "heard": "2026-01-02T03:04:04Z", "steps": []}]}
              """,
              JsonNode.class));

  static final BearerToken TOKEN = new BearerToken("the token of the tests");

  final RecordedActions actions = new RecordedActions();
  final HttpClient client = HttpClient.newHttpClient();
  final ArtifactStore artifacts = new MemoryArtifactStore();
  ExperimentStore store;
  StoredCampaign campaign;
  DashboardServer server;
  @TempDir Path scratch;
  private FrameLibrary frames;

  abstract ExperimentStore open() throws IOException;

  @BeforeEach
  void start() throws IOException {
    store = open();
    campaign = StoredCampaign.in(store, "c", settings());
    frames = new FrameLibrary(scratch.resolve("frames"), 1 << 24, decoder());
    server =
        DashboardServer.start(
            0,
            shown(),
            sentence -> assertThat(sentence).as("trouble").isEmpty(),
            Clock.fixed(T0, ZoneOffset.UTC));
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
    frames.close();
    store.close();
  }

  Dashboard.Shown shown() {
    return DashboardShownBuilder.builder(shown(store, artifacts, actions))
        .anchors(anchors())
        .frames(frames)
        .build();
  }

  /** The campaign's, as JSON. */
  String settings() {
    return "{}";
  }

  /** What programs are held against. */
  CampaignAnchors anchors() {
    return ANCHORS;
  }

  /** What makes frames of bitstreams. */
  VideoDecoder decoder() {
    return NOTHING;
  }

  /** A store with nothing measured of anchors. */
  static Dashboard.Shown shown(
      ExperimentStore store, ArtifactStore artifacts, RecordedActions actions) {
    return DashboardShownBuilder.builder()
        .experiments(store)
        .artifacts(artifacts)
        .anchors(ANCHORS)
        .budgets(_ -> new Budget(Optional.of(new BigDecimal("2.5")), OptionalLong.empty()))
        .elsewhere(Optional::empty)
        .workers(() -> WORKERS)
        .compiler((_, _) -> {
          throw new IOException("There is no compiler here.");
        })
        .reports((campaign, _) -> campaign.name().getBytes(StandardCharsets.UTF_8))
        .control(new Control(actions, TOKEN))
        .frames(new FrameLibrary(Path.of("no", "frames"), 0, NOTHING))
        .build();
  }

  void append(CampaignEvent event) throws IOException {
    append(T0, event);
  }

  void append(Instant time, CampaignEvent event) throws IOException {
    store.append("c", time, event);
  }

  /** Ends an experiment well, and tells it, a minute after the one before. */
  void end(int iteration, double score) throws IOException {
    campaign.succeeded(iteration, score);
    append(T0.plusSeconds(60L * iteration), ended(iteration, score));
  }

  static CampaignEvent ended(int iteration, double score) {
    return CampaignEventExperimentEndedBuilder.builder()
        .id(experiment(iteration))
        .iteration(iteration)
        .name("name")
        .score(Optional.of(score))
        .failure(Optional.empty())
        .phase(ExperimentStatus.SUCCEEDED)
        .message("")
        .warnings(List.of())
        .build();
  }

  int port() {
    return URI.create(server.address()).getPort();
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(server.address() + path.substring(1)));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(to(path).build(), BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> answer) {
    return Json.mapper().readTree(answer.body());
  }

  StoredCampaign campaign() {
    return campaign;
  }
}
