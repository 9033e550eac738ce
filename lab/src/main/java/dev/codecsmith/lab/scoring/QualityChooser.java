package dev.codecsmith.lab.scoring;

import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.measure.ComparedFigure;
import dev.codecsmith.metrics.bd.Band;
import dev.codecsmith.store.RatePoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Chooses QUALITY values for {@code qualities: auto}: first four everywhere, then, where the band's
 * ends are not reached, values further out, and where two neighbours inside the band lie far apart,
 * the value between them. The choice depends on the measured points only.
 */
public final class QualityChooser {
  public static final List<Integer> FIRST = Qualities.Auto.FIRST;
  public static final int ROUNDS = 3;

  /** The widest step between two points inside the band, as a share of the band. */
  private static final double WIDEST_STEP = 0.4;

  private QualityChooser() {}

  /**
   * The values to measure next on a clip; empty when its points cover the band well.
   *
   * @param figure by which the band is
   */
  public static List<Integer> next(List<RatePoint> known, ComparedFigure figure, Band band) {
    List<RatePoint> points =
        known.stream().sorted(Comparator.comparingInt(RatePoint::quality)).toList();
    TreeSet<Integer> chosen = new TreeSet<>();
    RatePoint lowest = points.getFirst();
    RatePoint highest = points.getLast();
    if (figure.of().applyAsDouble(lowest) > band.low()) {
      chosen.add(lowest.quality() / 2);
    }
    if (figure.of().applyAsDouble(highest) < band.high()) {
      chosen.add((highest.quality() + 101) / 2);
    }
    double widest = WIDEST_STEP * (band.high() - band.low());
    for (int i = 1; i < points.size(); i++) {
      RatePoint left = points.get(i - 1);
      RatePoint right = points.get(i);
      double from = Math.max(figure.of().applyAsDouble(left), band.low());
      double to = Math.min(figure.of().applyAsDouble(right), band.high());
      if (to - from > widest) {
        chosen.add((left.quality() + right.quality()) / 2);
      }
    }
    Set<Integer> measured = points.stream().map(RatePoint::quality).collect(Collectors.toSet());
    chosen.removeAll(measured);
    chosen.removeIf(quality -> quality > 100);
    return new ArrayList<>(chosen);
  }
}
