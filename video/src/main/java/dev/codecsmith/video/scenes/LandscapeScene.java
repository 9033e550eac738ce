package dev.codecsmith.video.scenes;

import java.util.ArrayList;
import java.util.List;

/** Hills with trees under a cloudy sky, panned; a balloon drifts behind the nearer hills. */
final class LandscapeScene {
  private static final Colour ZENITH = Colour.of(0.33, 0.50, 0.74);
  private static final Colour HORIZON = Colour.of(0.78, 0.83, 0.86);
  private static final Colour CLOUD = Colour.of(0.95, 0.95, 0.94);
  private static final Colour MEADOW = Colour.of(0.42, 0.47, 0.22);
  private static final Colour DRY = Colour.of(0.62, 0.57, 0.34);
  private static final Colour WOOD = Colour.of(0.20, 0.28, 0.15);
  private static final Colour AUTUMN = Colour.of(0.47, 0.31, 0.13);

  private static final int HILLS = 4;
  private static final double MARGIN = 12;

  private final int width;
  private final int height;
  private final int frames;
  private final Randomness randomness;
  private final NoiseTile noise;
  private final NoiseTile grass;
  private final Camera camera;

  private LandscapeScene(int width, int height, int frames, Randomness randomness) {
    this.width = width;
    this.height = height;
    this.frames = frames;
    this.randomness = randomness;
    this.noise = new NoiseTile(randomness.split(1), 4, 256);
    this.grass = new NoiseTile(randomness.split(4), 32, 512);
    double direction = randomness.unit() < 0.5 ? -1 : 1;
    this.camera =
        new Camera(
            direction * height * randomness.between(0.010, 0.016),
            height * randomness.between(-0.001, 0.001),
            1 + randomness.between(0.0002, 0.001),
            randomness.between(-0.0004, 0.0004),
            height * 0.006,
            randomness.between(0, 6));
  }

  static Scene paint(int width, int height, int frames, Randomness randomness) {
    return new LandscapeScene(width, height, frames, randomness).paint();
  }

  private Scene paint() {
    List<Layer> layers = new ArrayList<>();
    for (int hill = HILLS - 1; hill >= 0; hill--) {
      layers.add(hill(hill));
      if (hill == HILLS - 2) {
        layers.add(balloon(0.11, Colour.of(0.78, 0.22, 0.16)));
      }
      if (hill == 1) {
        layers.add(balloon(0.06, Colour.of(0.90, 0.72, 0.25)));
      }
    }
    layers.add(sky());
    return new Scene(width, height, layers);
  }

  /** A layer as wide as the camera's pan makes it necessary. */
  private Layer wide(Raster picture, double nearness) {
    double extra = (picture.width / (double) Scene.DETAIL - width) / 2;
    double middle = width / 2.0 - camera.panX() * nearness * frames / 2;
    return new Layer(picture, -extra, -MARGIN, true, camera.of(middle, height / 2.0, nearness));
  }

  private Raster picture(double nearness) {
    double panned = Math.abs(camera.panX()) * nearness * frames;
    return new Raster(
        (int) ((width + panned + 2 * MARGIN) * Scene.DETAIL),
        (int) ((height + 2 * MARGIN) * Scene.DETAIL));
  }

  private Layer sky() {
    double nearness = 0.03;
    Raster picture = picture(nearness);
    double unit = 1.0 / (height * Scene.DETAIL);
    for (int y = 0; y < picture.height; y++) {
      double v = y * unit;
      Colour clear = ZENITH.mix(HORIZON, v * 1.9);
      for (int x = 0; x < picture.width; x++) {
        double u = x * unit;
        double density = noise.at(u * 190, v * 420 + 80) * 0.6 + 0.05;
        double lit = noise.at(u * 190 - 5, v * 420 + 74) * 0.6 + 0.05;
        Colour cloud = CLOUD.times(1 - 0.10 * Math.clamp(density - lit + 0.5, 0, 1));
        picture.paint(x, y, clear.mix(cloud, smoothStep(density)), 1);
      }
    }
    return wide(picture, nearness);
  }

