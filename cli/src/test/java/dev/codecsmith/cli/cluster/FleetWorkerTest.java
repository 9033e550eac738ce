package dev.codecsmith.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CampaignTable;
import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.cloud.ServerDoor;
import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.store.aws.AwsAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Workers of a fleet that are told to stop, stand still, or find that a server or store is not
 * there.
 */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FleetWorkerTest extends AbstractFleetTest {
  /** Longer than any of these tests may take, so that nothing is given to another for silence. */
  private static final String NEVER = "3600";

  private static final int STEP_MILLIS = 2500;

  private ServiceProcess working(String name, String... more) throws Exception {
    ServiceProcess worker = worker(name, more);
    worker.awaitLine("takes work of the fleet");
    return worker;
  }

  /** The server counts a step as begun a moment before the worker does. */
  private static void awaitRunning(ServiceProcess worker) throws Exception {
    while (!worker.get("/metrics").body().contains("codecsmith_fleet_steps 1.0")) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void aWorkerThatIsToldToStopEndsItsStepAndOneThatMayNotLeavesItToOthersAtOnce() throws Exception {
    ServiceProcess patient = working("patient");
    Process campaign =
        process(
            sleeping(
                STEP_MILLIS,
                "here",
                inTheFleet("--iterations", "1", "--cluster-silence", NEVER, "--port", "0")));
    BlockingQueue<String> lines = said(campaign);
    try (FleetPage page = new FleetPage(awaitLine(lines, "Dashboard: "))) {
      awaitStep(lines, "Point", 1, "patient");
      awaitRunning(patient);
      page.awaitPoint("patient", 1);
      int _ = patient.end();
      ServiceProcess hasty = working("hasty", "--drain", "0");
      awaitStep(lines, "Point", 1, "hasty");
      awaitRunning(hasty);
      int _ = hasty.end();
      working("last", "--parallel", "2");
      page.awaitPoint("last", 2);
    }
    assertThat(campaign.waitFor()).isZero();
    List<String> steps = steps(1);
    assertThat(steps).contains("Point 1 patient", "Point 2 last", "Conclude 1 last");
    assertThat(steps.stream().filter(each -> !each.contains(" 1 ")))
        .containsExactly("Point 2 last");
  }

  @Test
  void aWorkerThatStoodStillForTooLongChangesNothingOfACampaign() throws Exception {
    ServiceProcess still = working("still");
    String[] iterations = {"--iterations", "2"};
    String[] asked =
        sleeping(500, "here", inTheFleet("--cluster-silence", "2", iterations[0], iterations[1]));
    Process campaign = process(asked);
    BlockingQueue<String> lines = said(campaign);
    // A step that ended before the worker stood still is taken from nobody.
    do {
      still.signal("CONT");
      awaitStep(lines, "Point", 1, "still");
      awaitRunning(still);
      still.signal("STOP");
    } while (!isTakenFrom("still", "Point"));
    working("other");
    awaitTakenFrom("still", "Point");
    still.signal("CONT");
    assertThat(campaign.waitFor()).isZero();
    assertThat(steps(2))
        .as("done once more")
        .anyMatch(each -> each.startsWith("Point ") && !each.startsWith("Point 1 "));
    assertThat(CampaignTable.of(Spoken.by(asked).json()))
        .hasSize(2)
        .isEqualTo(CampaignTable.of(Spoken.by(sleeping(500, "local", iterations)).json()));
    assertThat(jobs(2)).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void aWorkerOfAnotherBucketEndsTheCampaignWithASentence() throws Exception {
    String campaigns = store;
    makeStore();
    String workers = store;
    working("elsewhere");
    store = campaigns;
    Spoken run = Spoken.by(byTheFleet("here"));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err().lines())
        .last(InstanceOfAssertFactories.STRING)
        .contains("The worker elsewhere shares the artifacts of " + place(workers))
        .contains("the campaign's are in " + place(campaigns))
        .contains("with the same bucket in --store");
  }

  private static String place(String store) {
    return AwsAddress.parse(store).artifactsPlace();
  }

  @Test
  void aWorkerSaysThatItsServerIsAwayAndTakesWorkWhenItComes() throws Exception {
    TestFleet.assumeWithoutTls();
    try (ServerDoor door = new ServerDoor(URI.create("http://" + TestFleet.target()))) {
      door.shut();
      server = "127.0.0.1:" + door.endpoint().getPort();
      ServiceProcess worker = worker("patient");
      awaitHealth(worker, 503, "does not answer");
      door.open();
      worker.awaitLine("takes work of the fleet");
      awaitHealth(worker, 200, "ready");
      door.shut();
      awaitHealth(worker, 503, "does not answer");
      door.open();
      awaitHealth(worker, 200, "ready");
      assertThat(Spoken.by(byTheFleet("here", "--iterations", "1")).json().path("experiments"))
          .hasSize(1);
    }
  }

  private static void awaitHealth(ServiceProcess worker, int status, String part) throws Exception {
    HttpResponse<String> health = worker.get("/health");
    while (health.statusCode() != status || !health.body().contains(part)) {
      LockSupport.parkNanos(1_000_000);
      health = worker.get("/health");
    }
  }
}
