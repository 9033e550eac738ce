package dev.codecsmith.dashboard.pictures;

import dev.codecsmith.lab.measure.Meters;
import dev.codecsmith.metrics.ssim.SsimMap;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.VideoFormat;
import java.awt.image.BufferedImage;

/** Where two frames differ: black where they do not, over violet and orange to pale yellow. */
final class HeatMap {
  /** A difference of so many steps of 8 bits is as bright as one can be. */
  static final int BRIGHTEST_DIFFERENCE = 32;

  /** Colours at equal distances, after matplotlib's inferno. */
  private static final int[] STOPS = {
    0x000004, 0x280B54, 0x65156E, 0x9F2A63, 0xD44842, 0xF57D15, 0xFAC127, 0xFCFFA4
  };

  private static final int SHADES = 256;
  private static final int[] COLOURS = colours();

  private HeatMap() {}

  /** The largest difference of a pixel's luma and chroma samples. */
  static BufferedImage difference(Frame one, Frame other) {
    VideoFormat format = one.format();
    int[] heat = new int[format.width() * format.height()];
    for (int plane = 0; plane < format.planes(); plane++) {
      PlaneSamples a = PlaneSamples.of(one, plane);
      PlaneSamples b = PlaneSamples.of(other, plane);
      int across = plane == 0 || a.width() == format.width() ? 0 : 1;
      int down = plane == 0 || a.height() == format.height() ? 0 : 1;
      for (int y = 0; y < format.height(); y++) {
        for (int x = 0; x < format.width(); x++) {
          int at = (y >> down) * a.width() + (x >> across);
          int i = y * format.width() + x;
          heat[i] = Math.max(heat[i], Math.abs(a.values()[at] - b.values()[at]));
        }
      }
    }
    double brightest = BRIGHTEST_DIFFERENCE << (format.pixelFormat().bitDepth() - 8);
    for (int i = 0; i < heat.length; i++) {
      heat[i] = colour(heat[i] / brightest);
    }
    return Colours.image(heat, format.width(), format.height());
  }

  /**
   * SSIM of luma by ffmpeg's windows, each pixel as the window whose middle is nearest; as bright
   * as can be where it is 0 or less. Nothing where the picture is smaller than a window.
   */
  static BufferedImage ssim(Frame one, Frame other) {
    VideoFormat format = one.format();
    int[] heat = new int[format.width() * format.height()];
    if (format.width() >= 2 * SsimMap.STEP && format.height() >= 2 * SsimMap.STEP) {
      SsimMap map =
          SsimMap.of(
              Meters.picture(one).planes().getFirst(), Meters.picture(other).planes().getFirst());
      for (int y = 0; y < format.height(); y++) {
        int row = Math.clamp((y - SsimMap.STEP / 2) / SsimMap.STEP, 0, map.rows() - 1);
        for (int x = 0; x < format.width(); x++) {
          int column = Math.clamp((x - SsimMap.STEP / 2) / SsimMap.STEP, 0, map.columns() - 1);
          heat[y * format.width() + x] = colour(1 - map.at(column, row));
        }
      }
    }
    return Colours.image(heat, format.width(), format.height());
  }

  /** From 0, none, to 1 and more. */
  private static int colour(double heat) {
    return COLOURS[(int) Math.round(Math.clamp(heat, 0, 1) * (SHADES - 1))];
  }

  private static int[] colours() {
    int[] colours = new int[SHADES];
    for (int i = 0; i < SHADES; i++) {
      double at = (double) i / (SHADES - 1) * (STOPS.length - 1);
      int stop = Math.min((int) at, STOPS.length - 2);
      for (int shift = 0; shift <= 16; shift += 8) {
        int from = STOPS[stop] >> shift & 0xFF;
        int to = STOPS[stop + 1] >> shift & 0xFF;
        colours[i] |= (int) Math.round(from + (to - from) * (at - stop)) << shift;
      }
    }
    return colours;
  }
}
