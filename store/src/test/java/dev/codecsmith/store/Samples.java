package dev.codecsmith.store;

import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.ExperimentRecord.AnchorComparison;
import dev.codecsmith.store.json.Json;
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
    return new ExperimentRecord(
        "exp_iter" + iteration + "_" + campaign,
        campaign,
        iteration,
        ExperimentStatus.QUEUED,
        owner,
        new CandidateRecord(
            "intra",
            "java",
            PROGRAM,
            "library",
            List.of(),
            "the first rung",
            Map.of("program", PROGRAM)),
        0,
        "",
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Map.of(),
        T0.plusSeconds(iteration),
        T0.plusSeconds(iteration));
  }

  /** The experiment of another program. */
  public static ExperimentRecord ofProgram(ExperimentRecord experiment, String programSha256) {
    ObjectNode document = Json.mapper().valueToTree(experiment);
    document.withObject("candidate").put("program_sha256", programSha256);
    return Json.mapper().treeToValue(document, ExperimentRecord.class);
  }

  /** The experiment one phase on. */
  public static ExperimentRecord at(ExperimentRecord experiment, ExperimentStatus status) {
    return new ExperimentRecord(
        experiment.id(),
        experiment.campaignId(),
        experiment.iteration(),
        status,
        experiment.owner(),
        experiment.candidate(),
        experiment.decoderBytes(),
        experiment.executedProgramSha256(),
        experiment.points(),
        experiment.scores(),
        experiment.score(),
        experiment.shortScore(),
        experiment.failure(),
        experiment.warnings(),
        experiment.artifacts(),
        experiment.created(),
        experiment.updated().plusMillis(1500));
  }

  public static ExperimentRecord succeeded(ExperimentRecord experiment, double score) {
    return new ExperimentRecord(
        experiment.id(),
        experiment.campaignId(),
        experiment.iteration(),
        ExperimentStatus.SUCCEEDED,
        experiment.owner(),
        experiment.candidate(),
        1234,
        PROGRAM,
        List.of(point("carphone", 20, 31.5), point("carphone", 40, 36.25)),
        Map.of(
            "x264-medium",
            new AnchorComparison(
                new BdRate.Value(score, 0.9), Map.of("carphone", new BdRate.Value(score, 0.9))),
            "x265-medium",
            new AnchorComparison(
                new BdRate.NoOverlap(), Map.of("carphone", new BdRate.NoOverlap()))),
        Optional.of(score),
        Optional.of(score + 1.5),
        Optional.empty(),
        List.of(),
        Map.of("log", FRAMES),
        experiment.created(),
        experiment.updated().plusSeconds(9));
  }

  public static ExperimentRecord failed(ExperimentRecord experiment, FailureKind kind) {
    return new ExperimentRecord(
        experiment.id(),
        experiment.campaignId(),
        experiment.iteration(),
        ExperimentStatus.FAILED,
        experiment.owner(),
        experiment.candidate(),
        0,
        "",
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Failure(kind, ExperimentStatus.BUILDING, "Main.java:3: ';' expected")),
        List.of(),
        Map.of(),
        experiment.created(),
        experiment.updated().plusSeconds(2));
  }

  public static RatePoint point(String clip, int quality, double psnr) {
    return new RatePoint(
        clip,
        quality,
        10_000L + quality,
        128.5,
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
            0.92),
        new RatePoint.Resources(1.25, 1.5, 64 << 20),
        new RatePoint.Resources(0.25, 0.5, 96 << 20),
        BITSTREAM,
        FRAMES);
  }
}
