package dev.codecsmith.metrics;

import dev.codecsmith.metrics.color.Ciede2000;
import dev.codecsmith.metrics.plan.FrameMetric;
import dev.codecsmith.metrics.plan.MeterPlan;
import dev.codecsmith.metrics.psnr.Apsnr;
import dev.codecsmith.metrics.psnr.FfmpegPsnr;
import dev.codecsmith.metrics.psnr.Psnr;
import dev.codecsmith.metrics.psnr.PsnrHvs;
import dev.codecsmith.metrics.psnr.PsnrYuv;
import dev.codecsmith.metrics.ssim.FfmpegSsim;
import dev.codecsmith.metrics.ssim.FloatMsSsim;
import dev.codecsmith.metrics.ssim.FloatSsim;
import java.util.Locale;
import java.util.Optional;

/**
 * The metrics a {@link QualityMeter} can compute. Each is one class in one file beside this one;
 * adding a metric is adding such a file and naming it here.
 *
 * <p>A metric yields several figures, whose names are those of the reference tools. Where two tools
 * use one name for different things, ours carries the tool's name in front.
 */
public enum Metric {
  /** libvmaf's {@code psnr}: {@code psnr_y}, {@code psnr_cb}, {@code psnr_cr}. */
  PSNR,
  /** libvmaf's aggregate: {@code apsnr_y}, {@code apsnr_cb}, {@code apsnr_cr}. */
  APSNR,
  /** JVET's weighted PSNR: {@code psnr_yuv}. */
  PSNR_YUV,
  /** ffmpeg's filter {@code psnr}: {@code ffmpeg_psnr_y}, …, {@code ffmpeg_psnr_max}. */
  FFMPEG_PSNR,
  /** ffmpeg's filter {@code ssim}: {@code ffmpeg_ssim_y}, …, {@code ffmpeg_ssim_all_db}. */
  FFMPEG_SSIM,
  /** libvmaf's {@code float_ssim}. */
  FLOAT_SSIM,
  /** libvmaf's {@code float_ms_ssim}. */
  FLOAT_MS_SSIM,
  /**
   * libvmaf's {@code psnr_hvs}, and {@code psnr_hvs_y}, {@code psnr_hvs_cb}, {@code psnr_hvs_cr}.
   */
  PSNR_HVS,
  /** libvmaf's {@code ciede2000}. */
  CIEDE2000;

  /**
   * What PSNR-YUV is, in the one sentence by which every text explains it: the contract, the
   * prompts, the documents, the help and what is printed.
   */
  public static final String PSNR_YUV_DEFINITION =
      "PSNR-YUV is (6 PSNR-Y + PSNR-U + PSNR-V) / 8 of each frame in dB, averaged over the frames"
          + " as JVET and libvmaf do; it is not the PSNR of the mean squared error over all frames,"
          + " which is ffmpeg's.";

  /** The name a user writes: {@code psnr}, {@code ffmpeg_ssim}, … */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The metric of that {@link #id()}. */
  public static Optional<Metric> byId(String id) {
    for (Metric metric : values()) {
      if (metric.id().equals(id)) {
        return Optional.of(metric);
      }
    }
    return Optional.empty();
  }

  FrameMetric open(MeterPlan plan) {
    return switch (this) {
      case PSNR -> new Psnr(plan);
      case APSNR -> new Apsnr(plan);
      case PSNR_YUV -> new PsnrYuv(plan);
      case FFMPEG_PSNR -> new FfmpegPsnr(plan);
      case FFMPEG_SSIM -> new FfmpegSsim(plan);
      case FLOAT_SSIM -> new FloatSsim(plan);
      case FLOAT_MS_SSIM -> new FloatMsSsim(plan);
      case PSNR_HVS -> new PsnrHvs(plan);
      case CIEDE2000 -> new Ciede2000(plan);
    };
  }
}
