package dev.codecsmith.store;

import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Records to store in tests. */
public final class Samples {
  public static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  public static final String PROGRAM = "ab".repeat(32);
  public static final String BITSTREAM = "cd".repeat(32);
  public static final String FRAMES = "ef".repeat(32);

  private Samples() {}

  /** All of a campaign's experiments by iteration. */
  public static List<ExperimentRecord> all(ExperimentStore store, String campaign)
      throws IOException {
    List<ExperimentRecord> all = new ArrayList<>();
    store.forEach(campaign, all::add);
    return all;
  }

  public static CampaignRecord campaign(String id) {
    return new CampaignRecord(id, "name of " + id, "{\"iterations\":10}", T0);
  }

  /** A new experiment. */
  public static ExperimentRecord queued(String campaign, int iteration, String owner) {
    return ExperimentLifecycle.queued(
        "exp_iter" + iteration + "_" + campaign,
        campaign,
        iteration,
        owner,
        new CandidateRecord(
            "intra",
            "java",
            PROGRAM,
            "library",
            List.of(),
            "the first rung",
            Map.of("program", PROGRAM)),
        T0.plusSeconds(iteration));
  }

  /** The experiment of another program. */
  public static ExperimentRecord ofProgram(ExperimentRecord experiment, String programSha256) {
    ObjectNode document = Json.mapper().valueToTree(experiment);
    document.withObject("candidate").put("program_sha256", programSha256);
    return Json.mapper().treeToValue(document, ExperimentRecord.class);
  }

  /** The next version, one phase on. */
  public static ExperimentRecord at(ExperimentRecord experiment, ExperimentStatus status) {
    return experiment.next(experiment.updated().plusMillis(1500)).status(status).build();
  }

  /** The next version, ended. */
  public static ExperimentRecord succeeded(ExperimentRecord experiment, double score) {
    ExperimentResult result =
        ExperimentResultBuilder.builder(ExperimentResult.NONE)
            .decoderBytes(1234)
            .executedProgramSha256(PROGRAM)
            .points(List.of(point("carphone", 20, 31.5), point("carphone", 40, 36.25)))
            .scores(
                Map.of(
                    "x264-medium",
                    new AnchorComparison(
                        new BdRate.Value(score, 0.9),
                        Map.of("carphone", new BdRate.Value(score, 0.9))),
                    "x265-medium",
                    new AnchorComparison(
                        new BdRate.NoOverlap(), Map.of("carphone", new BdRate.NoOverlap()))))
            .score(Optional.of(score))
            .shortScore(Optional.of(score + 1.5))
            .artifacts(Map.of("log", FRAMES))
            .build();
    return ExperimentLifecycle.ended(experiment, result, experiment.updated().plusSeconds(9));
  }

  /** The next version, with flags beside its result. */
  public static ExperimentRecord flagged(ExperimentRecord experiment, String... flags) {
    return ExperimentRecordBuilder.builder(experiment)
        .result(ExperimentResultBuilder.builder(experiment.result()).flags(List.of(flags)).build())
        .build();
  }

  /** The next version, ended. */
  public static ExperimentRecord failed(ExperimentRecord experiment, FailureKind kind) {
    ExperimentResult result =
        ExperimentResultBuilder.builder(ExperimentResult.NONE)
            .failure(
                Optional.of(
                    new Failure(kind, ExperimentStatus.BUILDING, "Main.java:3: ';' expected")))
            .build();
    return ExperimentLifecycle.ended(experiment, result, experiment.updated().plusSeconds(2));
  }

  public static RatePoint point(String clip, int quality, double psnr) {
    return RatePointBuilder.builder()
        .clip(clip)
        .quality(quality)
        .bytes(10_000L + quality)
        .bitrateKbps(128.5)
        .metrics(
            Map.of(
                "psnr_y",
                psnr,
                "psnr_cb",
                psnr + 1,
                "psnr_cr",
                psnr + 2,
                "ffmpeg_psnr_y",
                psnr - 0.125,
                "ffmpeg_psnr_avg",
                psnr + 0.5,
                "psnr_yuv",
                psnr + 0.25,
                "ffmpeg_ssim_y",
                0.91,
                "ffmpeg_ssim_all",
                0.92))
        .encode(new RatePoint.Resources(1.25, 1.5, 64 << 20))
        .decode(new RatePoint.Resources(0.25, 0.5, 96 << 20))
        .bitstreamSha256(BITSTREAM)
        .framesSha256(FRAMES)
        .build();
  }
}
