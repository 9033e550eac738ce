package dev.codecsmith.evolve.scorecard;

import dev.codecsmith.store.RatePoint;
import java.util.Map;
import java.util.OptionalDouble;

/** Reads a rate point's PSNR under the names it may be stored by. */
final class Quality {
  private Quality() {}

  static OptionalDouble y(RatePoint point) {
    return first(point.metrics(), "psnr_y");
  }

  static OptionalDouble u(RatePoint point) {
    return first(point.metrics(), "psnr_u", "psnr_cb");
  }

  static OptionalDouble v(RatePoint point) {
    return first(point.metrics(), "psnr_v", "psnr_cr");
  }

  /** PSNR-YUV with weights 6:1:1 (JVET), as stored or from its planes. */
  static OptionalDouble yuv(RatePoint point) {
    OptionalDouble stored = first(point.metrics(), "psnr_yuv");
    if (stored.isPresent() || y(point).isEmpty() || u(point).isEmpty() || v(point).isEmpty()) {
      return stored;
    }
    return OptionalDouble.of(
        (6 * y(point).getAsDouble() + u(point).getAsDouble() + v(point).getAsDouble()) / 8);
  }

  static OptionalDouble ssim(RatePoint point) {
    return first(point.metrics(), "ssim_all", "ffmpeg_ssim_all", "ssim_y", "ffmpeg_ssim_y");
  }

  /** Mean PSNR of the chroma planes less that of luma, in dB. */
  static OptionalDouble chromaLead(RatePoint point) {
    if (y(point).isEmpty() || u(point).isEmpty() || v(point).isEmpty()) {
      return OptionalDouble.empty();
    }
    double lead = (u(point).getAsDouble() + v(point).getAsDouble()) / 2 - y(point).getAsDouble();
    return Double.isFinite(lead) ? OptionalDouble.of(lead) : OptionalDouble.empty();
  }

  private static OptionalDouble first(Map<String, Double> metrics, String... names) {
    for (String name : names) {
      Double value = metrics.get(name);
      if (value != null) {
        return OptionalDouble.of(value);
      }
    }
    return OptionalDouble.empty();
  }
}
