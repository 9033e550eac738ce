package dev.codecsmith.video.scenes;

import java.util.ArrayList;
import java.util.List;

/** House fronts over a street, taken by a camera that stands still, with cars that pass. */
final class StreetScene {
  private static final Colour PLASTER = Colour.of(0.70, 0.64, 0.54);
  private static final Colour BRICK = Colour.of(0.52, 0.31, 0.24);
  private static final Colour STONE = Colour.of(0.58, 0.57, 0.55);
  private static final Colour GLASS = Colour.of(0.17, 0.20, 0.24);
  private static final Colour ASPHALT = Colour.of(0.33, 0.33, 0.35);
  private static final Colour PAVEMENT = Colour.of(0.55, 0.53, 0.50);
  private static final Colour RUBBER = Colour.of(0.09, 0.09, 0.10);
  private static final Colour[] PAINTS = {
    Colour.of(0.62, 0.14, 0.12),
    Colour.of(0.16, 0.29, 0.50),
    Colour.of(0.78, 0.78, 0.76),
    Colour.of(0.70, 0.58, 0.18),
    Colour.of(0.15, 0.34, 0.24)
  };
  private static final double KERB = 0.66;
  private static final double MARGIN = 10;

  private final int width;
  private final int height;
  private final Randomness randomness;
  private final NoiseTile noise;
  private final Camera camera;

  private StreetScene(int width, int height, Randomness randomness) {
    this.width = width;
    this.height = height;
    this.randomness = randomness;
    this.noise = new NoiseTile(randomness.split(3), 4, 256);
    this.camera = new Camera(0, 0, 1, 0, height * 0.002, randomness.between(0, 6));
  }

  static Scene paint(int width, int height, int frames, Randomness randomness) {
    return new StreetScene(width, height, randomness).paint(frames);
  }

  private Scene paint(int frames) {
    List<Layer> layers = new ArrayList<>();
    // The lower in the frame, the nearer.
    layers.add(car(0.20, 0.97, 1, frames, PAINTS[(int) (randomness.unit() * 5)]));
    layers.add(car(0.155, 0.86, -1, frames, PAINTS[(int) (randomness.unit() * 5)]));
    layers.add(car(0.14, 0.80, -1, frames, PAINTS[(int) (randomness.unit() * 5)]));
    layers.add(houses());
    return new Scene(width, height, layers);
  }

  private Layer houses() {
    Raster picture =
        new Raster(
            (int) ((width + 2 * MARGIN) * Scene.DETAIL),
            (int) ((height + 2 * MARGIN) * Scene.DETAIL));
    double scale = height * Scene.DETAIL;
    double kerb = KERB * scale + MARGIN * Scene.DETAIL;
    ground(picture, kerb, scale);
    Brush brush = new Brush(picture, noise);
    double x = -randomness.unit() * 0.3 * scale;
    while (x < picture.width) {
      double breadth = scale * randomness.between(0.42, 0.7);
      double roof = scale * randomness.between(-0.05, 0.16) + MARGIN;
      house(picture, brush, x, x + breadth, roof, kerb - 0.06 * scale, scale);
      x += breadth;
    }
    return new Layer(picture, -MARGIN, -MARGIN, true, camera.of(width / 2.0, height / 2.0, 1));
  }

  private void ground(Raster picture, double kerb, double scale) {
    Colour sky = Colour.of(0.80, 0.84, 0.88);
    for (int y = 0; y < picture.height; y++) {
      double deep = (y - kerb) / scale;
      for (int px = 0; px < picture.width; px++) {
        double grain = noise.at(px * (1.6 - 2 * deep), y * 2.4);
        double wear = noise.at(px * 0.12, y * 0.5 + 90);
        Colour colour =
            y < kerb - 0.06 * scale
                ? sky.times(1 + 0.01 * wear)
                : (y < kerb ? PAVEMENT : ASPHALT).times(1 + 0.09 * grain + 0.06 * wear);
        picture.paint(px, y, Math.abs(y - kerb) < 2 ? STONE : colour, 1);
      }
    }
  }

