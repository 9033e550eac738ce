package motion;

import java.util.Arrays;

/**
 * Transforms and quantises what the prediction, which stands in the picture, leaves, and adds it
 * there.
 */
final class ResidualSearch {
  private final Plane[] source;
  private final Picture picture;
  private final Reconstructor reconstructor;
  private final Lambda lambda;
  private final int[] residual = new int[16 * 16];
  private final int[] coefficients = new int[16 * 16];

  ResidualSearch(Plane[] source, Picture picture, Reconstructor reconstructor, Lambda lambda) {
    this.source = source;
    this.picture = picture;
    this.reconstructor = reconstructor;
    this.lambda = lambda;
  }

  /** Codes one transform; returns whether a level is not zero. */
  boolean code(int plane, int x, int y, int log2, int[] levels, int offset, boolean intra) {
    int n = 1 << log2;
    Plane from = source[plane];
    Plane to = picture.planes[plane];
    for (int row = 0; row < n; row++) {
      int a = from.at(x, y + row);
      int b = to.at(x, y + row);
      for (int column = 0; column < n; column++) {
        residual[row * n + column] = from.samples[a + column] - to.samples[b + column];
      }
    }
    Arrays.fill(levels, offset, offset + n * n, 0);
    reconstructor.transform().forward(residual, coefficients, log2);
    boolean any = false;
    for (int i = 0; i < n * n; i++) {
      int level = reconstructor.quantiser(plane).level(coefficients[i], intra);
      levels[offset + i] = level;
      any |= level != 0;
    }
    if (any) {
      reconstructor.addResidual(plane, x, y, log2, levels, offset);
    }
    return any;
  }

  /** The squared error of a rectangle of the picture, as a cost. */
  long error(int plane, int x, int y, int width, int height) {
    Plane from = source[plane];
    Plane to = picture.planes[plane];
    long sum = 0;
    for (int row = 0; row < height; row++) {
      int a = from.at(x, y + row);
      int b = to.at(x, y + row);
      int line = 0;
      for (int column = 0; column < width; column++) {
        int difference = from.samples[a + column] - to.samples[b + column];
        line += difference * difference;
      }
      sum += line;
    }
    return lambda.ofError(sum, plane == 0);
  }

  /** The squared error of a whole block, as a cost. */
  long error(Geometry geometry, Block block) {
    long error = 0;
    for (int p = 0; p < geometry.planes; p++) {
      int shiftX = geometry.shiftX(p);
      int shiftY = geometry.shiftY(p);
      int size = 1 << block.log2;
      error += error(p, block.x >> shiftX, block.y >> shiftY, size >> shiftX, size >> shiftY);
    }
    return error;
  }
}
