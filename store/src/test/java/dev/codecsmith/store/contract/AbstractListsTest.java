package dev.codecsmith.store.contract;

import static dev.codecsmith.store.Samples.at;
import static dev.codecsmith.store.Samples.campaign;
import static dev.codecsmith.store.Samples.failed;
import static dev.codecsmith.store.Samples.flagged;
import static dev.codecsmith.store.Samples.queued;
import static dev.codecsmith.store.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecordBuilder;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.store.ResultLine;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentFilter;
import dev.codecsmith.store.experiments.ExperimentFilter.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lists, searches and counts. */
public abstract class AbstractListsTest extends AbstractStoreTest {
  private static final Set<ExperimentStatus> ENDED =
      Set.of(ExperimentStatus.SUCCEEDED, ExperimentStatus.FAILED);

  @Test
  void experimentsComeByIterationWhateverTheOrderInWhichTheyWereStored() throws Exception {
    store.putCampaignIfAbsent(campaign("b"));
    store.create(queued("b", 2, "me"));
    store.create(queued("c", 10, "me"));
    store.create(queued("c", 9, "me"));
    assertThat(Samples.all(store, "c"))
        .extracting(ExperimentRecord::id)
        .containsExactly("exp_iter9_c", "exp_iter10_c");
    assertThat(Samples.all(store, "none")).isEmpty();
    assertThat(store.lastIteration("c")).isEqualTo(10);
    assertThat(store.lastIteration("none")).isZero();
  }

  @Test
  void thoseInAStatusComeNewestFirstAPageAtATime() throws StoreException {
    for (int iteration : new int[] {1, 2, 3, 700, 1200, 1201}) {
      ExperimentRecord queued = queued("c", iteration, "me");
      store.create(iteration % 3 == 0 ? failed(queued, FailureKind.CRASHED) : queued);
    }
    ExperimentFilter queued = ExperimentFilter.newest(Set.of(ExperimentStatus.QUEUED));
    assertThat(iterations(queued, 0, 10)).containsExactly(1201, 700, 2, 1);
    assertThat(iterations(queued, 1, 2)).containsExactly(700, 2);
    assertThat(iterations(queued, 4, 2)).isEmpty();
    assertThat(store.count("c", queued)).isEqualTo(4);
    assertThat(iterations(ExperimentFilter.newest(Set.of(ExperimentStatus.FAILED)), 0, 10))
        .containsExactly(1200, 3);
    assertThat(iterations(ExperimentFilter.newest(Set.of()), 0, 10)).isEmpty();
    assertThat(store.count("c", ExperimentFilter.newest(Set.of()))).isZero();
    assertThat(store.list("none", queued, 0, 10)).isEmpty();
  }

  @Test
  void aListIsSearchedAndPutInOrder() throws StoreException {
    store.create(succeeded(named("Zebra", 1), 5));
    store.create(succeeded(named("ant", 2), -3));
    store.create(failed(named("Bee", 3), FailureKind.CRASHED));
    store.create(failed(named("bee", 4), FailureKind.COMPILE_ERROR));
    store.create(failed(named("cow 100%", 5), FailureKind.COMPILE_ERROR));
    assertThat(ordered(Order.NAME, false)).containsExactly(2, 3, 4, 5, 1);
    assertThat(ordered(Order.NAME, true)).containsExactly(1, 5, 4, 3, 2);
    assertThat(ordered(Order.SCORE, false)).containsExactly(2, 1, 3, 4, 5);
    assertThat(ordered(Order.ITERATION, false)).containsExactly(1, 2, 3, 4, 5);
    assertThat(ordered(Order.PROPOSER, true)).containsExactly(5, 4, 3, 2, 1);
    assertThat(ordered(Order.DECODER_BYTES, true)).hasSize(5).doesNotHaveDuplicates();
    assertThat(ordered(Order.DURATION, false)).hasSize(5).doesNotHaveDuplicates();
    assertThat(found("BEE")).containsExactly(4, 3);
    assertThat(found("0%")).containsExactly(5);
    assertThat(found("iter2")).containsExactly(2);
    assertThat(found("'")).isEmpty();
    ExperimentFilter compiled =
        new ExperimentFilter(
            Set.of(ExperimentStatus.FAILED),
            "",
            Optional.of(FailureKind.COMPILE_ERROR),
            Order.ITERATION,
            false);
    assertThat(iterations(compiled, 1, 5)).containsExactly(5);
    assertThat(store.count("c", compiled)).isEqualTo(2);
    assertThat(store.failures("c"))
        .containsOnly(Map.entry(FailureKind.CRASHED, 1), Map.entry(FailureKind.COMPILE_ERROR, 2));
    assertThat(store.failures("none")).isEmpty();
  }

