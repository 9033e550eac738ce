package dev.codecsmith.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.frames.FrameLibrary;
import dev.codecsmith.lab.frames.VideoDecoder;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.clips.GeneratedClipSpec;
import dev.codecsmith.video.scenes.SceneKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a report shows of frames, and what it says where it cannot. */
@Timeout(60)
class ReportPicturesTest {
  private static final VideoFormat FORMAT =
      new VideoFormat(48, 32, PixelFormat.YUV420P, new Rational(25, 1));

  @TempDir private Path folder;
  private Optional<CampaignAnchors.Known> known = Optional.empty();

  @BeforeEach
  void makeClip() throws IOException {
    Clip clip =
        new ClipCatalogue(folder.resolve("clips"))
            .generated(new GeneratedClipSpec("tiny", FORMAT, 4, 1, List.of(SceneKind.LANDSCAPE)));
    known =
        Optional.of(
            new CampaignAnchors.Known(
                new EvaluationSettings(
                    List.of(clip),
                    List.of(),
                    Qualities.DEFAULT,
                    List.of(Anchors.named("x264-medium")),
                    CodingLimits.defaults(),
                    EvaluationSettings.Extras.NONE),
                List.of()));
  }

  private static ExperimentRecord best(Map<String, String> artifacts) {
    ExperimentRecord queued =
        ExperimentLifecycle.queued(
            "exp_iter1_a",
            "campaign_a",
            1,
            "me",
            new CandidateRecord("n", "java", "ab".repeat(32), "library", List.of(), "", artifacts),
            Instant.EPOCH);
    RatePoint point =
        RatePointBuilder.builder()
            .clip("tiny")
            .quality(40)
            .bytes(1000)
            .bitrateKbps(100)
            .metrics(Map.of())
            .encode(new RatePoint.Resources(1, 1, 1))
            .decode(new RatePoint.Resources(1, 1, 1))
            .bitstreamSha256("")
            .framesSha256("")
            .build();
    return ExperimentLifecycle.ended(
        queued,
        ExperimentResultBuilder.builder(ExperimentResult.NONE).points(List.of(point)).build(),
        Instant.EPOCH);
  }

  private String report(VideoDecoder decoder, Duration patience) throws Exception {
    return report(decoder, patience, Map.of(ProgramReference.ROLE, "cd".repeat(32)));
  }

  private String report(VideoDecoder decoder, Duration patience, Map<String, String> artifacts)
      throws Exception {
    try (FrameLibrary frames = new FrameLibrary(folder.resolve("frames"), 1 << 24, decoder)) {
      Html html = new Html();
      new ReportPictures(frames, patience).add(html, best(artifacts), known);
      return html.page("", "");
    }
  }

  /** Decodes to the source. */
  private static VideoDecoder perfect(String figures) {
    return (video, tap) -> {
      try (FrameReader reader = video.clip().open()) {
        for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
          tap.frame(frame.get());
        }
      }
      return "frame,psnr_yuv\n" + figures;
    };
  }

  private static VideoDecoder failing(Exception fault) {
    return (_, _) -> {
      switch (fault) {
        case CandidateFault program -> throw program;
        case IOException machine -> throw machine;
        default -> throw new IllegalStateException(fault);
      }
    };
  }

  @Test
  void theWorstFrameAndTheMiddleOneStandBesideTheSource() throws Exception {
    String html = report(perfect("0,40\n1,30.5\n2,41\n3,42\n"), Duration.ofMinutes(1));
    assertThat(html.split("<figure>", -1)).hasSize(3);
    assertThat(html)
        .contains("tiny, frame 1, PSNR-YUV 30.50 dB: the source")
        .contains("tiny, frame 2, PSNR-YUV 41.00 dB: the source");
  }

  @Test
  void aFrameWithoutLossIsCalledIdentical() throws Exception {
    String html = report(perfect("0,inf\n1,inf\n2,inf\n3,inf\n"), Duration.ofMinutes(1));
    assertThat(html)
        .contains("tiny, frame 0, identical: the source, and what was decoded at QUALITY 40.")
        .doesNotContain("Infinity", "inf");
  }

  @Test
  void whoDoesNotWaitForThemIsToldToComeAgain() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    String html =
        report(
            (_, _) -> {
              never.await();
              return "";
            },
            Duration.ZERO);
    assertThat(html).contains("Its frames are still being decoded; make the report again");
  }

  @Test
  void aDecoderThatFailsNowIsSaid() throws Exception {
    Exception fault =
        new CandidateFault(FailureKind.CRASHED, ExperimentStatus.DECODING, "It crashed & burned.");
    assertThat(report(failing(fault), Duration.ofMinutes(1)))
        .contains("It cannot be decoded any more: ", "It crashed &amp; burned.")
        .doesNotContain("<figure>");
  }

  @Test
  void aMachineThatCannotDecodeItIsSaid() throws Exception {
    Exception fault = InfrastructureException.lasting("There is no bubblewrap here.");
    assertThat(report(failing(fault), Duration.ofMinutes(1)))
        .contains("There are no pictures: There is no bubblewrap here.")
        .doesNotContain("<figure>");
  }

  @Test
  void withoutItsProgramOrItsClipThereAreNone() throws Exception {
    String sentence = "Its clip or its program is no longer stored, so there are no pictures.";
    assertThat(report(perfect(""), Duration.ZERO, Map.of())).contains(sentence);
    known = Optional.empty();
    assertThat(report(perfect(""), Duration.ZERO)).contains(sentence);
  }
}
