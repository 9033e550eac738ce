package dev.codecsmith.dashboard;

import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A campaign to show in tests; its experiments end as they are asked to. */
public final class StoredCampaign {
  public static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  /** Text that would do harm if anybody took it for HTML. */
  public static final String EVIL = "</script><script>document.title='owned'</script><img src=x>";

  private final ExperimentStore store;
  private final String id;

  private StoredCampaign(ExperimentStore store, String id) {
    this.store = store;
    this.id = id;
  }

  public static StoredCampaign in(ExperimentStore store, String id) throws StoreException {
    return in(store, id, "{}");
  }

  /** One with settings, which are JSON. */
  public static StoredCampaign in(ExperimentStore store, String id, String settings)
      throws StoreException {
    store.putCampaignIfAbsent(new CampaignRecord(id, "name of " + id, settings, T0));
    return new StoredCampaign(store, id);
  }

  public static String experiment(int iteration) {
    return "exp_iter" + iteration + "_c";
  }

  private void create(int iteration, CandidateRecord candidate) throws StoreException {
    store.create(
        ExperimentLifecycle.queued(experiment(iteration), id, iteration, "me", candidate, T0));
  }

  /** One of a program that is an artifact. */
  public void of(int iteration, String program, String... parents) throws StoreException {
    create(
        iteration,
        new CandidateRecord(
            "name",
            "python",
            "ab".repeat(32),
            "model",
            List.of(parents),
            "",
            Map.of("program", program)));
  }

  /** One whose name, proposer and reasoning mean harm, of a program that is an artifact. */
  public void evil(int iteration, String program, String... parents) throws StoreException {
    create(
        iteration,
        new CandidateRecord(
            EVIL,
            "python",
            "ab".repeat(32),
            EVIL,
            List.of(parents),
            EVIL,
            Map.of("program", program)));
  }

  /** One of which is told why it was made so. */
  public void reasoned(int iteration, String reasoning, String... parents) throws StoreException {
    create(
        iteration,
        new CandidateRecord(
            "name", "python", "ab".repeat(32), "model", List.of(parents), reasoning, Map.of()));
  }

  /** One whose prompt, reply and log are one artifact. */
  public void told(int iteration, String text) throws StoreException {
    create(
        iteration,
        new CandidateRecord(
            "name",
            "python",
            "ab".repeat(32),
            "model",
            List.of(),
            EVIL,
            Map.of("prompt", text, "reply", text, "log", text)));
  }

  /** One of a program that is an artifact, whose record knows its hash. */
  public void of(int iteration, Program program, String artifact) throws StoreException {
    create(
        iteration,
        new CandidateRecord(
            "name",
            program.language(),
            program.sha256(),
            "model",
            List.of(),
            "",
            Map.of("program", artifact)));
  }

  /** One that was measured at a point of each clip, whose bitstream is an artifact. */
  public void measured(int iteration, String bitstream, String... clips) throws StoreException {
    List<RatePoint> points =
        Stream.of(clips)
            .map(clip ->
                RatePointBuilder.builder(point(20, 30))
                    .clip(clip)
                    .bitstreamSha256(bitstream)
                    .build())
            .toList();
    end(iteration, ExperimentResultBuilder.builder(ExperimentResult.NONE).points(points).build());
  }

  /** One that was measured at a point whose program reported its bits, as an artifact tells. */
  public void reporting(int iteration, String bits) throws StoreException {
    reporting(iteration, bits, "cd".repeat(32));
  }

  /** The same where the bitstream is an artifact, too. */
  public void reporting(int iteration, String bits, String bitstream) throws StoreException {
    RatePoint point =
        RatePointBuilder.builder(point(20, 30))
            .bitsSha256(Optional.of(bits))
            .bitstreamSha256(bitstream)
            .build();
    end(
        iteration,
        ExperimentResultBuilder.builder(ExperimentResult.NONE).points(List.of(point)).build());
  }

  /** One whose encoder and decoder ran with a runtime that was set otherwise than usual. */
  public void measuredWith(int iteration, String setting) throws StoreException {
    RatePoint set =
        RatePointBuilder.builder(point(20, 30))
            .encode(new RatePoint.Resources(1.25, 1.5, 64 << 20, Optional.of(setting)))
            .build();
    end(
        iteration,
        ExperimentResultBuilder.builder(ExperimentResult.NONE)
            .points(List.of(set, point(40, 40)))
            .build());
  }

