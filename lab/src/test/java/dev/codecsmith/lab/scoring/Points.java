package dev.codecsmith.lab.scoring;

import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePoint.Resources;
import dev.codecsmith.store.RatePointBuilder;
import java.util.Map;

/** Made-up rate points. */
final class Points {
  private static final Resources SOME = new Resources(1, 1, 1 << 20);

  private Points() {}

  static RatePoint point(String clip, int quality, double kbps, double psnrYuv) {
    return point(clip, quality, kbps, psnrYuv, "bits-" + kbps);
  }

  static RatePoint point(
      String clip, int quality, double kbps, double psnrYuv, String bitstreamSha256) {
    return RatePointBuilder.builder()
        .clip(clip)
        .quality(quality)
        .bytes(Math.round(kbps * 125))
        .bitrateKbps(kbps)
        .metrics(Map.of("psnr_yuv", psnrYuv, "ffmpeg_ssim_all", 1 - Math.pow(10, -psnrYuv / 20)))
        .encode(SOME)
        .decode(SOME)
        .bitstreamSha256(bitstreamSha256)
        .framesSha256("")
        .build();
  }
}