  @Test
  void aListIsInTheOrderOfTheMeansOfItsRatePoints() throws StoreException {
    store.create(measured(1, figures(30, 0.9, 100), figures(42, 0.8, 400)));
    store.create(measured(2, figures(Double.POSITIVE_INFINITY, 1, 2000)));
    store.create(measured(3, figures(35, 0.5, 300)));
    store.create(failed(queued("c", 4, "me"), FailureKind.CRASHED));
    assertThat(ordered(Order.PSNR, false)).containsExactly(4, 3, 1, 2);
    assertThat(ordered(Order.PSNR, true)).containsExactly(2, 1, 3, 4);
    assertThat(ordered(Order.SSIM, true)).containsExactly(2, 1, 3, 4);
    assertThat(ordered(Order.KBPS, false)).containsExactly(1, 3, 2, 4);
  }

  private static ExperimentRecord measured(int iteration, RatePoint... points) {
    ExperimentRecord succeeded = succeeded(queued("c", iteration, "me"), -1);
    return ExperimentRecordBuilder.builder(succeeded)
        .result(ExperimentResultBuilder.builder(succeeded.result()).points(List.of(points)).build())
        .build();
  }

  private static RatePoint figures(double psnr, double ssim, double kbps) {
    return RatePointBuilder.builder(Samples.point("carphone", 40, psnr))
        .metrics(Map.of("psnr_yuv", psnr, "ffmpeg_ssim_all", ssim))
        .bitrateKbps(kbps)
        .build();
  }

  private static ExperimentRecord named(String name, int iteration) {
    ExperimentRecord queued = queued("c", iteration, "me");
    CandidateRecord candidate = queued.candidate();
    return ExperimentRecordBuilder.builder(queued)
        .candidate(
            new CandidateRecord(
                name,
                candidate.language(),
                candidate.programSha256(),
                candidate.proposer(),
                candidate.parents(),
                candidate.reasoning(),
                candidate.artifacts()))
        .build();
  }

  private List<Integer> ordered(Order order, boolean descending) throws StoreException {
    return iterations(new ExperimentFilter(ENDED, "", Optional.empty(), order, descending), 0, 10);
  }

  private List<Integer> found(String text) throws StoreException {
    ExperimentFilter filter =
        new ExperimentFilter(ENDED, text, Optional.empty(), Order.ITERATION, true);
    List<Integer> found = iterations(filter, 0, 10);
    assertThat(store.count("c", filter)).isEqualTo(found.size());
    return found;
  }

  private List<Integer> iterations(ExperimentFilter filter, int skip, int limit)
      throws StoreException {
    return store.list("c", filter, skip, limit).stream().map(ExperimentSummary::iteration).toList();
  }

  @Test
  void idsAreFoundByTheirBeginning() throws StoreException {
    for (int iteration : new int[] {1, 2, 10, 11}) {
      store.create(queued("c", iteration, "me"));
    }
    assertThat(store.idsStartingWith("exp_iter1", 10))
        .containsExactly("exp_iter10_c", "exp_iter11_c", "exp_iter1_c");
    assertThat(store.idsStartingWith("exp_iter1", 2))
        .containsExactly("exp_iter10_c", "exp_iter11_c");
    assertThat(store.idsStartingWith("exp_iter2_c", 10)).containsExactly("exp_iter2_c");
    assertThat(store.idsStartingWith("", 10)).hasSize(4);
    assertThat(store.idsStartingWith("exp%", 10)).as("no pattern, a text").isEmpty();
    assertThat(store.idsStartingWith("Exp", 10)).isEmpty();
  }

  @Test
  void anotherProgramOfTheSameBitstreamsIsFound() throws StoreException {
    ExperimentRecord first = succeeded(queued("c", 2, "me"), -5);
    ExperimentRecord copied =
        Samples.ofProgram(succeeded(queued("c", 3, "me"), -5), "12".repeat(32));
    ExperimentRecord third =
        Samples.ofProgram(succeeded(queued("c", 1, "me"), -5), "34".repeat(32));
    assertThat(store.withSameBitstreams(copied)).isEmpty();
    store.create(first);
    assertThat(store.withSameBitstreams(copied)).as("itself not stored yet").contains(first.id());
    assertThat(store.withSameBitstreams(succeeded(queued("c", 9, "me"), -5)))
        .as("of the same program")
        .isEmpty();
    store.create(copied);
    store.create(at(third, ExperimentStatus.ENCODING));
    assertThat(store.withSameBitstreams(first)).as("by iteration").contains(third.id());
    assertThat(store.withSameBitstreams(third)).contains(first.id());
    assertThat(store.withSameBitstreams(queued("c", 4, "me"))).as("without a point").isEmpty();
    store.putCampaignIfAbsent(campaign("b"));
    assertThat(
            store.withSameBitstreams(
                Samples.ofProgram(succeeded(queued("b", 1, "me"), -5), "56".repeat(32))))
        .as("of another campaign")
        .isEmpty();
  }

