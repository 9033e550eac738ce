package dev.codecsmith.store;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import tools.jackson.databind.JsonNode;

/** All bitstreams of an experiment under one name, by which experiments with the same are found. */
public final class BitstreamSet {
  private BitstreamSet() {}

  /**
   * SHA-256, in lower-case hexadecimal, over the sorted lines {@code clip/QUALITY/bitstream} of the
   * points; empty where there is no point.
   */
  public static Optional<String> sha256(List<RatePoint> points) {
    return sha256(
        points.stream().map(point -> line(point.clip(), point.quality(), point.bitstreamSha256())));
  }

  /** The same of points as they stand in a stored document, of whatever version. */
  public static Optional<String> sha256(JsonNode points) {
    return sha256(
        points
            .valueStream()
            .map(point ->
                line(
                    point.path("clip").asString(),
                    point.path("quality").asInt(),
                    point.path("bitstream_sha256").asString())));
  }

  private static String line(String clip, int quality, String bitstreamSha256) {
    return clip + "/" + quality + "/" + bitstreamSha256;
  }

  private static Optional<String> sha256(Stream<String> lines) {
    String all = lines.sorted().collect(Collectors.joining("\n"));
    return all.isEmpty() ? Optional.empty() : Optional.of(DigestUtils.sha256Hex(all));
  }
}
