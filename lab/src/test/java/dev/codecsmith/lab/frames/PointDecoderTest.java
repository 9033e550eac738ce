package dev.codecsmith.lab.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorBench;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.anchors.CommandCodec;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.local.Machine;
import dev.codecsmith.lab.local.TestBench;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.lab.measure.FrameTap;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs and anchors, decoded once more. */
class PointDecoderTest {
  @TempDir private Path folder;

  private static PointDecoder decoder(ArtifactStore artifacts, Path work) throws IOException {
    Machine machine = Machine.get();
    return new PointDecoder(
        artifacts,
        () -> new ProgramsHere.Place(machine.sandbox(), machine.toolchains()),
        () ->
            new AnchorBench(
                new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()),
                () -> new CommandCodec(Machine.get().sandbox(), artifacts),
                new RunSlots(1),
                work),
        work);
  }

  @Test
  void aStoredBitstreamGivesTheFramesThatWereMeasured() throws Exception {
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 3);
    EvaluationSettings settings = TestBench.settings(CodingLimits.defaults(), clip);
    try (TestBench bench = new TestBench(folder)) {
      ArtifactStore artifacts = bench.data().artifacts();
      Evaluation evaluation =
          bench
              .evaluator()
              .evaluate(
                  new EvaluationRequest("exp_iter1_look", Toy.honest(), settings),
                  EvaluationListener.none());
      RatePoint point = evaluation.points().getFirst();
      CodedVideo video =
          new CodedVideo.OfProgram(
              ProgramReference.store(artifacts, Toy.honest()), clip, point, settings);
      AtomicInteger frames = new AtomicInteger();
      PointDecoder decoder = decoder(artifacts, folder.resolve("work"));
      String csv = decoder.decode(video, (FrameTap) _ -> frames.incrementAndGet());
      assertThat(frames).hasValue(3);
      assertThat(csv)
          .isEqualTo(new String(artifacts.read(point.framesSha256()), StandardCharsets.UTF_8));

      CodedVideo other =
          new CodedVideo.OfProgram(
              ProgramReference.store(artifacts, Toy.honest()), clip, better(point), settings);
      assertThatThrownBy(() -> decoder.decode(other, FrameTap.none()))
          .isInstanceOf(InfrastructureException.class)
          .hasMessageContaining("other frames")
          .hasMessageContaining("psnr_y");
    }
  }

  private static RatePoint better(RatePoint point) {
    Map<String, Double> metrics = new HashMap<>(point.metrics());
    metrics.merge("psnr_y", 1.0, Double::sum);
    return RatePointBuilder.builder(point).metrics(metrics).build();
  }

  @Test
  void anAnchorIsCodedAgainAndGivesWhatItGave() throws Exception {
    Clip clip = TestClips.moving(folder, "odd", 65, 49, 3);
    Anchor anchor = Anchors.named("x264-medium");
    Path work = folder.resolve("work");
    try (TestBench bench = new TestBench(folder)) {
      AnchorBench anchors =
          new AnchorBench(
              new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()),
              () -> new CommandCodec(Machine.get().sandbox(), bench.data().artifacts()),
              new RunSlots(1),
              work);
      AnchorCodec.Coded coded = anchors.code(anchor, 27, clip, FrameTap.none(), java.util.Set.of());
      AtomicInteger frames = new AtomicInteger();
      String csv =
          decoder(bench.data().artifacts(), work)
              .decode(
                  new CodedVideo.OfAnchor(anchor, clip, coded.point()),
                  (FrameTap) _ -> frames.incrementAndGet());
      assertThat(frames).hasValue(3);
      assertThat(csv).isEqualTo(coded.framesCsv()).contains("psnr_yuv");
    }
  }

  @Test
  void withoutASandboxASentenceSaysSo() throws Exception {
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 3);
    EvaluationSettings settings = TestBench.settings(CodingLimits.defaults(), clip);
    try (TestBench bench = new TestBench(folder)) {
      ArtifactStore artifacts = bench.data().artifacts();
      ProgramReference program = ProgramReference.store(artifacts, Toy.honest());
      RatePoint point =
          RatePointBuilder.builder()
              .clip("moving")
              .quality(40)
              .metrics(Map.of())
              .encode(new RatePoint.Resources(0, 0, 0))
              .decode(new RatePoint.Resources(0, 0, 0))
              .bitstreamSha256(artifacts.put(new byte[1]))
              .framesSha256("")
              .build();
      PointDecoder decoder =
          new PointDecoder(
              artifacts,
              () -> {
                throw new InfrastructureException("Install bubblewrap.");
              },
              () -> {
                throw new InfrastructureException("No ffmpeg.");
              },
              folder.resolve("work"));
      assertThatThrownBy(() ->
              decoder.decode(
                  new CodedVideo.OfProgram(program, clip, point, settings), FrameTap.none()))
          .hasMessage("Install bubblewrap.");
    }
  }
}