  private Layer hill(int hill) {
    double near = hill / (HILLS - 1.0);
    double nearness = 0.12 + 0.88 * near * near;
    Raster picture = picture(nearness);
    double unit = 1.0 / (height * Scene.DETAIL);
    double haze = 0.72 * (1 - near);
    double base = 0.40 + 0.34 * near + randomness.between(-0.03, 0.03);
    double shift = randomness.between(0, NoiseTile.SIZE);
    double[] tops = new double[picture.width];
    for (int x = 0; x < picture.width; x++) {
      double u = x * unit;
      double shape = noise.at(u * (60 + 40 * near) + shift, 100 * hill);
      tops[x] = (base + (0.07 - 0.02 * near) * shape) * height * Scene.DETAIL + MARGIN;
    }
    double scale = 2.2 / (0.5 + near);
    for (int x = 0; x < picture.width; x++) {
      for (int y = Math.max(0, (int) tops[x] - 1); y < picture.height; y++) {
        double deep = (y - tops[x]) * unit;
        // Grass seen at a grazing angle: finer downwards than sideways, coarser as it comes near.
        double gx = x * scale * 0.55 + shift;
        double gy = (y - 0.6 * tops[x]) * scale * (1.25 - 0.5 * near);
        double patch = noise.at(gx * 0.11, gy * 0.16 + shift);
        double blade = grass.at(gx, gy);
        double relief = blade - grass.at(gx + 1.5, gy + 1.5);
        double light = 1 + (0.07 + 0.08 * near) * blade + 0.10 * relief;
        Colour ground = DRY.mix(MEADOW, 0.55 + 0.45 * patch).times(light * (0.92 + 0.35 * deep));
        picture.paint(x, y, ground.mix(HORIZON, haze), y - tops[x] + 0.5);
      }
    }
    scatterStones(picture, tops, near, haze);
    plant(picture, tops, near, haze);
    return wide(picture, nearness);
  }

  private void scatterStones(Raster picture, double[] tops, double near, double haze) {
    Brush brush = new Brush(picture, noise);
    int stones = (int) (picture.width * 0.35 * near);
    for (int stone = 0; stone < stones; stone++) {
      int x = (int) (randomness.unit() * picture.width);
      double depth = randomness.unit();
      double y = tops[x] + depth * (picture.height - tops[x]);
      double radius = height * Scene.DETAIL * (0.002 + 0.010 * depth * randomness.unit());
      Colour colour = DRY.mix(WOOD, randomness.unit()).times(randomness.between(0.7, 1.5));
      brush.ball(x, y, radius, colour.mix(HORIZON, haze), 0.8);
    }
  }

  /** Trees along a hill's edge and on its slope, those behind first. */
  private void plant(Raster picture, double[] tops, double near, double haze) {
    Brush brush = new Brush(picture, noise);
    int trees = (int) (picture.width / (height * Scene.DETAIL * (0.10 + 0.24 * near)));
    for (int tree = 0; tree < trees; tree++) {
      int x = (int) (randomness.unit() * picture.width);
      double size = height * Scene.DETAIL * (0.025 + 0.105 * near) * randomness.between(0.6, 1.25);
      double foot = tops[x] + randomness.between(0, 0.05) * height * Scene.DETAIL * (0.4 + near);
      Colour kind = WOOD.mix(AUTUMN, randomness.unit() * randomness.unit());
      Colour bark = Colour.of(0.24, 0.19, 0.14).mix(HORIZON, haze);
      brush.box(x - size * 0.07, foot - size, x + size * 0.07, foot, 0.5, bark, 0.08);
      int clumps = 90;
      for (int clump = 0; clump < clumps; clump++) {
        double angle = randomness.between(0, 2 * Math.PI);
        double away = size * 0.62 * Math.sqrt(randomness.unit());
        double cx = x + away * StrictMath.cos(angle);
        double cy = foot - 1.25 * size + 1.1 * away * StrictMath.sin(angle);
        double high = (foot - 1.25 * size - cy) / size;
        Colour leaves = kind.times(1.15 + 0.6 * high + 0.25 * randomness.normal());
        brush.ball(cx, cy, size * randomness.between(0.05, 0.15), leaves.mix(HORIZON, haze), 1);
      }
    }
  }

  private Layer balloon(double size, Colour colour) {
    double radius = size * height * Scene.DETAIL;
    int side = (int) (radius * 2.6);
    Raster picture = new Raster(side, (int) (side * 1.5));
    Brush brush = new Brush(picture, noise);
    double middle = side / 2.0;
    brush.box(
        middle - radius * 0.16,
        middle + radius * 1.35,
        middle + radius * 0.16,
        middle + radius * 1.62,
        1.5,
        Colour.of(0.36, 0.25, 0.15),
        0.1);
    brush.ball(middle, middle + radius * 0.5, radius * 0.66, colour.times(0.86), 0.4);
    brush.ball(middle, middle, radius, colour, 0.4);
    brush.leaf(middle, middle, radius, Math.PI / 2, colour.mix(CLOUD, 0.55));
    double speedX = height * randomness.between(0.006, 0.011) * -Math.signum(camera.panX());
    double speedY = height * randomness.between(0.002, 0.004);
    double startX = width * randomness.between(0.30, 0.70) - speedX * frames / 2;
    double startY = height * randomness.between(0.22, 0.36) + speedY * frames / 2;
    return new Layer(
        picture,
        -middle / Scene.DETAIL,
        -middle / Scene.DETAIL,
        false,
        frame ->
            new View(
                width / 2.0 - startX - speedX * frame,
                height / 2.0 - startY + speedY * frame,
                1,
                0.03 * StrictMath.sin(0.15 * frame)));
  }

  private static double smoothStep(double t) {
    double c = Math.clamp(t, 0, 1);
    return c * c * (3 - 2 * c);
  }
}
