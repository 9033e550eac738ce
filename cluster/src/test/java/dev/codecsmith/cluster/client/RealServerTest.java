package dev.codecsmith.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.TestJobs;
import dev.codecsmith.cluster.TestWorker;
import dev.codecsmith.cluster.client.FleetEvaluator.Fleet;
import dev.codecsmith.cluster.client.FleetEvaluator.Labels;
import dev.codecsmith.cluster.server.ServerSearch;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.worker.FleetWorker;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.cluster.workflow.SearchAttributes;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.files.FileArtifactStore;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Temporal's server for tests cannot show, as it tells no pollers, answers no queries, and
 * waits for ever for a worker that remembers a workflow and is gone.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RealServerTest {
  private static final Pace PACE = new Pace(Duration.ofSeconds(2), Duration.ofMillis(50), 5);

  @TempDir private Path folder;
  private final TaskQueues queues = new TaskQueues("test-" + UUID.randomUUID());
  private final FleetWorkers known = new FleetWorkers();
  private ArtifactStore artifacts;
  private TemporalServer server;
  private FleetWatch watch;

  @BeforeEach
  void open() throws Exception {
    TestFleet.assumeNamed();
    artifacts = FileArtifactStore.open(folder.resolve("artifacts"), "caller");
    server = TestFleet.connect("caller");
    watch = FleetWatch.start(server, queues, new Silent(), known, 1000);
  }

  @AfterEach
  void close() {
    if (server != null) {
      watch.close();
      server.close();
    }
  }

  private FleetEvaluator caller(Optional<String> campaign, boolean searchable) {
    return new FleetEvaluator(
        server,
        watch,
        new Fleet(queues, PACE, 50),
        artifacts,
        new Labels(queues.name(), campaign, searchable));
  }

  private Job.Trial trial() throws Exception {
    return TestJobs.trial("exp_iter7_x/1", Toy.honest(), artifacts, folder);
  }

  @Test
  void aWorkerThatWaitsForWorkIsKnownByItsName() throws Exception {
    try (TemporalServer its = TestFleet.connect("idle");
        FleetWorker _ = new TestWorker("idle", artifacts, folder).start(its, queues)) {
      while (known.now().stream()
          .flatMap(now -> now.workers().stream())
          .noneMatch(each -> each.name().equals("idle") && each.steps().isEmpty())) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(known.now().orElseThrow().tellsIdle()).isTrue();
      watch.awaitUp();
    }
  }

  @Test
  void aJobIsFoundByItsCampaignAndIteration() throws Exception {
    assumeTrue(
        ServerSearch.make(server, SearchAttributes.ALL),
        "The operator of this Temporal server adds no attributes for this namespace.");
    String campaign = "campaign_" + UUID.randomUUID();
    try (TemporalServer its = TestFleet.connect("w");
        FleetWorker _ = new TestWorker("w", artifacts, folder).start(its, queues)) {
      Answer.Trial _ = caller(Optional.of(campaign), true).run(trial(), Heartbeats.none());
    }
    String query =
        "%s = '%s' AND %s = 7"
            .formatted(
                SearchAttributes.CAMPAIGN.getName(),
                campaign,
                SearchAttributes.ITERATION.getName());
    List<WorkflowExecutionInfo> found = found(query);
    while (found.isEmpty()) {
      found = found(query);
    }
    assertThat(found)
        .extracting(each -> each.getExecution().getWorkflowId())
        .singleElement()
        .asString()
        .startsWith("exp_iter7_x/1/");
  }

  private List<WorkflowExecutionInfo> found(String query) {
    return server
        .stubs()
        .blockingStub()
        .listWorkflowExecutions(
            ListWorkflowExecutionsRequest.newBuilder()
                .setNamespace(server.address().namespace())
                .setQuery(query)
                .build())
        .getExecutionsList();
  }

  @Test
  void aWorkflowThatALostWorkerRemembersIsGoneOnWithByAnother() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    FutureTask<Answer.Trial> answer =
        new FutureTask<>(() -> caller(Optional.empty(), false).run(trial(), Heartbeats.none()));
    TemporalServer connection = TestFleet.connect("lost");
    FleetWorker lost =
        new TestWorker("lost", artifacts, folder)
            .remembering(100)
            .hold(_ -> {
              begun.countDown();
              awaitStop();
              return () -> {};
            })
            .start(connection, queues);
    try {
      Thread _ = Thread.ofVirtual().start(answer);
      begun.await();
      connection.close();
      try (TemporalServer its = TestFleet.connect("other");
          FleetWorker _ =
              new TestWorker("other", artifacts, folder).remembering(100).start(its, queues)) {
        assertThat(answer.get().worker()).isEqualTo("other");
      }
    } finally {
      lost.close();
    }
  }

  private static void awaitStop() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