  @Test
  void bitstreamsThatCameWithAnUpdateAreFound() throws StoreException {
    ExperimentRecord queued = queued("c", 1, "me");
    store.create(queued);
    ExperimentRecord other =
        Samples.ofProgram(succeeded(queued("c", 2, "me"), -5), "12".repeat(32));
    assertThat(store.withSameBitstreams(other)).isEmpty();
    store.update(succeeded(queued, -5));
    assertThat(store.withSameBitstreams(other)).contains(queued.id());
  }

  @Test
  void linesComeInPages() throws StoreException {
    for (int iteration = 1; iteration <= 7; iteration++) {
      store.create(queued("c", iteration, "me"));
    }
    assertThat(store.summaries("c", 0, 3))
        .extracting(ExperimentSummary::iteration)
        .containsExactly(1, 2, 3);
    assertThat(store.summaries("c", 6, 3))
        .containsExactly(ExperimentSummary.of(queued("c", 7, "me")));
    assertThat(store.summaries("c", 7, 3)).isEmpty();
  }

  @Test
  void lineSaysWhatTheRecordSays() throws StoreException {
    ExperimentRecord success =
        flagged(succeeded(queued("c", 1, "me"), -7.5), "too good", "too small");
    ExperimentRecord failure = failed(queued("c", 2, "me"), FailureKind.OUT_OF_TIME);
    store.create(success);
    store.create(failure);
    List<ExperimentSummary> lines = store.summaries("c", 0, 10);
    assertThat(lines).containsExactly(ExperimentSummary.of(success), ExperimentSummary.of(failure));
    ResultLine line = lines.getFirst().result();
    assertThat(line.shortScore()).contains(-6.0);
    assertThat(line.decoderBytes()).isEqualTo(1234);
    assertThat(line.figures())
        .isEqualTo(
            Map.of(
                "x264-medium", new BdRate.Value(-7.5, 0.9), "x265-medium", new BdRate.NoOverlap()));
    assertThat(line.cpu()).contains(new ResultLine.CpuTimes(2.5, 0.5));
    assertThat(line.means())
        .contains(new ResultLine.MeanFigures(Optional.of(34.125), Optional.of(0.92), 128.5));
    assertThat(line.flags()).containsExactly("too good", "too small");
    assertThat(lines.getLast().result().failure().orElseThrow().message())
        .isEqualTo("Main.java:3: ';' expected");
    assertThat(store.summary(failure.id())).contains(ExperimentSummary.of(failure));
    assertThat(store.summary("exp_iter9_c")).isEmpty();
  }

  @Test
  void bestComesFirst() throws StoreException {
    store.create(succeeded(queued("c", 1, "me"), 12));
    store.create(succeeded(queued("c", 2, "me"), -3));
    store.create(failed(queued("c", 3, "me"), FailureKind.CRASHED));
    store.create(succeeded(queued("c", 4, "me"), -3));
    assertThat(store.best("c", 2)).extracting(ExperimentSummary::iteration).containsExactly(2, 4);
    assertThat(store.best("c", 10))
        .extracting(ExperimentSummary::iteration)
        .containsExactly(2, 4, 1);
    assertThat(store.best("c", 3, 10))
        .as("up to iteration 3")
        .extracting(ExperimentSummary::iteration)
        .containsExactly(2, 1);
  }

  @Test
  void countsWhatIsInEachStatus() throws StoreException {
    store.create(queued("c", 1, "me"));
    store.create(succeeded(queued("c", 2, "me"), 1));
    store.create(succeeded(queued("c", 3, "me"), 1));
    assertThat(store.counts("c"))
        .isEqualTo(Map.of(ExperimentStatus.QUEUED, 1, ExperimentStatus.SUCCEEDED, 2));
    assertThat(store.counts("none")).isEmpty();
  }

  @Test
  void visitsEveryExperimentOnce() throws Exception {
    List<Integer> expected = IntStream.rangeClosed(1, 501).boxed().toList();
    for (int iteration : expected) {
      store.create(queued("c", iteration, "me"));
    }
    List<Integer> visited = new ArrayList<>();
    store.forEach("c", experiment -> visited.add(experiment.iteration()));
    assertThat(visited).isEqualTo(expected);
  }
}
