package dev.codecsmith.store.export;

import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The figures of a rate point as the outside sees them: one table for JSON and CSV. */
final class RatePointFigures {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** In the order of the CSV's columns. */
  static final List<Figure> ALL =
      List.of(
          new Figure("clip", point -> NODES.stringNode(point.clip())),
          new Figure("quality", point -> NODES.numberNode(point.quality())),
          new Figure("bytes", point -> NODES.numberNode(point.bytes())),
          new Figure("bitrate_kbps", point -> Json.figure(point.bitrateKbps())),
          // Means over frames, as psnr_yuv; psnr_avg is ffmpeg's, of the mean squared error.
          metric("psnr_y", "psnr_y"),
          chroma("psnr_u", "psnr_cb"),
          chroma("psnr_v", "psnr_cr"),
          metric("psnr_avg", "ffmpeg_psnr_avg"),
          metric("psnr_yuv", "psnr_yuv"),
          metric("ssim_y", "ffmpeg_ssim_y"),
          metric("ssim_all", "ffmpeg_ssim_all"),
          new Figure("encode_cpu_s", point -> Json.figure(point.encode().cpuSeconds())),
          new Figure("decode_cpu_s", point -> Json.figure(point.decode().cpuSeconds())),
          new Figure("encode_wall_s", point -> Json.figure(point.encode().wallSeconds())),
          new Figure("decode_wall_s", point -> Json.figure(point.decode().wallSeconds())),
          new Figure(
              "peak_memory_bytes",
              point ->
                  NODES.numberNode(
                      Math.max(
                          point.encode().peakMemoryBytes(), point.decode().peakMemoryBytes()))),
          new Figure("bitstream_sha256", point -> NODES.stringNode(point.bitstreamSha256())));

  private RatePointFigures() {}

  /**
   * A figure by its outside name.
   *
   * @param name such as {@code psnr_y}
   * @param source where it comes from
   */
  record Figure(String name, Source source) {
    JsonNode of(RatePoint point) throws StoreException {
      return source.of(point);
    }
  }

  /** Gets a figure, or says that the rate point has none. */
  @FunctionalInterface
  interface Source {
    JsonNode of(RatePoint point) throws StoreException;
  }

  /** libvmaf's PSNR of chroma does not exist for a picture one sample wide or high: null. */
  private static Figure chroma(String name, String reference) {
    return new Figure(
        name,
        point -> {
          Double figure = point.metrics().get(reference);
          return figure == null ? NODES.nullNode() : Json.figure(figure);
        });
  }

  private static Figure metric(String name, String reference) {
    return new Figure(
        name,
        point -> {
          Double figure = point.metrics().get(reference);
          if (figure == null) {
            throw new StoreException(
                "no figure "
                    + reference
                    + " for clip "
                    + point.clip()
                    + " at quality "
                    + point.quality());
          }
          return Json.figure(figure);
        });
  }
}
