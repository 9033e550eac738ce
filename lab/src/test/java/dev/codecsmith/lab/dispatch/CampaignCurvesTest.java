package dev.codecsmith.lab.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.anchors.CurveOrigin;
import dev.codecsmith.lab.anchors.FfmpegAnchor;
import dev.codecsmith.lab.anchors.FfmpegAnchorBuilder;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.local.TestBench;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of the curves that a worker sends are kept, by a worker of the test's own. */
class CampaignCurvesTest {
  private static final Clip CLIP =
      new Clip(
          "moving",
          Path.of("moving.y4m"),
          new VideoFormat(64, 48, PixelFormat.YUV420P, new Rational(25, 1)),
          4,
          "ab".repeat(32));
  private static final Anchor ANCHOR = Anchors.named(Anchors.DEFAULT);
  private static final EvaluationSettings SETTINGS =
      TestBench.settings(CodingLimits.defaults(), CLIP);

  private final ExperimentStore store = new MemoryExperimentStore();
  private AnchorMemory memory;
  private CurveOrigin origin;

  @BeforeEach
  void open() throws IOException {
    AnchorCodec codec = new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled());
    memory = new AnchorMemory(codec, store);
    origin = codec.origin();
  }

  /** Answers with some curves, told before by heartbeats or not, and does nothing else. */
  private record Worker(List<ClipCurve> told, List<ClipCurve> answered, List<Job<?>> asked)
      implements Evaluator {
    Worker(List<ClipCurve> told, List<ClipCurve> answered) {
      this(told, answered, new ArrayList<>());
    }

    @Override
    public <A extends Answer> A run(Job<A> job, Heartbeats heartbeats)
        throws InfrastructureException {
      asked.add(job);
      for (ClipCurve curve : told) {
        heartbeats.hear(new Heartbeat.CurveMeasured("worker-7", curve));
      }
      return job.answer().cast(new Answer.Anchors("worker-7", answered));
    }
  }

  private void prepare(Evaluator worker) throws IOException, InterruptedException {
    new JobEvaluations(worker, new MemoryArtifactStore(), memory, store, clip -> {})
        .prepare(SETTINGS, (done, total) -> {});
  }

  private static List<RatePoint> points() {
    RatePoint.Resources some = new RatePoint.Resources(1, 1, 1);
    List<RatePoint> points = new ArrayList<>();
    for (int value : ANCHOR.values()) {
      points.add(
          RatePointBuilder.builder()
              .clip(CLIP.name())
              .quality(value)
              .bytes(1000)
              .bitrateKbps(1000 * Math.pow(0.9, value))
              .metrics(Map.of("psnr_yuv", 60.0 - value))
              .encode(some)
              .decode(some)
              .bitstreamSha256("")
              .framesSha256("")
              .build());
    }
    return points;
  }

  private static ClipCurve curve(Anchor anchor, int frames, CurveOrigin origin) {
    return new ClipCurve(
        CLIP.sha256(), frames, new AnchorCurve(anchor, CLIP.name(), points(), "ffmpeg"), origin);
  }

  private ClipCurve curve() {
    return curve(ANCHOR, CLIP.frames(), origin);
  }

  @Test
  void curvesThatComeOnlyInTheAnswerAreKept() throws Exception {
    prepare(new Worker(List.of(), List.of(curve())));
    assertThat(memory.find(ANCHOR, CLIP).orElseThrow().points()).isEqualTo(points());
  }

  @Test
  void curvesOfAHeartbeatAreKeptThoughTheAnswerNeverComes() {
    assertThatThrownBy(() -> prepare(new Worker(List.of(curve()), List.of(foreign("7.0", 1)))))
        .isInstanceOf(InfrastructureException.class);
    assertThat(store).satisfies(_ -> assertThat(memory.find(ANCHOR, CLIP)).isPresent());
  }

  private static ClipCurve foreign(String ffmpeg, int measurement) {
    return curve(ANCHOR, CLIP.frames(), new CurveOrigin(ffmpeg, measurement));
  }

  @Test
  void curvesOfAnotherFfmpegOrMeasurementAreRefusedWithBothNamed() throws Exception {
    for (ClipCurve foreign :
        List.of(foreign("7.0", origin.measurement()), foreign(origin.ffmpeg(), 99))) {
      for (Worker worker :
          List.of(
              new Worker(List.of(), List.of(foreign)),
              new Worker(List.of(foreign), List.of(curve())))) {
        isRefused(worker, foreign.origin().toString(), origin.toString());
      }
    }
    assertThat(memory.find(ANCHOR, CLIP)).isEmpty();
  }

  private void isRefused(Worker worker, String... why) {
    assertThatThrownBy(() -> prepare(worker))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessageContaining("worker-7")
        .hasMessageContainingAll(why);
  }

  @Test
  void curvesThatWereNotAskedForOrAreNotWholeAreRefused() throws Exception {
    Anchor other =
        FfmpegAnchorBuilder.builder((FfmpegAnchor) ANCHOR)
            .arguments(List.of("-preset", "slow"))
            .build();
    AnchorCurve part = new AnchorCurve(ANCHOR, CLIP.name(), points().subList(0, 5), "ffmpeg");
    for (ClipCurve wrong :
        List.of(
            curve(ANCHOR, 3, origin),
            curve(other, CLIP.frames(), origin),
            new ClipCurve("cd".repeat(32), CLIP.frames(), curve().curve(), origin),
            new ClipCurve(CLIP.sha256(), CLIP.frames(), part, origin))) {
      isRefused(new Worker(List.of(wrong), List.of(curve())), "was not asked for");
    }
    isRefused(new Worker(List.of(), List.of()), "sent no curve of x264-medium on moving");
    assertThat(memory.find(ANCHOR, CLIP)).isEmpty();
  }

  /**
   * The key is that of the first version; a change of it, or of an anchor's JSON, has all measured
   * again.
   */
  @Test
  void curvesThatAnEarlierVersionKeptAreKnown() throws Exception {
    store.cache(
        "anchor/v1/" + CLIP.sha256() + "/4/x264-medium/1be890f3368ea352/" + origin.ffmpeg(),
        Json.write(points()));
    Worker worker = new Worker(List.of(), List.of());
    prepare(worker);
    assertThat(worker.asked()).hasSize(1);
  }
}
