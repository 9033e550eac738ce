package dev.codecsmith.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlagsTest {
  private static ExperimentRecord experiment(int iteration, String program, String bitstream) {
    ExperimentRecord queued =
        ExperimentRunner.queued(
            "exp_iter" + iteration + "_x",
            "campaign",
            iteration,
            "me",
            new CandidateRecord("p", "java", program, "library", List.of(), "", Map.of()),
            Instant.EPOCH);
    return ExperimentRunner.ended(
        queued,
        new Evaluation(
            program,
            1,
            List.of(Points.point("a", 20, 100, 30, bitstream)),
            Map.of(),
            Optional.of(1.0),
            Optional.empty(),
            Map.of()),
        Instant.EPOCH);
  }

  @Test
  void differentProgramsWithIdenticalBitstreamsAreFlagged() {
    List<ExperimentRecord> raised =
        Flags.raise(List.of(experiment(1, "p1", "bits"), experiment(2, "p2", "bits")));
    assertThat(raised.get(0).warnings()).hasSize(1);
    assertThat(raised.get(1).warnings().getFirst()).contains("identical").contains("exp_iter1_x");
  }

  @Test
  void theSameProgramTwiceOrOtherBitstreamsAreNot() {
    assertThat(
            Flags.raise(
                List.of(
                    experiment(1, "p1", "bits"),
                    experiment(2, "p1", "bits"),
                    experiment(3, "p2", "other"))))
        .allSatisfy(experiment -> assertThat(experiment.warnings()).isEmpty());
  }

  @Test
  void statusFollowsTheEvaluation() {
    assertThat(experiment(1, "p", "b").status()).isEqualTo(ExperimentStatus.SUCCEEDED);
  }
}
