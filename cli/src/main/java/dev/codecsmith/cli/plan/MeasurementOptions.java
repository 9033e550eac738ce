package dev.codecsmith.cli.plan;

import dev.codecsmith.cli.options.Options;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.store.source.FileAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how programs are measured; what is not given stays as it is. */
public final class MeasurementOptions {
  @Option(
      names = "--clip",
      paramLabel = "FILE",
      description =
          "Footage to code, any file ffmpeg reads, 8-bit 4:2:0, or one that is fetched once, "
              + FileAddress.FORM
              + "; repeatable. Without it: generated clips, one of them held out.")
  private List<Path> clips = List.of();

  @Option(
      names = "--hold-out",
      paramLabel = "FILE",
      description =
          "Footage that is measured and reported but never scored; repeatable. Default: none, and"
              + " one of the generated clips where --clip names no other.")
  private List<Path> heldOut = List.of();

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "The first N frames of each clip. Default: all of them")
  private @Nullable Integer frames;

  @Option(
      names = "--qualities",
      paramLabel = "Q,…",
      description =
          "The QUALITY values measured, or auto to let them spread over the quality band. Default:"
              + " 20,40,60,80")
  private @Nullable String qualities;

  @Option(
      names = "--anchor",
      paramLabel = "NAME",
      description =
          "Reference codec; repeatable, the first gives the score. Default: x264-medium, and"
              + " x265-medium and svt-av1-8 where the clips are generated")
  private List<String> anchors = List.of();

  @Option(
      names = "--objective",
      paramLabel = "METRIC",
      description = {
        "The metric whose BD-rate is the score: psnr_yuv, psnr_y, ssim, ms_ssim, psnr_hvs, or a"
            + " weighted mean such as psnr_yuv=2,ssim=1. Default: psnr_yuv",
        "A campaign file may set prices of CPU time and size too."
      })
  private @Nullable String objective;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "How many programs run at once. Default: the number of cores")
  private @Nullable Integer parallel;

  @Option(
      names = "--keep-reconstructions",
      description = "Keep every decoded video as an artifact (large).")
  private boolean keepReconstructions;

  @Option(
      names = "--device",
      paramLabel = "PATH",
      description =
          "A device below /dev that encoders and decoders may open, such as a GPU; repeatable."
              + " Default: none")
  private List<Path> devices = List.of();

  public CampaignPlan over(CampaignPlan base) {
    return base.with(plan -> {
      plan.clips = Options.or(clips, base.clips());
      plan.heldOut = Options.or(heldOut, base.heldOut());
      plan.anchors = Options.or(anchors, plan.anchors);
      plan.keepReconstructions |= keepReconstructions;
      plan.devices = Options.or(devices, base.devices());
      if (frames != null) {
        plan.frames = Optional.of(Options.positive("--frames", frames));
      }
      if (qualities != null) {
        plan.qualities = qualities;
      }
      if (objective != null) {
        plan.objective = Optional.of(Objective.parse(objective).at(base.objective().prices()));
      }
      if (parallel != null) {
        plan.parallel = Options.between("--parallel", parallel, 1, CampaignPlan.MOST_PARALLEL);
      }
    });
  }
}
