package dev.codecsmith.evolve.scorecard;

import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentIdentity;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Experiment records for tests. */
public final class Records {
  private Records() {}

  public static String id(int iteration) {
    return "exp_iter" + iteration + "_x";
  }

  /** A point whose planes all have the same PSNR, so that PSNR-YUV is that, too. */
  public static RatePoint point(String clip, int quality, double kbps, double psnr) {
    return point(clip, quality, kbps, psnr, psnr);
  }

  public static RatePoint point(
      String clip, int quality, double kbps, double psnrY, double psnrUv) {
    RatePoint.Resources resources = new RatePoint.Resources(1.25, 1.5, 1 << 20);
    return RatePointBuilder.builder()
        .clip(clip)
        .quality(quality)
        .bytes((long) (kbps * 100))
        .bitrateKbps(kbps)
        .metrics(Map.of("psnr_y", psnrY, "psnr_u", psnrUv, "psnr_v", psnrUv, "ssim_all", 0.9))
        .encode(resources)
        .decode(resources)
        .bitstreamSha256("")
        .framesSha256("")
        .build();
  }

  public static ExperimentRecord succeeded(
      int iteration, double score, List<RatePoint> points, List<String> parents, String reasoning) {
    Map<String, BdRate> perClip = new HashMap<>();
    points.forEach(p -> perClip.put(p.clip(), new BdRate.Value(score, 1)));
    return record(
        iteration,
        ExperimentStatus.SUCCEEDED,
        points,
        Map.of("x264-medium", new AnchorComparison(new BdRate.Value(score, 1), perClip)),
        Optional.of(score),
        Optional.empty(),
        parents,
        reasoning);
  }

  public static ExperimentRecord failed(
      int iteration, String message, List<String> parents, String reasoning) {
    return record(
        iteration,
        ExperimentStatus.FAILED,
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.of(new Failure(FailureKind.COMPILE_ERROR, ExperimentStatus.BUILDING, message)),
        parents,
        reasoning);
  }

  public static ExperimentRecord record(
      int iteration,
      ExperimentStatus status,
      List<RatePoint> points,
      Map<String, AnchorComparison> scores,
      Optional<Double> score,
      Optional<Failure> failure,
      List<String> parents,
      String reasoning) {
    return new ExperimentRecord(
        new ExperimentIdentity(id(iteration), "campaign", iteration, Instant.EPOCH),
        1,
        Lease.of("owner"),
        status,
        new CandidateRecord("name", "java", "00", "claude", parents, reasoning, Map.of()),
        ExperimentResultBuilder.builder(ExperimentResult.NONE)
            .decoderBytes(4321)
            .executedProgramSha256("00")
            .points(points)
            .scores(scores)
            .score(score)
            .failure(failure)
            .build(),
        Instant.EPOCH);
  }

  /** An anchor that doubles its rate for each 3 dB from 30 dB at 100 kbit/s, on each clip. */
  public static AnchorFigures anchors(String... clips) {
    List<RatePoint> points = new ArrayList<>();
    for (String clip : clips) {
      for (int i = 0; i < 5; i++) {
        points.add(point(clip, 40 - 4 * i, 100 * Math.pow(2, i), 30 + 3 * i));
      }
    }
    return AnchorFigures.of("x264-medium", Map.of("x264-medium", points));
  }
}
