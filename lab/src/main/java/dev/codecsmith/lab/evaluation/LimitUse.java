package dev.codecsmith.lab.evaluation;

import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.clips.Clip;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How near a program came to its limits on CPU time.
 *
 * @param encode the encoder's run that came nearest
 * @param decode the decoder's
 */
public record LimitUse(Nearest encode, Nearest decode) {

  /**
   * A run.
   *
   * @param share of its limit, from 0
   * @param clip the clip
   * @param quality the point's QUALITY
   */
  public record Nearest(double share, String clip, int quality) {
    private String text() {
      return String.format(Locale.ROOT, "%.0f %% (%s at QUALITY %d)", 100 * share, clip, quality);
    }
  }

  /** Of a program's points; empty where there are none. */
  public static Optional<LimitUse> of(EvaluationSettings settings, List<RatePoint> points) {
    Optional<Nearest> encode = Optional.empty();
    Optional<Nearest> decode = Optional.empty();
    for (Clip clip : settings.clips()) {
      double encodeLimit = TimeForecast.encoding(settings.limits()).limit(clip);
      double decodeLimit = TimeForecast.decoding(settings.limits()).limit(clip);
      for (RatePoint point : points) {
        if (point.clip().equals(clip.name())) {
          encode = nearer(encode, point, point.encode().cpuSeconds() / encodeLimit);
          decode = nearer(decode, point, point.decode().cpuSeconds() / decodeLimit);
        }
      }
    }
    return encode.isPresent() && decode.isPresent()
        ? Optional.of(new LimitUse(encode.get(), decode.get()))
        : Optional.empty();
  }

  private static Optional<Nearest> nearer(Optional<Nearest> most, RatePoint point, double share) {
    return most.filter(each -> each.share() >= share)
        .or(() -> Optional.of(new Nearest(share, point.clip(), point.quality())));
  }

  /** A sentence, such as {@code Nearest to its limits on CPU time: encoding 41 % (…), …}. */
  public String text() {
    return "Nearest to its limits on CPU time: encoding %s, decoding %s."
        .formatted(encode.text(), decode.text());
  }
}
