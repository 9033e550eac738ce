package dev.codecsmith.cli.experiments;

import dev.codecsmith.cli.output.Sentences;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.store.RatePoint;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Rate points as a table for people. */
final class PointTable {
  private PointTable() {}

  static void print(PrintWriter out, List<RatePoint> points) {
    if (points.isEmpty()) {
      return;
    }
    out.println();
    out.printf(
        Locale.ROOT,
        "%-22s %7s %10s %10s %9s %8s %8s %8s %8s%n",
        "clip",
        "QUALITY",
        "bytes",
        "kbit/s",
        "PSNR-YUV",
        "PSNR-Y",
        "SSIM",
        "enc s",
        "dec s");
    for (RatePoint point : points) {
      out.printf(
          Locale.ROOT,
          "%-22s %7d %10d %10.1f %9.3f %8.3f %8.5f %8.2f %8.2f%n",
          Sentences.shortened(point.clip(), 22),
          point.quality(),
          point.bytes(),
          point.bitrateKbps(),
          point.metrics().get("psnr_yuv"),
          point.metrics().get("psnr_y"),
          point.metrics().get("ffmpeg_ssim_all"),
          point.encode().cpuSeconds(),
          point.decode().cpuSeconds());
    }
    out.println();
    out.println(Metric.PSNR_YUV_DEFINITION + " PSNR-Y is averaged likewise.");
  }
}
