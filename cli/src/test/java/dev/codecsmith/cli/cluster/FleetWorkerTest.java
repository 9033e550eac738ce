package dev.codecsmith.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CampaignTable;
import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.Spoken;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers of a fleet that are told to stop, or stand still. */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FleetWorkerTest extends AbstractFleetTest {
  /** Longer than any of these tests may take, so that nothing is given to another for silence. */
  private static final String NEVER = "3600";

  private static final int STEP_MILLIS = 1500;

  private ServiceProcess working(String name, String... more) throws Exception {
    ServiceProcess worker = worker(name, more);
    worker.awaitLine("takes work of the fleet");
    return worker;
  }

  /** The server counts a step as begun a moment before the worker does. */
  private static void awaitRunning(ServiceProcess worker) throws Exception {
    while (!worker.get("/metrics").body().contains("codecsmith_fleet_steps 1.0")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aWorkerThatIsToldToStopEndsItsStepAndOneThatMayNotLeavesItToOthersAtOnce() throws Exception {
    ServiceProcess patient = working("patient");
    Process campaign =
        process(
            sleeping(
                STEP_MILLIS, "here", inTheFleet("--iterations", "1", "--cluster-silence", NEVER)));
    BlockingQueue<String> lines = said(campaign);
    awaitStep(lines, "Point", 1, "patient");
    awaitRunning(patient);
    int _ = patient.end();
    ServiceProcess hasty = working("hasty", "--drain", "0");
    awaitStep(lines, "Point", 1, "hasty");
    awaitRunning(hasty);
    int _ = hasty.end();
    working("last");
    assertThat(campaign.waitFor()).isZero();
    List<String> steps = steps();
    assertThat(steps).contains("Point 1 patient", "Point 2 last", "Conclude 1 last");
    assertThat(steps.stream().filter(each -> !each.contains(" 1 ")))
        .containsExactly("Point 2 last");
  }

  @Test
  void aWorkerThatStoodStillForTooLongChangesNothingOfACampaign() throws Exception {
    ServiceProcess still = working("still");
    String[] asked = sleeping(500, "here", inTheFleet("--cluster-silence", "2"));
    Process campaign = process(asked);
    BlockingQueue<String> lines = said(campaign);
    awaitStep(lines, "Point", 1, "still");
    awaitRunning(still);
    still.signal("STOP");
    working("other");
    awaitStep(lines, "Point", 2, "other");
    still.signal("CONT");
    assertThat(campaign.waitFor()).isZero();
    assertThat(CampaignTable.of(Spoken.by(asked).json()))
        .hasSize(ITERATIONS)
        .isEqualTo(CampaignTable.of(Spoken.by(sleeping(500, "local")).json()));
    assertThat(jobs()).doesNotHaveDuplicates().hasSize(ITERATIONS);
  }
}
