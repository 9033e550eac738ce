package dev.codecsmith.dashboard.pictures;

import dev.codecsmith.video.Frame;
import dev.codecsmith.video.VideoFormat;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * How samples become red, green and blue. A clip's file does not say it, so this goes by what is
 * usual: below {@value #HIGH_DEFINITION} lines the matrix of BT.601, from there on that of BT.709;
 * black is 16 and white 235 of 255 (limited range); chroma is interpolated linearly, its samples in
 * the middle of those they belong to.
 */
enum Colours {
  BT601("BT.601", 0.299, 0.114),
  BT709("BT.709", 0.2126, 0.0722);

  private static final int HIGH_DEFINITION = 720;

  /** What {@link PlaneSamples#chroma} multiplies by. */
  private static final double SCALE = 16;

  private final String title;
  private final double red;
  private final double blue;

  Colours(String title, double red, double blue) {
    this.title = title;
    this.red = red;
    this.blue = blue;
  }

  static Colours of(VideoFormat format) {
    return format.height() < HIGH_DEFINITION ? BT601 : BT709;
  }

  /** For a person. */
  String describe() {
    return title + ", limited range";
  }

  BufferedImage picture(Frame frame) {
    VideoFormat format = frame.format();
    PlaneSamples luma = PlaneSamples.of(frame, 0);
    int depth = format.pixelFormat().bitDepth();
    double unit = 1 << (depth - 8);
    int[] grey = new int[luma.values().length];
    int[] none = new int[0];
    int[] cb = format.planes() > 1 ? PlaneSamples.chroma(frame, 1).values() : none;
    int[] cr = format.planes() > 1 ? PlaneSamples.chroma(frame, 2).values() : none;
    if (cb.length == 0) {
      cb = grey;
      cr = grey;
      Arrays.fill(grey, (int) (128 * unit * SCALE));
    }
    double chroma = 255 / (224 * unit * SCALE);
    double middle = 128 * unit * SCALE;
    double green = 1 - red - blue;
    int[] rgb = new int[luma.values().length];
    for (int i = 0; i < rgb.length; i++) {
      double y = (luma.values()[i] - 16 * unit) * 255 / (219 * unit);
      double b = (cb[i] - middle) * chroma * 2 * (1 - blue);
      double r = (cr[i] - middle) * chroma * 2 * (1 - red);
      rgb[i] = level(y + r) << 16 | level(y - (blue * b + red * r) / green) << 8 | level(y + b);
    }
    return image(rgb, format.width(), format.height());
  }

  /** A picture of 8-bit red, green and blue. */
  static BufferedImage image(int[] rgb, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, rgb, 0, width);
    return image;
  }

  private static int level(double value) {
    return Math.clamp(Math.round(value), 0, 255);
  }
}
