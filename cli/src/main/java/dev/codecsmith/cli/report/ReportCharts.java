package dev.codecsmith.cli.report;

import dev.codecsmith.charts.ChartFormat;
import dev.codecsmith.charts.LineChart;
import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.live.Scored;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.store.RatePoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Drawings of a report. */
final class ReportCharts {
  /** What rate and quality are drawn by. */
  private static final String QUALITY = "psnr_yuv";

  /** More points than a chart's width can tell apart only make the file large. */
  private static final int MOST_SCORES = 1000;

  /** So many quarters of the middle half beyond the upper quarter a score is off the chart. */
  private static final double REACH = 1.5;

  private ReportCharts() {}

  /**
   * How the scores came, thinned out evenly where there are very many, and the best so far.
   *
   * @param scores at least one, in the order in which they came
   * @param words what a score is
   */
  static byte[] scores(List<Scored> scores, String words) throws IOException {
    List<Scored> ordered =
        scores.stream().sorted(Comparator.comparingInt(Scored::iteration)).toList();
    int step = (ordered.size() + MOST_SCORES - 1) / MOST_SCORES;
    List<Double> iterations = new ArrayList<>();
    List<Double> scored = new ArrayList<>();
    List<Double> bestIterations = new ArrayList<>();
    List<Double> bests = new ArrayList<>();
    double best = Double.POSITIVE_INFINITY;
    double top = top(ordered);
    boolean hasMore = ordered.stream().anyMatch(each -> each.score() > top);
    for (int i = 0; i < ordered.size(); i++) {
      Scored each = ordered.get(i);
      boolean isBetter = each.score() < best;
      best = Math.min(best, each.score());
      boolean isShown = i % step == 0 || i == ordered.size() - 1;
      if (isShown) {
        iterations.add((double) each.iteration());
        scored.add(Math.min(top, each.score()));
      }
      if (isShown || isBetter) {
        bestIterations.add((double) each.iteration());
        bests.add(Math.min(top, best));
      }
    }
    return new LineChart(
            "Scores",
            "iteration",
            words
                + (hasMore
                    ? String.format(Locale.ROOT, " (%%, above %.0f at the edge)", top)
                    : " (%)"),
            false,
            List.of(
                new LineChart.Line("best so far", bestIterations, bests),
                new LineChart.Line(
                    ordered.size() > MOST_SCORES ? "some experiments" : "each experiment",
                    iterations,
                    scored)))
        .draw(ChartFormat.SVG);
  }

  /** A few that are far off must not press all others together. */
  private static double top(List<Scored> scores) {
    double[] sorted = scores.stream().mapToDouble(Scored::score).sorted().toArray();
    double upper = quarter(sorted, 3);
    return Math.max(
        upper + REACH * (upper - quarter(sorted, 1)), Math.max(0, quarter(sorted, 2) + 5));
  }

  private static double quarter(double[] sorted, int number) {
    return sorted[(sorted.length - 1) * number / 4];
  }

  /**
   * A program and the anchors on a clip.
   *
   * @param points of the program on the clip, at least one
   */
  static byte[] rates(String clip, List<RatePoint> points, CampaignAnchors.Known anchors)
      throws IOException {
    List<LineChart.Line> lines = new ArrayList<>();
    add(lines, "this program", points);
    for (AnchorCurve curve : anchors.curves()) {
      if (curve.clip().equals(clip)) {
        add(lines, curve.anchor().name(), curve.points());
      }
    }
    return new LineChart(clip, "bitrate (kbit/s)", "PSNR-YUV (dB)", true, lines)
        .draw(ChartFormat.SVG);
  }

  private static void add(List<LineChart.Line> lines, String name, List<RatePoint> points) {
    List<RatePoint> drawn =
        points.stream()
            .filter(point ->
                Double.isFinite(point.metrics().getOrDefault(QUALITY, Double.NaN))
                    && point.bitrateKbps() > 0)
            .sorted(Comparator.comparingDouble(RatePoint::bitrateKbps))
            .toList();
    if (!drawn.isEmpty()) {
      lines.add(
          new LineChart.Line(
              name,
              drawn.stream().map(RatePoint::bitrateKbps).toList(),
              drawn.stream()
                  .map(point -> Objects.requireNonNull(point.metrics().get(QUALITY)))
                  .toList()));
    }
  }
}
