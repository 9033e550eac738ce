package dev.codecsmith.store;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.store.json.Json;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One clip coded at one quality.
 *
 * @param clip the clip's name
 * @param quality the contract's QUALITY, 0 to 100; for an anchor its CRF or the like
 * @param bytes size of the bitstream
 * @param bitrateKbps 8 · bytes · frame rate / source frames / 1000
 * @param metrics sequence figures by their reference tool's name, such as {@code psnr_y}; infinity
 *     where two videos are equal
 * @param encode resources of the encoder
 * @param decode resources of the decoder
 * @param bitstreamSha256 the bitstream's hash, which is its artifact's name where it was kept
 * @param framesSha256 the artifact with the per-frame metrics; empty where not kept
 * @param machine where it was measured, in words; empty where that was not noted
 * @param videoSha256 the artifact with what was decoded, to be played and not measured; empty where
 *     not kept
 * @param bitsSha256 the artifact with the bits of each frame as the program itself reports them;
 *     empty where it reports none
 */
@RecordBuilder
public record RatePoint(
    String clip,
    int quality,
    long bytes,
    double bitrateKbps,
    Map<String, Double> metrics,
    Resources encode,
    Resources decode,
    String bitstreamSha256,
    String framesSha256,
    @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE) Optional<String> machine,
    @JacksonInject(value = Json.ALSO_ABSENT, useInput = OptBoolean.TRUE)
        Optional<String> videoSha256,
    @JacksonInject(value = Json.ABSENT_TOO, useInput = OptBoolean.TRUE)
        Optional<String> bitsSha256) {
  public RatePoint {
    metrics = Map.copyOf(metrics);
  }

  /** The same measurement, where the footage goes by another name. */
  public RatePoint on(String otherName) {
    return RatePointBuilder.builder(this).clip(otherName).build();
  }

  /** The same measurement, where no video is kept of it. */
  public RatePoint withoutVideo() {
    return RatePointBuilder.builder(this).videoSha256(Optional.empty()).build();
  }

  /** The same measurement, where what the program reports of its bits is not kept. */
  public RatePoint withoutBits() {
    return RatePointBuilder.builder(this).bitsSha256(Optional.empty()).build();
  }

  /** What it was measured from: the artifacts of its bitstream and of its figures per frame. */
  public Set<String> artifacts() {
    return new LinkedHashSet<>(List.of(bitstreamSha256, framesSha256));
  }

  /** All artifacts that it names: what it was measured from, and what is kept beside. */
  public Set<String> allArtifacts() {
    Set<String> all = artifacts();
    videoSha256.ifPresent(all::add);
    bitsSha256.ifPresent(all::add);
    return all;
  }

  /**
   * What a run used, by the kernel's account.
   *
   * @param cpuSeconds user and system time
   * @param wallSeconds from start to end
   * @param peakMemoryBytes highest resident memory
   * @param setting how its runtime was set otherwise than usual, such as {@code first compiler
   *     alone}
   */
  public record Resources(
      double cpuSeconds,
      double wallSeconds,
      long peakMemoryBytes,
      @JsonInclude(JsonInclude.Include.NON_ABSENT)
          @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE)
          Optional<String> setting) {
    /** Of a run as usual. */
    public Resources(double cpuSeconds, double wallSeconds, long peakMemoryBytes) {
      this(cpuSeconds, wallSeconds, peakMemoryBytes, Optional.empty());
    }
  }
}
