package dev.codecsmith.lab.objective;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.codecsmith.lab.measure.ComparedFigure;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.video.clips.Clip;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What programs are ranked by: the mean, weighted, of their BD-rates by some figures of quality,
 * and on top what {@link SoftPrices} say. Each BD-rate is over the band of its own figure, from
 * what the anchor reaches in it at one end of its band to what it reaches at the other.
 *
 * @param weights above 0, by the {@link ComparedFigure#name() name} of the figure; they need not
 *     sum to 1
 * @param prices what a program costs otherwise
 */
public record Objective(SortedMap<String, Double> weights, SoftPrices prices) {

  /** BD-rate by PSNR-YUV and nothing else: what a campaign seeks unless it says otherwise. */
  public static final Objective DEFAULT = of(ComparedFigure.PSNR_YUV.name());

  /** MS-SSIM halves a picture four times and then needs a window of eleven samples. */
  private static final int LEAST_SIZE_OF_MS_SSIM = 176;

  /** Its blocks of 8x8 must fit into subsampled chroma. */
  private static final int LEAST_SIZE_OF_PSNR_HVS = 16;

  public Objective {
    weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    if (weights.isEmpty()) {
      throw new IllegalArgumentException(
          "An objective names at least one of " + String.join(", ", names()) + ".");
    }
    weights.forEach((name, weight) -> {
      if (!names().contains(name)) {
        throw new IllegalArgumentException(
            "There is no objective '"
                + name
                + "'; there are "
                + String.join(", ", names())
                + ", and weighted means of them such as psnr_yuv=2,ssim=1.");
      }
      if (!(weight > 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException(
            "The weight of " + name + " in the objective must be above 0, found " + weight + ".");
      }
    });
  }

  /** BD-rate by that figure. */
  public static Objective of(String figure) {
    return new Objective(new TreeMap<>(Map.of(figure, 1.0)), SoftPrices.NONE);
  }

  /**
   * Reads {@code ssim}, or weights such as {@code psnr_yuv=2,ssim=1}; there are no prices.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  public static Objective parse(String text) {
    SortedMap<String, Double> weights = new TreeMap<>();
    for (String each : text.split(",", -1)) {
      int equals = each.indexOf('=');
      String name = (equals < 0 ? each : each.substring(0, equals)).strip();
      double weight;
      try {
        weight = equals < 0 ? 1 : Double.parseDouble(each.substring(equals + 1).strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "The weight in '" + each + "' is no number; write such as psnr_yuv=2,ssim=1.", e);
      }
      if (weights.put(name, weight) != null) {
        throw new IllegalArgumentException("The objective names " + name + " twice.");
      }
    }
    return new Objective(weights, SoftPrices.NONE);
  }

  /** What may be named, the default first. */
  public static List<String> names() {
    return ComparedFigure.ALL.stream().map(ComparedFigure::name).toList();
  }

  /** This objective with prices. */
  public Objective at(SoftPrices newPrices) {
    return new Objective(weights, newPrices);
  }

  @JsonIgnore
  public boolean isDefault() {
    return equals(DEFAULT);
  }

  /** The figures that are weighted, in the order of {@link #names()}. */
  public List<ComparedFigure> figures() {
    return ComparedFigure.ALL.stream().filter(each -> weights.containsKey(each.name())).toList();
  }

  /** The share of a figure in the mean, above 0 and at most 1. */
  public double share(ComparedFigure figure) {
    double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    return weights.getOrDefault(figure.name(), 0.0) / sum;
  }

  /** What must be measured beside what every rate point has; it takes time. */
  public Set<Metric> moreMetrics() {
    Set<Metric> more = EnumSet.noneOf(Metric.class);
    figures().forEach(figure -> figure.moreMetric().ifPresent(more::add));
    return more;
  }

  /**
   * Makes sure that the figures exist on the clip.
   *
   * @throws IllegalArgumentException with a sentence that names the clip and what to do
   */
  public void check(Clip clip) {
    check(clip, ComparedFigure.MS_SSIM, LEAST_SIZE_OF_MS_SSIM);
    check(clip, ComparedFigure.PSNR_HVS, LEAST_SIZE_OF_PSNR_HVS);
  }

  private void check(Clip clip, ComparedFigure figure, int least) {
    if (figures().contains(figure)
        && Math.min(clip.format().width(), clip.format().height()) < least) {
      throw new IllegalArgumentException(
          "The objective needs %s, which is defined for pictures of at least %dx%d, and the clip %s has %dx%d: leave the clip out, or name another figure, one of %s."
              .formatted(
                  figure.words(),
                  least,
                  least,
                  clip.name(),
                  clip.format().width(),
                  clip.format().height(),
                  String.join(", ", names())));
    }
  }

  /**
   * What a score is, such as {@code BD-rate by SSIM against x264-medium}.
   *
   * @param anchor the main anchor's name
   */
  public String inWords(String anchor) {
    List<ComparedFigure> figures = figures();
    String rates =
        figures.size() == 1
            ? "BD-rate by " + figures.getFirst().words()
            : "mean of the BD-rates by "
                + figures.stream()
                    .map(each ->
                        each.words()
                            + " (weight "
                            + number(weights.getOrDefault(each.name(), 0.0))
                            + ")")
                    .collect(Collectors.joining(", "));
    List<String> priced = prices.inWords();
    return rates
        + " against "
        + anchor
        + (priced.isEmpty() ? "" : ", plus " + String.join(", plus ", priced));
  }

  static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
