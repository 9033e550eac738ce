package dev.codecsmith.cli.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.cli.dashboard.StoredDashboard;
import dev.codecsmith.dashboard.actions.Action;
import dev.codecsmith.dashboard.actions.Control;
import dev.codecsmith.dashboard.http.Dashboard;
import dev.codecsmith.lab.frames.FrameLibrary;
import dev.codecsmith.service.http.HttpListener;
import dev.codecsmith.service.http.HttpSettings;
import dev.codecsmith.service.http.OrchestratorServer;
import dev.codecsmith.service.orchestrator.CampaignListener;
import dev.codecsmith.service.orchestrator.CampaignRequest;
import dev.codecsmith.service.orchestrator.CampaignRunner;
import dev.codecsmith.service.orchestrator.Orchestrator;
import dev.codecsmith.service.orchestrator.QueuedCampaign;
import dev.codecsmith.service.process.ProcessAbout;
import dev.codecsmith.service.process.ProcessLog;
import dev.codecsmith.service.protocol.BearerToken;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of an orchestrator, and what is done from it. */
@Timeout(60)
class OrchestratorPageTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final BearerToken TOKEN = new BearerToken("the token of the tests");
  private static final String ID = "campaign_a";

  @TempDir private Path folder;
  private final Campaigns campaigns = new Campaigns();
  private DataDirectory data;
  private CampaignStore store;
  private Orchestrator orchestrator;
  private OrchestratorActions actions;

  /** Runs each until it is told how it ends. */
  private static final class Campaigns implements CampaignRunner, CampaignListener {
    private final BlockingQueue<CampaignRequest> begun = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<String>> ends = new LinkedBlockingQueue<>();

    @Override
    public Planned plan(CampaignRequest request) {
      return new Planned(ID, "a", 3);
    }

    @Override
    public Optional<String> run(CampaignRequest request, String id, Supplier<Optional<String>> stop)
        throws InterruptedException {
      begun.add(request);
      return ends.take();
    }

    @Override
    public void fault(String id, String sentence) {}

    @Override
    public void faultOver(String id) {}

    @Override
    public void idle() {}
  }

  @BeforeEach
  void open() throws Exception {
    data = DataDirectory.open(folder.resolve("data"), DataDirectory.Access.WRITE);
    store = CampaignStore.open(data, Optional.empty());
    orchestrator =
        Orchestrator.open(folder.resolve("queue"), campaigns, campaigns, Clock.systemUTC());
    orchestrator.begin();
    actions = new OrchestratorActions(orchestrator, store);
    CampaignRecord _ =
        data.experiments().putCampaignIfAbsent(new CampaignRecord(ID, "a", "{}", T0));
    for (int iteration = 1; iteration <= 3; iteration++) {
      failed(iteration);
    }
  }

  private void failed(int iteration) throws Exception {
    ExperimentRecord queued =
        ExperimentLifecycle.queued(
            "exp_iter" + iteration + "_a",
            ID,
            iteration,
            "me",
            new CandidateRecord("n", "java", "ab".repeat(32), "library", List.of(), "", Map.of()),
            T0);
    data.experiments().create(queued);
    data.experiments()
        .update(
            ExperimentLifecycle.ended(
                queued,
                ExperimentResultBuilder.builder(ExperimentResult.NONE)
                    .failure(
                        Optional.of(
                            new Failure(
                                FailureKind.COMPILE_ERROR, ExperimentStatus.BUILDING, "no")))
                    .build(),
                T0));
  }

  @AfterEach
  void close() {
    orchestrator.close();
    store.close();
    data.close();
  }

  private void awaitEnd() throws InterruptedException {
    while (!orchestrator.find(ID).orElseThrow().state().hasEnded()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void aCampaignIsStartedStoppedContinuedAndGivenANewBudget() throws Exception {
    assertThat(actions.perform(new Action.Start("iterations: 3"))).isEqualTo(ID + " is waiting.");
    CampaignRequest first = campaigns.begun.take();
    assertThat(actions.possible(ID))
        .containsExactly(Action.Kind.STOP, Action.Kind.BUDGET, Action.Kind.CANCEL);
    assertThat(actions.perform(new Action.Stop(ID))).contains("iterations under way");
    assertThat(actions.possible(ID)).containsExactly(Action.Kind.CANCEL);
    campaigns.ends.add(Optional.of("It was asked to stop."));
    awaitEnd();
    assertThat(actions.possible(ID))
        .containsExactly(Action.Kind.CONTINUE, Action.Kind.BUDGET, Action.Kind.DELETE);
    assertThat(actions.perform(new Action.Continue(ID))).isEqualTo(ID + " is waiting.");
    assertThat(campaigns.begun.take()).isEqualTo(first);
    campaigns.ends.add(Optional.empty());
    awaitEnd();
    assertThat(actions.possible(ID)).containsExactly(Action.Kind.BUDGET, Action.Kind.DELETE);
    assertThatThrownBy(() -> actions.perform(new Action.Continue(ID)))
        .isInstanceOf(RefusedException.class);
    String _ =
        actions.perform(
            new Action.NewBudget(ID, OptionalInt.of(9), Optional.empty(), OptionalLong.empty()));
    assertThat(campaigns.begun.take().yaml()).contains("iterations: 9");
    campaigns.ends.add(Optional.empty());
  }

  @Test
  void aCampaignThatRunsIsGivenANewBudgetAndGoesOnWithIt() throws Exception {
    String _ = actions.perform(new Action.Start("iterations: 3"));
    CampaignRequest _ = campaigns.begun.take();
    assertThat(
            actions.perform(
                new Action.NewBudget(
                    ID, OptionalInt.of(9), Optional.empty(), OptionalLong.empty())))
        .isEqualTo("It goes on with its new budget when its iterations under way have ended.");
    assertThat(actions.possible(ID)).containsExactly(Action.Kind.STOP, Action.Kind.CANCEL);
    campaigns.ends.add(Optional.of("It is about to go on."));
    assertThat(campaigns.begun.take().yaml()).contains("iterations: 9");
    campaigns.ends.add(Optional.empty());
  }

  @Test
  void experimentsAreDeletedWhileTheirCampaignDoesNotRunAndOneIsEvaluatedAgain() throws Exception {
    String _ = actions.perform(new Action.Start("iterations: 3"));
    CampaignRequest first = campaigns.begun.take();
    assertThatThrownBy(() -> actions.perform(new Action.DeleteFailed(ID)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("while it runs");
    assertThat(actions.possible(ID)).doesNotContain(Action.Kind.DELETE);
    CampaignRecord _ =
        data.experiments().putCampaignIfAbsent(new CampaignRecord("other", "o", "{}", T0));
    assertThat(actions.possible("other")).contains(Action.Kind.DELETE);
    assertThat(actions.perform(new Action.DeleteFailed("other")))
        .isEqualTo("Deleted 0 experiments.");
    campaigns.ends.add(Optional.empty());
    awaitEnd();
    assertThat(actions.perform(new Action.Rerun(ID, "exp_iter2_a"))).isEqualTo(ID + " is waiting.");
    assertThat(campaigns.begun.take()).isEqualTo(first);
    assertThat(data.experiments().counts(ID).get(ExperimentStatus.FAILED)).isEqualTo(2);
    campaigns.ends.add(Optional.empty());
    awaitEnd();
    assertThat(actions.perform(new Action.DeleteFailed(ID))).isEqualTo("Deleted 2 experiments.");
  }

  @Test
  void onePortHasTheApiThatWantsTheTokenAndThePageThatThisMachineMayRead() throws Exception {
    Dashboard dashboard =
        new Dashboard(
            StoredDashboard.of(
                store.experiments(),
                store.artifacts(),
                data.clipsDirectory(),
                () -> orchestrator.running().map(QueuedCampaign::id),
                new Control(actions, TOKEN),
                new FrameLibrary(folder.resolve("frames"), 0, (_, _) -> "")),
            Clock.systemUTC());
    ProcessAbout about =
        new ProcessAbout(
            "1",
            folder,
            "SQLite and files",
            new ProcessLog(folder.resolve("log"), Optional::empty, Optional.empty()));
    OrchestratorServer.Parts parts =
        new OrchestratorServer.Parts(
            orchestrator,
            store.experiments(),
            store.artifacts(),
            List.of(),
            _ -> {},
            about,
            new HttpListener.Guarded(
                Dashboard::answers, routes -> dashboard.addTo(routes, true, Dashboard::answers)));
    HttpSettings settings =
        new HttpSettings("127.0.0.1", 0, Optional.of(TOKEN.text()), Optional.empty());
    try (OrchestratorServer server = OrchestratorServer.start(settings, parts, Clock.systemUTC());
        Dashboard _ = dashboard;
        HttpClient client = HttpClient.newHttpClient()) {
      URI at = URI.create("http://127.0.0.1:" + server.port());
      assertThat(get(client, at.resolve("/")).body()).contains("<title>Codecsmith</title>");
      assertThat(get(client, at.resolve("/api/campaigns")).body())
          .contains(ID, "\"takes_campaigns\":true", "\"running\":null");
      assertThat(get(client, at.resolve("/campaigns")).statusCode()).isEqualTo(401);
      assertThat(get(client, at.resolve("/health")).body()).contains("ready");
      HttpRequest.Builder start =
          HttpRequest.newBuilder(at.resolve("/api/campaigns"))
              .POST(BodyPublishers.ofString("iterations: 3"));
      assertThat(client.send(start.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      start.header("Authorization", "Bearer " + TOKEN.text());
      assertThat(client.send(start.build(), BodyHandlers.ofString()).body())
          .contains(ID + " is waiting.");
      CampaignRequest _ = campaigns.begun.take();
      assertThat(get(client, at.resolve("/api/campaigns")).body())
          .contains("\"running\":\"" + ID + '"');
      campaigns.ends.add(Optional.empty());
    }
  }

  private static HttpResponse<String> get(HttpClient client, URI address) throws Exception {
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }
}
