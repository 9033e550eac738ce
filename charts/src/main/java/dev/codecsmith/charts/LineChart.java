package dev.codecsmith.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.colors.ColorBlindFriendlySeriesColors;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lines over one x axis, as a picture.
 *
 * @param title above the picture
 * @param xTitle with its unit
 * @param yTitle with its unit
 * @param logarithmicX whether equal ratios of x are equal distances
 * @param lines at least one, each with at least one point
 */
public record LineChart(
    String title, String xTitle, String yTitle, boolean logarithmicX, List<Line> lines) {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 600;
  private static final int TICK_SPACING = 90;
  private static final int MOST_MARKERS = 60;
  private static final int MOST_LINES_INSIDE = 5;
  private static final Color GRID = new Color(0xDD, 0xDD, 0xDD);
  private static final Color FRAME = new Color(0x88, 0x88, 0x88);

  /** A logarithmic axis over less than this ratio has next to no ticks, and looks linear anyway. */
  private static final double LEAST_LOGARITHMIC_RATIO = 3;

  public LineChart {
    lines = List.copyOf(lines);
  }

  /**
   * One line.
   *
   * @param name for the legend
   * @param x rising
   * @param y as many; NaN leaves a gap
   */
  public record Line(String name, List<Double> x, List<Double> y) {
    public Line {
      x = List.copyOf(x);
      y = List.copyOf(y);
    }

    /** Whether it ends at its top, so that nothing of it is below its right end. */
    private boolean rises() {
      return y.stream().allMatch(each -> each <= y.getLast());
    }
  }

  /**
   * Draws the picture.
   *
   * @return a file of that format
   * @throws IOException also if this machine cannot draw, for want of fonts
   */
  public byte[] draw(ChartFormat format) throws IOException {
    // Charts are drawn into files; no screen is asked for, where there is one.
    System.setProperty("java.awt.headless", "true");
    try {
      return switch (format) {
        case SVG -> svg();
        case PNG -> png();
      };
    } catch (LinkageError | InternalError e) {
      throw new IOException(
          "This machine cannot draw text ("
              + e.getMessage()
              + "): install fontconfig and a font, such as the packages fontconfig and"
              + " fonts-dejavu-core.",
          e);
    }
  }

  private byte[] png() throws IOException {
    return ChartEncoder.getBytes(chart(), "png");
  }

  private byte[] svg() throws IOException {
    // The library draws letters as outlines: a title and a description let search and screen
    // readers find the words. Its document type would make readers fetch a file from the net.
    String text =
        new String(ChartEncoder.getBytes(chart(), "svg"), StandardCharsets.UTF_8)
            .replaceFirst("<!DOCTYPE[^>]*>\\s*", "")
            .replaceFirst("(<svg[^>]*>)", "$1" + described());
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String described() {
    String names = String.join(", ", lines.stream().map(Line::name).toList());
    return ("\n  <title>"
            + escaped(title)
            + "</title>\n  <desc>"
            + escaped(yTitle + " over " + xTitle + ": " + names)
            + "</desc>")
        .replace("\\", "\\\\")
        .replace("$", "\\$");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private XYChart chart() {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .theme(Styler.ChartTheme.Matlab)
            .build();
    style(chart.getStyler());
    for (Line line : lines) {
      XYSeries series = chart.addSeries(line.name(), unevenly(line.x()), withGap(line.y()));
      if (line.x().size() > MOST_MARKERS) {
        series.setMarker(SeriesMarkers.NONE);
        series.setLineWidth(1.2f);
      }
    }
    return chart;
  }

  /**
   * The places of a line and one more, of a point that is not drawn: under evenly spaced points
   * alone the library crowds its ticks until labels touch.
   */
  private static List<Double> unevenly(List<Double> x) {
    List<Double> places = new ArrayList<>(x);
    places.add(x.getLast() + (x.size() < 2 ? 0 : (x.getLast() - x.get(x.size() - 2)) / 2));
    return x.size() > MOST_MARKERS ? places : x;
  }

  private static List<Double> withGap(List<Double> y) {
    List<Double> values = new ArrayList<>(y);
    values.add(Double.NaN);
    return y.size() > MOST_MARKERS ? values : y;
  }

  private void style(XYStyler style) {
    style.setLocale(Locale.ROOT);
    style.setSeriesColors(new ColorBlindFriendlySeriesColors().getSeriesColors());
    style.setMarkerSize(7);
    style.setChartPadding(16);
    style.setPlotGridLinesStroke(new BasicStroke(0.6f));
    style.setPlotGridLinesColor(GRID);
    style.setAxisTickMarksColor(FRAME);
    style.setPlotBorderColor(FRAME);
    style.setLegendBorderColor(GRID);
    style.setLegendPosition(
        lines.size() <= MOST_LINES_INSIDE && lines.stream().allMatch(Line::rises)
            ? Styler.LegendPosition.InsideSE
            : Styler.LegendPosition.OutsideE);
    DoubleSummaryStatistics x =
        lines.stream()
            .flatMap(line -> line.x().stream())
            .mapToDouble(each -> each)
            .summaryStatistics();
    double least = x.getMin();
    double most = x.getMax();
    if (logarithmicX && least > 0 && most / least >= LEAST_LOGARITHMIC_RATIO) {
      style.setXAxisLogarithmic(true);
      style.setXAxisLogarithmicDecadeOnly(false);
      boolean wide = most / least > 10;
      style.setXAxisTickLabelsFormattingFunction(rate -> logarithmicLabel(rate, wide));
    } else {
      style.setXAxisTickMarkSpacingHint(TICK_SPACING);
      style.setXAxisTickLabelsFormattingFunction(LineChart::number);
    }
  }

  /** 1, 2 and 5 of each decade; every digit where there is but one decade. */
  private static String logarithmicLabel(double x, boolean wide) {
    long digit = Math.round(x / Math.pow(10, Math.floor(Math.log10(x) + 1e-9)));
    return wide && digit != 1 && digit != 2 && digit != 5 ? "" : number(x);
  }

  private static String number(double x) {
    return new DecimalFormat("#.###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(x);
  }
}
