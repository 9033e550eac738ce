package dev.codecsmith.video.scenes;

/** Shapes with soft edges, painted on a picture in its own samples. */
final class Brush {
  private final Raster picture;
  private final NoiseTile noise;

  Brush(Raster picture, NoiseTile noise) {
    this.picture = picture;
    this.noise = noise;
  }

  /**
   * A ball with the light from the upper left.
   *
   * @param roughness how strongly the noise marks it; its outline too if above 0.5
   */
  void ball(double x, double y, double radius, Colour colour, double roughness) {
    double jag = roughness > 0.5 ? 0.25 * radius : 0;
    double reach = radius + jag + 1;
    for (int py = (int) (y - reach); py <= y + reach; py++) {
      for (int px = (int) (x - reach); px <= x + reach; px++) {
        double dx = px - x;
        double dy = py - y;
        float mark = noise.at(px * 1.7 + x * 31, py * 1.7 + y * 17);
        double distance = Math.sqrt(dx * dx + dy * dy) + jag * 0.5 * mark;
        double light = 1.02 - 0.34 * (dx + 1.3 * dy) / radius;
        paint(px, py, radius - distance + 0.5, colour.times(light + 0.16 * roughness * mark));
      }
    }
  }

  /**
   * A leaf: a pointed ellipse with a midrib, brighter on one side of it.
   *
   * @param turn direction of its tip in radians
   */
  void leaf(double x, double y, double length, double turn, Colour colour) {
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    double breadth = 0.42 * length;
    for (int py = (int) (y - length); py <= y + length; py++) {
      for (int px = (int) (x - length); px <= x + length; px++) {
        double along = ((px - x) * cos + (py - y) * sin) / length;
        double across = ((py - y) * cos - (px - x) * sin) / breadth;
        double rest = 1 - along * along;
        double inside = (rest * (1.15 - 0.3 * along) - Math.abs(across)) * breadth;
        if (Math.abs(along) < 1 && inside > -0.5) {
          float mark = noise.at(px * 1.3 + 57 * x, py * 1.3 + 57 * y);
          double side = across > 0 ? 1.08 : 0.92;
          double rib = Math.abs(across) * breadth < 0.05 * length ? 1.13 : 1;
          paint(px, py, inside + 0.5, colour.times(side * rib * (1 + 0.1 * mark - 0.12 * along)));
        }
      }
    }
  }

  /**
   * A rectangle with rounded corners.
   *
   * @param grain how strongly the noise marks it
   */
  void box(
      double left,
      double top,
      double right,
      double bottom,
      double corner,
      Colour colour,
      double grain) {
    double middleX = (left + right) / 2;
    double middleY = (top + bottom) / 2;
    double halfWidth = (right - left) / 2 - corner;
    double halfHeight = (bottom - top) / 2 - corner;
    for (int py = (int) top - 1; py <= bottom + 1; py++) {
      for (int px = (int) left - 1; px <= right + 1; px++) {
        double dx = Math.max(0, Math.abs(px - middleX) - halfWidth);
        double dy = Math.max(0, Math.abs(py - middleY) - halfHeight);
        double inside = corner - Math.sqrt(dx * dx + dy * dy);
        float mark = noise.at(px * 1.1 + left * 3, py * 1.1 + top * 7);
        double light = 1.04 - 0.1 * (py - top) / (bottom - top + 1);
        paint(px, py, inside + 0.5, colour.times(light + grain * mark));
      }
    }
  }

  private void paint(int x, int y, double opacity, Colour colour) {
    if (opacity > 0) {
      picture.paint(x, y, colour, opacity);
    }
  }
}
