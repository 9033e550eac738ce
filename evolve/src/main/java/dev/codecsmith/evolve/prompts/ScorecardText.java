package dev.codecsmith.evolve.prompts;

import static java.util.Comparator.comparingDouble;

import dev.codecsmith.evolve.scorecard.AnchorFigures;
import dev.codecsmith.evolve.scorecard.Scorecard;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.RatePoint;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Prints scorecards and anchors as Markdown. */
final class ScorecardText {
  private ScorecardText() {}

  /**
   * A scorecard.
   *
   * @param main the main anchor
   * @param points whether each rate point is shown
   * @param otherAnchors whether BD-rates against other anchors are shown
   */
  static String of(Scorecard card, String main, boolean points, boolean otherAnchors) {
    StringBuilder out = new StringBuilder();
    out.append(
        card.score()
            .map(s ->
                (card.hasObjective(main)
                        ? "Score: %s by the campaign's objective against %s over all clips"
                        : "Score: BD-rate %s against %s over all clips")
                    .formatted(percent(s), main))
            .orElse("Score: none"));
    out.append("; program %d bytes compressed.\n".formatted(card.decoderBytes()));
    for (Scorecard.Clip clip : card.clips()) {
      out.append("\nClip ").append(clip.name()).append(": ");
      BdRate own = clip.rates().get(main + AnchorComparison.OBJECTIVE);
      if (own != null) {
        out.append("score %s; ".formatted(text(own)));
      }
      BdRate rate = clip.rates().get(main);
      out.append(
          rate == null
              ? "no BD-rate"
              : (own == null ? "BD-rate %s against %s" : "BD-rate by PSNR-YUV %s against %s")
                  .formatted(text(rate), main));
      if (otherAnchors) {
        clip.rates()
            .forEach((anchor, other) -> {
              if (!anchor.equals(main) && !anchor.endsWith(AnchorComparison.OBJECTIVE)) {
                out.append("; ").append(text(other)).append(" against ").append(anchor);
              }
            });
      }
      out.append(".\n");
      if (points && !clip.points().isEmpty()) {
        table(clip, main, out);
      } else {
        heaviest(clip).ifPresent(out::append);
      }
    }
    return out.toString();
  }

  /** What the main anchor gets on a clip. */
  static String anchor(AnchorFigures anchors, String clip) {
    StringBuilder out = new StringBuilder();
    for (RatePoint point : anchors.mainOn(clip)) {
      out.append(
          "| %d | %s | %s |\n"
              .formatted(
                  point.quality(),
                  decimals(point.bitrateKbps(), 1),
                  decimals(Scorecard.psnrYuv(point), 2)));
    }
    return out.isEmpty()
        ? ""
        : "| %s setting | kbit/s | PSNR-YUV dB |\n|---|---|---|\n".formatted(anchors.main()) + out;
  }

  static String percent(double value) {
    return String.format(Locale.ROOT, "%+.2f %%", value);
  }

  /** What a clip's heaviest points took, for a reader who has no table of them. */
  private static Optional<String> heaviest(Scorecard.Clip clip) {
    Optional<Scorecard.Point> encode =
        clip.points().stream().max(comparingDouble(Scorecard.Point::encodeCpuSeconds));
    Optional<Scorecard.Point> decode =
        clip.points().stream().max(comparingDouble(Scorecard.Point::decodeCpuSeconds));
    return encode.map(heavy ->
        "It took at most %s CPU s to encode (QUALITY %d) and %s to decode.\n"
            .formatted(
                decimals(heavy.encodeCpuSeconds(), 2),
                heavy.quality(),
                decimals(decode.orElseThrow().decodeCpuSeconds(), 2)));
  }

  private static void table(Scorecard.Clip clip, String main, StringBuilder out) {
    out.append(
        ("\n| QUALITY | kbit/s | PSNR-YUV | Y | U | V | SSIM | %s kbit/s at this PSNR-YUV"
                + " | rate against that | encode CPU s | decode CPU s |\n")
            .formatted(main));
    out.append("|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (Scorecard.Point p : clip.points()) {
      out.append(
          "| %d | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  p.quality(),
                  decimals(p.bitrateKbps(), 1),
                  decimals(p.psnrYuv(), 2),
                  decimals(p.psnrY(), 2),
                  decimals(p.psnrU(), 2),
                  decimals(p.psnrV(), 2),
                  decimals(p.ssim(), 4),
                  p.anchorKbps().isPresent()
                      ? decimals(p.anchorKbps(), 1)
                      : "outside its measured range",
                  p.excessPercent().isPresent() ? percent(p.excessPercent().getAsDouble()) : "–",
                  decimals(p.encodeCpuSeconds(), 2),
                  decimals(p.decodeCpuSeconds(), 2)));
    }
  }

  private static String text(BdRate rate) {
    return switch (rate) {
      case BdRate.Value v ->
          v.coverage() < 0.995
              ? "%s (over %d %% of the quality band)"
                  .formatted(percent(v.percent()), Math.round(v.coverage() * 100))
              : percent(v.percent());
      case BdRate.NoOverlap n -> "none (no quality in common with the anchor)";
      case BdRate.TooLittleOverlap t ->
          "none (only %d %% of the quality band covered)".formatted(Math.round(t.coverage() * 100));
      case BdRate.NotMonotonic n -> "none (quality does not rise with the rate)";
      case BdRate.TooFewPoints t -> "none (only %d points)".formatted(t.points());
      case BdRate.NotFinite n -> "none (a point's rate or quality is not finite)";
    };
  }

  private static String decimals(OptionalDouble value, int digits) {
    return value.isPresent() ? decimals(value.getAsDouble(), digits) : "–";
  }

  private static String decimals(double value, int digits) {
    return Double.isInfinite(value)
        ? "inf"
        : String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