  private void house(
      Raster picture,
      Brush brush,
      double left,
      double right,
      double roof,
      double foot,
      double scale) {
    boolean brick = randomness.unit() < 0.5;
    Colour wall = brick ? BRICK : PLASTER.mix(STONE, randomness.unit());
    wall = wall.times(randomness.between(0.85, 1.12));
    double course = Math.max(4, 0.022 * scale);
    for (int y = (int) Math.max(0, roof); y < foot; y++) {
      for (int x = (int) Math.max(0, left); x < Math.min(right, picture.width); x++) {
        double mark = noise.at(x * 1.5 + left, y * 1.5) * 0.06 + noise.at(x * 0.1, y * 0.2) * 0.07;
        double joint = 1;
        if (brick) {
          int row = (int) (y / course);
          double along = x / course / 2.2 + (row & 1) * 0.5;
          boolean gap = y % course < 1.2 || (along - Math.floor(along)) * course * 2.2 < 1.2;
          joint = gap ? 1.16 : 1 + 0.10 * noise.at(Math.floor(along) * 37.3, row * 17.9);
        }
        picture.paint(x, y, wall.times(joint + mark), 1);
      }
    }
    windows(brush, left, right, roof, foot, scale);
    brush.box(left, roof - 0.02 * scale, right, roof + 0.02 * scale, 1, wall.times(0.7), 0.05);
  }

  private void windows(
      Brush brush, double left, double right, double roof, double foot, double scale) {
    double pitch = scale * randomness.between(0.13, 0.17);
    double w = pitch * 0.5;
    double h = pitch * 0.8;
    Colour frame = Colour.of(0.82, 0.80, 0.76).times(randomness.between(0.75, 1.1));
    for (double y = roof + 0.06 * scale; y + h < foot - 0.03 * scale; y += pitch * 1.35) {
      for (double x = left + 0.3 * pitch; x + w < right - 0.1 * pitch; x += pitch) {
        brush.box(x - 2, y - 2, x + w + 2, y + h + 3, 1, frame, 0.03);
        Colour pane = GLASS.mix(Colour.of(0.62, 0.70, 0.78), 0.6 * randomness.unit());
        brush.box(x, y, x + w / 2 - 1, y + h, 0.5, pane, 0.12);
        brush.box(x + w / 2 + 1, y, x + w, y + h, 0.5, pane.times(0.9), 0.12);
        if (randomness.unit() < 0.4) {
          Colour curtain = PLASTER.mix(BRICK, 0.5 * randomness.unit());
          brush.box(x, y, x + w, y + h * randomness.between(0.2, 0.5), 0.5, curtain, 0.08);
        }
      }
    }
  }

  /** A car whose wheels stand at a height, in shares of the frame's. */
  private Layer car(double size, double road, int direction, int frames, Colour paint) {
    double scale = size * height * Scene.DETAIL;
    Raster picture = new Raster((int) (scale * 2.9), (int) (scale * 1.3));
    Brush brush = new Brush(picture, noise);
    double x = scale * 0.1;
    double bottom = scale * 1.05;
    brush.box(x, bottom, x + scale * 2.7, bottom + scale * 0.14, scale * 0.07, RUBBER, 0.02);
    brush.box(
        x + scale * 0.55,
        bottom - scale * 0.95,
        x + scale * 2.05,
        bottom - scale * 0.3,
        scale * 0.28,
        paint,
        0.02);
    brush.box(
        x + scale * 0.70,
        bottom - scale * 0.85,
        x + scale * 1.22,
        bottom - scale * 0.52,
        scale * 0.12,
        GLASS,
        0.2);
    brush.box(
        x + scale * 1.32,
        bottom - scale * 0.85,
        x + scale * 1.88,
        bottom - scale * 0.52,
        scale * 0.12,
        GLASS,
        0.2);
    brush.box(
        x,
        bottom - scale * 0.56,
        x + scale * 2.7,
        bottom - scale * 0.08,
        scale * 0.18,
        paint,
        0.03);
    for (double wheel : new double[] {0.55, 2.12}) {
      brush.ball(x + scale * wheel, bottom - scale * 0.08, scale * 0.24, RUBBER, 0.3);
      brush.ball(x + scale * wheel, bottom - scale * 0.08, scale * 0.11, STONE, 0.4);
    }
    double speed = direction * height * randomness.between(0.012, 0.024);
    double start = width * randomness.between(0.3, 0.7) - speed * frames / 2;
    double phase = randomness.between(0, 6);
    double top = road * height - picture.height / (double) Scene.DETAIL;
    return new Layer(
        picture,
        -picture.width / 2.0 / Scene.DETAIL,
        0,
        false,
        frame ->
            new View(
                width / 2.0 - start - speed * frame,
                height / 2.0 - top + 0.25 * StrictMath.sin(0.9 * frame + phase),
                1,
                0));
  }
}
