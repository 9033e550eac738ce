package dev.codecsmith.lab.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.Evaluation.Executed;
import dev.codecsmith.lab.experiment.ExperimentRunner;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FlagsTest {

  private static ExperimentRecord experiment(int iteration, String program, String bitstream) {
    ExperimentRecord queued =
        ExperimentLifecycle.queued(
            "exp_iter" + iteration + "_x",
            "campaign",
            iteration,
            "me",
            new CandidateRecord("p", "java", program, "library", List.of(), "", Map.of()),
            Instant.EPOCH);
    return ExperimentLifecycle.ended(
        queued,
        ExperimentRunner.result(
            new Evaluation(
                new Executed("toy", program, 1, 0),
                List.of(Points.point("a", 20, 100, 30, bitstream)),
                Map.of(),
                Optional.of(1.0),
                OptionalDouble.empty(),
                Optional.empty(),
                Map.of())),
        Instant.EPOCH);
  }

  @Test
  void differentProgramsWithIdenticalBitstreamsAreFlagged() throws Exception {
    List<ExperimentResult> raised =
        raised(experiment(1, "p1", "bits"), experiment(2, "p2", "bits"));
    assertThat(raised.get(0).flags()).hasSize(1);
    assertThat(raised.get(1).flags().getFirst()).contains("identical").contains("exp_iter1_x");
  }

  @Test
  void theSameProgramTwiceOrOtherBitstreamsAreNot() throws Exception {
    assertThat(
            raised(
                experiment(1, "p1", "bits"),
                experiment(2, "p1", "bits"),
                experiment(3, "p2", "other")))
        .allSatisfy(result -> assertThat(result.flags()).isEmpty());
  }

  /** A record with everything that flags look at. */
  private static ExperimentRecord measured(
      int iteration,
      List<String> parents,
      long decoderBytes,
      Map<String, AnchorComparison> scores,
      Optional<Double> score,
      RatePoint... points) {
    ExperimentRecord queued =
        ExperimentLifecycle.queued(
            "exp_iter" + iteration + "_x",
            "campaign",
            iteration,
            "me",
            new CandidateRecord("p", "java", "p" + iteration, "model", parents, "", Map.of()),
            Instant.EPOCH);
    Optional<Failure> failure =
        score.isPresent()
            ? Optional.empty()
            : Optional.of(
                new Failure(
                    FailureKind.BAND_NOT_COVERED, ExperimentStatus.MEASURING, "Too little."));
    return ExperimentLifecycle.ended(
        queued,
        ExperimentRunner.result(
            new Evaluation(
                new Executed("toy", "p" + iteration, decoderBytes, 0),
                List.of(points),
                scores,
                score,
                OptionalDouble.empty(),
                failure,
                Map.of())),
        Instant.EPOCH);
  }

  private static AnchorComparison rates(double overall, String clip, double percent) {
    return new AnchorComparison(
        new BdRate.Value(overall, 1), Map.of(clip, new BdRate.Value(percent, 1)));
  }

  /** A point of so many bytes. */
  private static RatePoint sized(String clip, int quality, long bytes) {
    return Points.point(clip, quality, bytes / 125.0, 35, clip + quality + bytes);
  }

  private List<String> warnings(ExperimentRecord... experiments) throws IOException {
    return raised(experiments).getLast().flags();
  }

  /** The results of one campaign with their flags, raised when all of them are stored. */
  private List<ExperimentResult> raised(ExperimentRecord... experiments) throws IOException {
    try (ExperimentStore store = new MemoryExperimentStore()) {
      store.putCampaignIfAbsent(new CampaignRecord("campaign", "c", "{}", Instant.EPOCH));
      for (ExperimentRecord experiment : experiments) {
        store.create(experiment);
      }
      Flags flags = Flags.of(store);
      List<ExperimentResult> raised = new ArrayList<>();
      store.forEach(
          "campaign", experiment -> raised.add(flags.on(experiment, experiment.result())));
      return raised;
    }
  }

  @Test
  void rateFarBelowWhatAnyCodecReachesIsFlagged() throws Exception {
    assertThat(
            warnings(
                measured(
                    1,
                    List.of(),
                    1,
                    Map.of("x264-medium", rates(-40, "bus", -82)),
                    Optional.of(-40.0),
                    sized("bus", 20, 1000))))
        .singleElement()
        .asString()
        .contains("On bus it needs 82.0 % fewer bits than x264-medium");
  }

  @Test
  void rateThatAGoodCodecReachesIsNotNorOneAgainstAWeakAnchor() throws Exception {
    assertThat(
            warnings(
                measured(
                    1,
                    List.of(),
                    1,
                    Map.of(
                        "x264-medium", rates(-60, "bus", -70),
                        "x264-medium/ssim", rates(-80, "bus", -80),
                        "mpeg2", rates(-85, "bus", -85)),
                    Optional.of(-60.0),
                    sized("bus", 20, 1000))))
        .isEmpty();
  }

  @Test
  void pictureInAHandfulOfBytesIsFlagged() throws Exception {
    assertThat(
            warnings(measured(1, List.of(), 1, Map.of(), Optional.empty(), sized("bus", 40, 12))))
        .singleElement()
        .asString()
        .contains("bus at QUALITY 40 has 12 bytes and gives 35.00 dB");
  }

  @Test
  void decoderLargerThanAllThatItDecodesIsFlagged() throws Exception {
    assertThat(
            warnings(
                measured(
                    1,
                    List.of(),
                    200_000,
                    Map.of(),
                    Optional.empty(),
                    sized("a", 20, 50_000),
                    sized("b", 20, 60_000),
                    sized("a", 40, 90_000))))
        .singleElement()
        .asString()
        .contains("200000 bytes compressed", "110000 bytes at most");
  }

  @Test
  void smallDecoderIsNotHoweverSmallTheBitstreamsAre() throws Exception {
    assertThat(
            warnings(
                measured(1, List.of(), 40_000, Map.of(), Optional.empty(), sized("a", 20, 900))))
        .isEmpty();
  }

  @Test
  void decoderThatGrewByWhatTheBitstreamsLostIsFlagged() throws Exception {
    ExperimentRecord parent =
        measured(
            1,
            List.of(),
            10_000,
            Map.of(),
            Optional.empty(),
            sized("a", 20, 60_000),
            sized("b", 20, 70_000),
            sized("b", 40, 90_000));
    ExperimentRecord child =
        measured(
            2,
            List.of(parent.id()),
            60_000,
            Map.of(),
            Optional.empty(),
            sized("a", 20, 20_000),
            sized("b", 20, 40_000),
            sized("b", 40, 80_000));
    assertThat(warnings(parent, child))
        .singleElement()
        .asString()
        .contains("50000 bytes larger", "exp_iter1_x", "lost at most 70000 bytes");
  }

  @Test
  void codeThatSavesManyTimesItsSizeIsNot() throws Exception {
    ExperimentRecord parent =
        measured(1, List.of(), 10_000, Map.of(), Optional.empty(), sized("a", 20, 400_000));
    ExperimentRecord child =
        measured(
            2, List.of(parent.id()), 30_000, Map.of(), Optional.empty(), sized("a", 20, 300_000));
    assertThat(warnings(parent, child)).isEmpty();
  }

  @Test
  void smallStepOfCodeIsNotEvenOnTinyClips() throws Exception {
    ExperimentRecord parent =
        measured(1, List.of(), 10_000, Map.of(), Optional.empty(), sized("a", 20, 4_000));
    ExperimentRecord child =
        measured(
            2, List.of(parent.id()), 18_000, Map.of(), Optional.empty(), sized("a", 20, 1_000));
    assertThat(warnings(parent, child)).isEmpty();
  }

  /** An experiment with its BD-rates on search clips and on others. */
  private static ExperimentRecord heldOut(
      int iteration, double search, double other, String... parents) {
    return measured(
        iteration,
        List.of(parents),
        1,
        Map.of(
            "x264-medium", rates(search, "bus", search),
            "x264-medium/held-out", rates(other, "secret", other)),
        Optional.of(search),
        sized("bus", 20, 1000 + iteration));
  }

  @Test
  void whatIsGainedOnSearchClipsAloneIsFlaggedAndNamesTheOthers() throws Exception {
    assertThat(
            warnings(
                heldOut(1, -20, -25),
                heldOut(2, -26, -28, "exp_iter1_x"),
                heldOut(3, -32, -29, "exp_iter2_x")))
        .singleElement()
        .asString()
        .contains(
            "Since exp_iter1_x",
            "12.0 points on the search clips",
            "4.0 on the held-out clips secret");
  }

  @Test
  void whatIsGainedOnBothIsNotFlaggedAndNoFounderIs() throws Exception {
    assertThat(warnings(heldOut(1, -20, -25), heldOut(2, -30, -31, "exp_iter1_x"))).isEmpty();
    assertThat(warnings(heldOut(1, -20, -25), heldOut(2, -24, -25, "exp_iter1_x")))
        .as("too little to tell")
        .isEmpty();
    assertThat(warnings(heldOut(1, 393, 758))).as("a founder, far apart as it is").isEmpty();
  }

  @Test
  void flagsAreNoWarnings() throws Exception {
    ExperimentRecord record =
        measured(1, List.of(), 1, Map.of(), Optional.empty(), sized("bus", 40, 12));
    ExperimentResult raised = raised(record).getFirst();
    assertThat(raised.flags()).hasSize(1);
    assertThat(raised.warnings()).isEmpty();
    assertThat(raised.remarks()).isEqualTo(raised.flags());
  }

  @Test
  void statusFollowsTheEvaluation() {
    assertThat(experiment(1, "p", "b").status()).isEqualTo(ExperimentStatus.SUCCEEDED);
  }
}
