package dev.codecsmith.video.scenes;

import java.util.List;

/**
 * Layers that move against each other, and the camera that takes them.
 *
 * <p>Frames are sampled twice as densely as they come out, and then low-passed as a lens and a
 * sensor do, so that motion by fractions of a sample is as smooth as in footage.
 */
public final class Scene {
  /** Samples of a picture, and of the camera before low-pass, for each frame sample. */
  static final int DETAIL = 2;

  private static final float LEAST_SEEN = 1f / 512;
  private static final int CHANNELS = 3;

  /** Low-pass over four of the denser samples, centred between the middle two. */
  private static final float[] LENS = {1f / 8, 3f / 8, 3f / 8, 1f / 8};

  private final int width;
  private final int height;
  private final List<Layer> frontToBack;
  private final float[] dense;
  private final float[] half;

  Scene(int width, int height, List<Layer> frontToBack) {
    this.width = width;
    this.height = height;
    this.frontToBack = List.copyOf(frontToBack);
    this.dense = new float[denseWidth() * denseHeight() * CHANNELS];
    this.half = new float[width * denseHeight() * CHANNELS];
  }

  /**
   * Takes a frame.
   *
   * @param frame counted from 0
   * @param rgb room for {@code width · height · 3} numbers; red, green and blue of each sample, row
   *     by row, gamma-coded, about 0 to 1
   */
  public void render(int frame, float[] rgb) {
    sampleDensely(frame);
    int rowLength = denseWidth() * CHANNELS;
    for (int y = 0; y < denseHeight(); y++) {
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < CHANNELS; channel++) {
          half[(y * width + x) * CHANNELS + channel] =
              lens(dense, y * rowLength + x * DETAIL * CHANNELS + channel, CHANNELS);
        }
      }
    }
    int halfRow = width * CHANNELS;
    for (int y = 0; y < height; y++) {
      for (int i = 0; i < halfRow; i++) {
        rgb[y * halfRow + i] = lens(half, y * DETAIL * halfRow + i, halfRow);
      }
    }
  }

  private void sampleDensely(int frame) {
    int layers = frontToBack.size();
    double[] originX = new double[layers];
    double[] originY = new double[layers];
    double[] stepX = new double[layers];
    double[] stepY = new double[layers];
    for (int i = 0; i < layers; i++) {
      Layer layer = frontToBack.get(i);
      View view = layer.motion().apply(frame);
      stepX[i] = StrictMath.cos(view.roll()) / view.zoom();
      stepY[i] = StrictMath.sin(view.roll()) / view.zoom();
      originX[i] = (view.x() - layer.left()) * DETAIL;
      originY[i] = (view.y() - layer.top()) * DETAIL;
    }
    float[] seen = new float[CHANNELS + 1];
    int out = 0;
    for (int row = 0; row < denseHeight(); row++) {
      double fromMiddleY = row - (denseHeight() - 1) / 2.0;
      for (int column = 0; column < denseWidth(); column++) {
        double fromMiddleX = column - (denseWidth() - 1) / 2.0;
        seen[0] = 0;
        seen[1] = 0;
        seen[2] = 0;
        seen[3] = 1;
        for (int i = 0; i < layers && seen[3] > LEAST_SEEN; i++) {
          double x = originX[i] + stepX[i] * fromMiddleX - stepY[i] * fromMiddleY - 0.5;
          double y = originY[i] + stepY[i] * fromMiddleX + stepX[i] * fromMiddleY - 0.5;
          Layer layer = frontToBack.get(i);
          layer.picture().addBehind(x, y, layer.endless(), seen);
        }
        dense[out++] = seen[0];
        dense[out++] = seen[1];
        dense[out++] = seen[2];
      }
    }
  }

  private static float lens(float[] samples, int first, int stride) {
    return LENS[0] * samples[first]
        + LENS[1] * samples[first + stride]
        + LENS[2] * samples[first + 2 * stride]
        + LENS[3] * samples[first + 3 * stride];
  }

  private int denseWidth() {
    return width * DETAIL + 2;
  }

  private int denseHeight() {
    return height * DETAIL + 2;
  }
}
