package dev.codecsmith.dashboard;

import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.frames.CodedVideo;
import dev.codecsmith.lab.frames.VideoDecoder;
import dev.codecsmith.lab.measure.FrameTap;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Clips of a campaign, a search clip and a held-out one, with an anchor that was measured on them;
 * and a codec whose every frame is as light as its QUALITY says.
 */
public final class PicturedClips implements CampaignAnchors {
  public static final int FRAMES = 12;
  private static final VideoFormat FORMAT =
      new VideoFormat(48, 32, PixelFormat.YUV420P, new Rational(25, 1));

  private final EvaluationSettings settings;

  public PicturedClips(Path folder) throws IOException {
    ClipCatalogue catalogue = new ClipCatalogue(folder);
    settings =
        new EvaluationSettings(
            List.of(clip(catalogue, "carphone", 1)),
            List.of(clip(catalogue, "akiyo", 2)),
            Qualities.DEFAULT,
            List.of(Anchors.named("x264-medium")),
            CodingLimits.defaults(),
            EvaluationSettings.Extras.NONE);
  }

  private static Clip clip(ClipCatalogue catalogue, String name, int seed) throws IOException {
    return catalogue.generated(
        new GeneratedClipSpec(name, FORMAT, FRAMES, seed, List.of(SceneKind.LANDSCAPE)));
  }

  @Override
  public String main(CampaignRecord campaign) {
    return settings.mainAnchor().name();
  }

  @Override
  public Optional<Known> of(CampaignRecord campaign) {
    List<AnchorCurve> curves =
        settings.clips().stream()
            .map(clip ->
                new AnchorCurve(
                    settings.mainAnchor(),
                    clip.name(),
                    List.of(point(clip.name(), 37, 29, 100), point(clip.name(), 22, 38, 1000)),
                    ""))
            .toList();
    return Optional.of(new Known(settings, curves));
  }

  private static RatePoint point(String clip, int value, double psnr, double kbps) {
    return RatePointBuilder.builder()
        .clip(clip)
        .quality(value)
        .bytes(1000)
        .bitrateKbps(kbps)
        .metrics(Map.of("psnr_yuv", psnr, "psnr_y", psnr, "ffmpeg_ssim_all", psnr / 40))
        .encode(new RatePoint.Resources(1, 1, 1))
        .decode(new RatePoint.Resources(1, 1, 1))
        .bitstreamSha256("")
        .framesSha256("")
        .build();
  }

  /** What a program makes of a clip at a QUALITY. */
  public static VideoDecoder decoder() {
    return PicturedClips::decode;
  }

  private static String decode(CodedVideo video, FrameTap tap) throws IOException {
    StringBuilder csv = new StringBuilder("frame,psnr_yuv,ffmpeg_ssim_all\n");
    try (FrameReader reader = video.clip().open()) {
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        byte[] samples = frame.get().toByteArray();
        Arrays.fill(samples, 0, (int) FORMAT.planeBytes(0), (byte) video.point().quality());
        tap.frame(Frame.copyOf(frame.get().index(), FORMAT, samples));
        // The seventh is the worst.
        double fall = frame.get().index() == 7 ? 6 : frame.get().index() * 0.1;
        csv.append(frame.get().index()).append(',').append(36 - fall).append(',');
        csv.append(0.95 - fall / 100).append('\n');
      }
    }
    return csv.toString();
  }
}