  public ExperimentRecord queued(int iteration) throws StoreException {
    ExperimentRecord queued =
        ExperimentLifecycle.queued(
            experiment(iteration),
            id,
            iteration,
            "me",
            new CandidateRecord(
                EVIL, "java", "ab".repeat(32), "library", List.of(), EVIL, Map.of()),
            T0.plusSeconds(iteration));
    store.create(queued);
    return queued;
  }

  public void encoding(int iteration) throws StoreException {
    ExperimentRecord queued = queued(iteration);
    store.update(queued.next(T0).status(ExperimentStatus.ENCODING).build());
  }

  public void succeeded(int iteration, double score) throws StoreException {
    end(
        iteration,
        ExperimentResultBuilder.builder(ExperimentResult.NONE)
            .decoderBytes(1234)
            .points(List.of(point(20, 30), point(40, 40)))
            .scores(
                Map.of(
                    "x264-medium",
                    new AnchorComparison(
                        new BdRate.Value(score, 0.9),
                        Map.of("carphone", new BdRate.Value(score, 0.9))),
                    "x264-medium/held-out",
                    new AnchorComparison(
                        new BdRate.Value(score + 3, 0.9),
                        Map.of("akiyo", new BdRate.Value(score + 3, 0.9)))))
            .score(Optional.of(score))
            .flags(List.of("the same bitstreams as another"))
            .warnings(List.of(EVIL))
            .build());
  }

  /** One whose first frames were measured, and all others where it has a score. */
  public void looked(int iteration, double shortScore, Optional<Double> score)
      throws StoreException {
    end(
        iteration,
        ExperimentResultBuilder.builder(ExperimentResult.NONE)
            .points(score.isPresent() ? List.of(point(20, 30)) : List.of())
            .score(score)
            .shortScore(Optional.of(shortScore))
            .failure(
                score.isPresent()
                    ? Optional.empty()
                    : Optional.of(
                        new Failure(
                            FailureKind.DOMINATED, ExperimentStatus.SCREENING, "It is behind.")))
            .build());
  }

  public void failed(int iteration) throws StoreException {
    failed(iteration, FailureKind.COMPILE_ERROR);
  }

  public void failed(int iteration, FailureKind kind) throws StoreException {
    end(
        iteration,
        ExperimentResultBuilder.builder(ExperimentResult.NONE)
            .failure(
                Optional.of(new Failure(kind, ExperimentStatus.BUILDING, EVIL + "\nsecond line")))
            .build());
  }

  /** One that was measured at two points before it failed. */
  public void failedLate(int iteration) throws StoreException {
    end(
        iteration,
        ExperimentResultBuilder.builder(ExperimentResult.NONE)
            .points(List.of(point(20, 30), point(40, 40)))
            .failure(
                Optional.of(
                    new Failure(FailureKind.OUT_OF_TIME, ExperimentStatus.DECODING, "It is slow.")))
            .build());
  }

  private void end(int iteration, ExperimentResult result) throws StoreException {
    Optional<ExperimentRecord> stored = store.find(experiment(iteration));
    ExperimentRecord queued = stored.isPresent() ? stored.get() : queued(iteration);
    store.update(ExperimentLifecycle.ended(queued, result, queued.updated().plusSeconds(9)));
  }

  private static RatePoint point(int quality, double psnr) {
    return RatePointBuilder.builder()
        .clip("carphone")
        .quality(quality)
        .bytes(10_000)
        .bitrateKbps(quality * 10)
        .metrics(
            Map.of(
                "psnr_y", psnr,
                "ffmpeg_psnr_avg", psnr,
                "psnr_yuv", psnr,
                "ffmpeg_ssim_y", 0.91,
                "ffmpeg_ssim_all", 0.92))
        .encode(new RatePoint.Resources(1.25, 1.5, 64 << 20))
        .decode(new RatePoint.Resources(0.25, 0.5, 96 << 20))
        .bitstreamSha256("cd".repeat(32))
        .framesSha256("ef".repeat(32))
        .build();
  }
}
