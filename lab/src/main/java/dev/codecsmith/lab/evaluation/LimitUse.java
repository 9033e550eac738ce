package dev.codecsmith.lab.evaluation;

import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.clips.Clip;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How near a program came to its limits on CPU time, on memory and on its size.
 *
 * @param encode the encoder's run that came nearest to its limit on CPU time
 * @param decode the decoder's
 * @param encodeMemory the encoder's run that came nearest to the limit on memory
 * @param decodeMemory the decoder's
 * @param decoderSize the share of the limit on the compressed size of the built program, from 0
 */
public record LimitUse(
    Nearest encode,
    Nearest decode,
    Nearest encodeMemory,
    Nearest decodeMemory,
    double decoderSize) {

  /**
   * A run.
   *
   * @param share of its limit, from 0
   * @param clip the clip
   * @param quality the point's QUALITY
   */
  public record Nearest(double share, String clip, int quality) {
    private String text() {
      return percent(share) + " (%s at QUALITY %d)".formatted(clip, quality);
    }
  }

  /**
   * Of a program's points; empty where there are none.
   *
   * @param decoderBytes compressed size of the built program
   */
  public static Optional<LimitUse> of(
      EvaluationSettings settings, List<RatePoint> points, long decoderBytes) {
    CodingLimits limits = settings.limits();
    Optional<Nearest> encode = Optional.empty();
    Optional<Nearest> decode = Optional.empty();
    Optional<Nearest> encodeMemory = Optional.empty();
    Optional<Nearest> decodeMemory = Optional.empty();
    for (Clip clip : settings.clips()) {
      double encodeLimit = TimeForecast.encoding(limits).limit(clip);
      double decodeLimit = TimeForecast.decoding(limits).limit(clip);
      double memoryLimit = limits.memoryBytes();
      for (RatePoint point : points) {
        if (point.clip().equals(clip.name())) {
          RatePoint.Resources encoder = point.encode();
          RatePoint.Resources decoder = point.decode();
          encode = nearer(encode, point, encoder.cpuSeconds() / encodeLimit);
          decode = nearer(decode, point, decoder.cpuSeconds() / decodeLimit);
          encodeMemory = nearer(encodeMemory, point, encoder.peakMemoryBytes() / memoryLimit);
          decodeMemory = nearer(decodeMemory, point, decoder.peakMemoryBytes() / memoryLimit);
        }
      }
    }
    return encode.isPresent()
        ? Optional.of(
            new LimitUse(
                encode.get(),
                decode.orElseThrow(),
                encodeMemory.orElseThrow(),
                decodeMemory.orElseThrow(),
                (double) decoderBytes / limits.decoderBytes()))
        : Optional.empty();
  }

  private static Optional<Nearest> nearer(Optional<Nearest> most, RatePoint point, double share) {
    return most.filter(each -> each.share() >= share)
        .or(() -> Optional.of(new Nearest(share, point.clip(), point.quality())));
  }

  /** Sentences, such as {@code Nearest to its limits on CPU time: encoding 41 % (…), …}. */
  public String text() {
    return "Nearest to its limits on CPU time: encoding %s, decoding %s. On memory: encoding %s, decoding %s. Its size is %s of what it may be."
        .formatted(
            encode.text(),
            decode.text(),
            encodeMemory.text(),
            decodeMemory.text(),
            percent(decoderSize));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
