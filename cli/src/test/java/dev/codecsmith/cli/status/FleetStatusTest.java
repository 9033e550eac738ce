package dev.codecsmith.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cluster.client.FleetWorkers;
import dev.codecsmith.cluster.workflow.StepSign;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.json.Json;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is known of a fleet's workers, as the dashboard is told. */
class FleetStatusTest {
  private static final URI FLEET = URI.create("temporal://here:7233/default");
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void aStepIsToldWithItsExperimentPhaseAttemptAndVersion() {
    FleetWorkers.Step building =
        new FleetWorkers.Step(
            "build and smoke test",
            2,
            THEN,
            THEN.plusSeconds(1),
            Optional.of(
                StepSign.first(Optional.empty(), "0.1.0", "a/1")
                    .at(new Heartbeat.Phase(ExperimentStatus.SMOKE, 1, 2))));
    FleetWorkers.Step begun =
        new FleetWorkers.Step("anchor curve", 1, THEN, THEN, Optional.empty());
    FleetWorkers.Snapshot found =
        new FleetWorkers.Snapshot(
            List.of(
                new FleetWorkers.Known(
                    "a",
                    THEN.plusSeconds(1),
                    List.of(
                        new FleetWorkers.Doing(
                            new FleetWorkers.Asked("exp_iter3_0a/x", Optional.of("c")), building),
                        new FleetWorkers.Doing(
                            new FleetWorkers.Asked("anchors/x", Optional.empty()), begun))),
                new FleetWorkers.Known("b", THEN, List.of())),
            7,
            true);
    assertThat(new FleetStatus(FLEET, () -> Optional.of(found)).now())
        .isEqualTo(
            Map.of(
                FLEET.toString(),
                Json.read(
                    """
                    {"steps_waiting": 7, "tells_idle": true, "workers": [
                      {"name": "a", "heard": "2026-01-02T03:04:06Z", "steps": [
                        {"campaign": "c", "experiment": "exp_iter3_0a", "kind": "build and smoke test", "attempt": 2,
                         "begun": "2026-01-02T03:04:05Z", "heard": "2026-01-02T03:04:06Z", "version": "0.1.0",
                         "phase": "smoke", "done": 1, "total": 2},
                        {"kind": "anchor curve", "attempt": 1,
                         "begun": "2026-01-02T03:04:05Z", "heard": "2026-01-02T03:04:05Z"}]},
                      {"name": "b", "heard": "2026-01-02T03:04:05Z", "steps": []}]}
                    """,
                    JsonNode.class)));
  }

  @Test
  void nothingIsToldWhereNothingIsKnown() {
    assertThat(new FleetStatus(FLEET, Optional::empty).now()).isEmpty();
  }
}
