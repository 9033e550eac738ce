package dev.codecsmith.service.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Evaluations;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.scoring.Flags;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.service.worker.EvaluatorWork;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RepliesTest {
  private static final String VIDEO = "ef".repeat(32);

  private static final EvaluationSettings SETTINGS =
      new EvaluationSettings(
          List.of(
              new Clip(
                  "clip",
                  Path.of("clip.y4m"),
                  new VideoFormat(16, 16, PixelFormat.YUV420P, new Rational(25, 1)),
                  1,
                  "0".repeat(64))),
          List.of(),
          Qualities.DEFAULT,
          List.of(Anchors.named(Anchors.DEFAULT)),
          CodingLimits.defaults(),
          EvaluationSettings.Extras.NONE);

  private static RatePoint point(double kbps) {
    RatePoint.Resources took = new RatePoint.Resources(1, 1, 1 << 20);
    return RatePointBuilder.builder()
        .clip("clip")
        .quality(20)
        .bytes(10)
        .bitrateKbps(kbps)
        .metrics(
            Map.of(
                "ffmpeg_psnr_avg",
                Double.POSITIVE_INFINITY,
                "ffmpeg_ssim_all",
                1.0,
                "psnr_yuv",
                60.0))
        .encode(took)
        .decode(took)
        .bitstreamSha256("ab".repeat(32))
        .framesSha256("cd".repeat(32))
        .build();
  }

  /** A program that knows the clip by heart. */
  private static final class ByHeart implements Evaluations {
    @Override
    public void prepare(EvaluationSettings settings, PreparationListener listener) {}

    @Override
    public Optional<Failure> trial(EvaluationRequest request) {
      throw new AssertionError();
    }

    @Override
    public Evaluation evaluate(EvaluationRequest request, EvaluationListener listener) {
      BdRate rate = new BdRate.Value(-99.7, 1);
      return new Evaluation(
          new Evaluation.Executed("w", request.program().sha256(), 100, 10),
          List.of(point(10), point(30)),
          Map.of(Anchors.DEFAULT, new AnchorComparison(rate, Map.of("clip", rate))),
          Optional.of(-99.7),
          OptionalDouble.empty(),
          Optional.empty(),
          Map.of("video/clip/20", VIDEO));
    }
  }

  private static final class NoJobs implements Evaluator {
    @Override
    public <A extends Answer> A run(Job<A> job, Heartbeats heartbeats) {
      throw new AssertionError();
    }
  }

  /** What a worker without clips, or with one, says to a program. */
  private static BadRequestException refusal(Optional<EvaluationSettings> own, String clips)
      throws Exception {
    Submission submission =
        SubmissionReader.read(
            ("{\"experiment_id\":\"a\",\"clips\":"
                    + clips
                    + ",\"program\":{\"language\":\"c\",\"files\":{\"a.c\":\"\"}}}")
                .getBytes(StandardCharsets.UTF_8));
    EvaluatorWork work =
        new EvaluatorWork(
            new NoJobs(),
            new ByHeart(),
            () -> own,
            Flags.of(new MemoryExperimentStore()),
            new MemoryArtifactStore(),
            Clock.systemUTC());
    return assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> work.run(submission, Heartbeats.none()))
        .actual();
  }

  @Test
  void aProgramForClipsThatAWorkerDoesNotHaveIsTheSendersMistake() throws Exception {
    assertThat(refusal(Optional.empty(), "[]")).hasMessageContaining("without --clip");
    assertThat(refusal(Optional.of(SETTINGS), "[\"other\"]"))
        .hasMessageStartingWith("This worker has no clip \"other\"; it was started with ");
    assertThat(refusal(Optional.of(SETTINGS), "[\"clip\", \"clip\"]"))
        .as("the same twice")
        .isNotNull();
  }

  @Test
  void aReplyHasMeansAndWhatAPersonShouldLookAt() throws Exception {
    Submission submission =
        SubmissionReader.read(
            "{\"experiment_id\":\"a\",\"encoding_code\":\"x\",\"decoding_code\":\"y\"}"
                .getBytes(StandardCharsets.UTF_8));
    ArtifactStore artifacts = new MemoryArtifactStore();
    ObjectNode reply =
        new EvaluatorWork(
                new NoJobs(),
                new ByHeart(),
                () -> Optional.of(SETTINGS),
                Flags.of(new MemoryExperimentStore()),
                artifacts,
                Clock.systemUTC())
            .run(submission, Heartbeats.none());
    assertThat(reply.path("status").asString()).isEqualTo("success");
    assertThat(reply.path("result").path("metrics").path("psnr_db").asString()).isEqualTo("inf");
    assertThat(reply.path("result").path("metrics").path("bitrate_kbps").asDouble()).isEqualTo(20);
    assertThat(reply.path("result").path("warnings").toString())
        .contains("no codec known saves more than 75 %");
    assertThat(reply.path("result").path("video_url").asString()).isEqualTo("/artifacts/" + VIDEO);
    String program = reply.path("result").path("decoder_s3_key").asString();
    assertThat(artifacts.contains(program.substring("/artifacts/".length()))).isTrue();
  }
}
