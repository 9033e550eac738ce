package dev.codecsmith.video.scenes;

import java.util.ArrayList;
import java.util.List;

/**
 * Leaves behind leaves, whose sizes follow the power law that gives natural pictures their spectrum
 * (Lee, Mumford, Huang: Occlusion models for natural images, IJCV 2001). The camera comes nearer
 * and turns; twigs in front sway in the wind and cover what is behind.
 */
final class FoliageScene {
  private static final Colour SHADE = Colour.of(0.09, 0.12, 0.07);
  private static final Colour GREEN = Colour.of(0.30, 0.43, 0.16);
  private static final Colour YOUNG = Colour.of(0.55, 0.60, 0.24);
  private static final Colour RUST = Colour.of(0.58, 0.33, 0.14);
  private static final Colour BERRY = Colour.of(0.66, 0.12, 0.13);
  private static final double MARGIN = 16;

  /** In samples of a picture; in a tiny frame shorter leaves would never cover it. */
  private static final double SHORTEST = 1.5;

  private final int width;
  private final int height;
  private final Randomness randomness;
  private final NoiseTile noise;
  private final Camera camera;

  private FoliageScene(int width, int height, Randomness randomness) {
    this.width = width;
    this.height = height;
    this.randomness = randomness;
    this.noise = new NoiseTile(randomness.split(2), 8, 256);
    this.camera =
        new Camera(
            height * randomness.between(-0.004, 0.004),
            height * randomness.between(-0.003, 0.003),
            1 + randomness.between(0.002, 0.004),
            randomness.between(0.0008, 0.0016) * (randomness.unit() < 0.5 ? -1 : 1),
            height * 0.005,
            randomness.between(0, 6));
  }

  static Scene paint(int width, int height, Randomness randomness) {
    return new FoliageScene(width, height, randomness).paint();
  }

  private Scene paint() {
    List<Layer> layers = new ArrayList<>();
    int twigs = 3;
    for (int twig = 0; twig < twigs; twig++) {
      layers.add(twig());
    }
    layers.add(leaves(1.0, 0.035, 0.17, 0.5, 1.0, false));
    layers.add(leaves(0.7, 0.018, 0.10, 2.2, 0.72, false));
    layers.add(leaves(0.4, 0.012, 0.06, 3.5, 0.46, true));
    return new Scene(width, height, layers);
  }

  /**
   * A layer of leaves.
   *
   * @param smallest length of a leaf as a share of the height
   * @param cover the leaves' areas together as a share of the picture
   */
  private Layer leaves(
      double nearness,
      double smallest,
      double largest,
      double cover,
      double light,
      boolean filled) {
    int w = (int) ((width * 1.15 + 2 * MARGIN) * Scene.DETAIL);
    int h = (int) ((height * 1.15 + 2 * MARGIN) * Scene.DETAIL);
    Raster picture = new Raster(w, h);
    if (filled) {
      fill(picture);
    }
    Brush brush = new Brush(picture, noise);
    double covered = 0;
    while (covered < cover * w * h) {
      double length = Math.max(SHORTEST, powerLaw(smallest, largest) * height * Scene.DETAIL);
      double x = randomness.unit() * w;
      double y = randomness.unit() * h;
      // Light falls through gaps of the crown above, which are far larger than leaves.
      double sun = light * (0.85 + 0.28 * noise.at(x * 0.10, y * 0.10));
      if (randomness.unit() < 0.03) {
        brush.ball(x, y, length * 0.35, BERRY.times(sun), 0.2);
      } else {
        brush.leaf(x, y, length, randomness.between(0, 2 * Math.PI), leafColour().times(sun));
      }
      covered += length * length * 1.1;
    }
    double extraX = (w / (double) Scene.DETAIL - width) / 2;
    double extraY = (h / (double) Scene.DETAIL - height) / 2;
    return new Layer(
        picture, -extraX, -extraY, true, camera.of(width / 2.0, height / 2.0, nearness));
  }

  private void fill(Raster picture) {
    for (int y = 0; y < picture.height; y++) {
      for (int x = 0; x < picture.width; x++) {
        picture.paint(x, y, SHADE.times(1 + 0.3 * noise.at(x * 0.7, y * 0.7)), 1);
      }
    }
  }

  /** A twig with some leaves that hangs into the frame and sways about its root. */
  private Layer twig() {
    int side = (int) (height * 0.75 * Scene.DETAIL);
    Raster picture = new Raster(side, side);
    Brush brush = new Brush(picture, noise);
    double turn = randomness.between(0, 2 * Math.PI);
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    Colour bark = Colour.of(0.27, 0.19, 0.12);
    int knots = 60;
    for (int knot = 0; knot < knots; knot++) {
      double along = (knot / (double) knots - 0.5) * 0.8 * side;
      brush.ball(side / 2.0 + along * cos, side / 2.0 + along * sin, side * 0.008 + 1, bark, 0.4);
    }
    int leafCount = 11;
    for (int leaf = 0; leaf < leafCount; leaf++) {
      double along = (leaf / (leafCount - 1.0) - 0.5) * 0.72 * side;
      double out = turn + (leaf % 2 == 0 ? 1 : -1) * randomness.between(0.6, 1.2);
      double length = height * Scene.DETAIL * randomness.between(0.06, 0.11);
      double x = side / 2.0 + along * cos + length * 0.9 * StrictMath.cos(out);
      double y = side / 2.0 + along * sin + length * 0.9 * StrictMath.sin(out);
      brush.leaf(x, y, length, out, leafColour().mix(YOUNG, 0.3).times(1.12));
    }
    double placeX = width * randomness.between(0.1, 0.9);
    double placeY = height * randomness.between(0.1, 0.9);
    double speed = randomness.between(0.18, 0.35);
    double phase = randomness.between(0, 6);
    double reach = height * 0.03;
    double half = side / 2.0 / Scene.DETAIL;
    double nearness = 1.6;
    var steady = camera.of(width / 2.0 - placeX, height / 2.0 - placeY, nearness);
    return new Layer(
        picture,
        -half,
        -half,
        false,
        frame -> {
          View view = steady.apply(frame);
          double wind = StrictMath.sin(speed * frame + phase);
          return new View(
              view.x() + reach * wind,
              view.y() + 0.4 * reach * wind * wind,
              view.zoom(),
              view.roll() + 0.06 * wind);
        });
  }

  private Colour leafColour() {
    double kind = randomness.unit();
    Colour colour = GREEN.mix(YOUNG, randomness.unit() * randomness.unit());
    if (kind < 0.16) {
      colour = colour.mix(RUST, randomness.between(0.4, 1));
    }
    return colour.times(1 + 0.14 * randomness.normal());
  }

  /** A length whose density falls with its cube. */
  private double powerLaw(double smallest, double largest) {
    double low = 1 / (smallest * smallest);
    double high = 1 / (largest * largest);
    return 1 / Math.sqrt(low + (high - low) * randomness.unit());
  }
}
