package intra;

/**
 * Makes samples of what is coded: the prediction, and the residual on top of it. The same code in
 * both directions.
 */
final class Reconstructor {
  private static final int CHROMA_QP_OFFSET = -3; // tune: -8..4

  private final Geometry geometry;
  private final Picture picture;
  private final IntraPredictor predictor;
  private final Transform transform;
  private final Quantiser[] quantisers;
  private final int[] coefficients = new int[16 * 16];
  private final int[] residual = new int[16 * 16];

  Reconstructor(Geometry geometry, Picture picture, int qp) {
    this.geometry = geometry;
    this.picture = picture;
    this.predictor = new IntraPredictor(geometry, picture.map);
    this.transform = new Transform(geometry.format.bitDepth());
    int chromaQp = Math.clamp(qp + CHROMA_QP_OFFSET, 0, Quantiser.MAX_QP);
    this.quantisers = new Quantiser[] {new Quantiser(qp), new Quantiser(chromaQp)};
  }

  Quantiser quantiser(int plane) {
    return quantisers[plane == 0 ? 0 : 1];
  }

  Transform transform() {
    return transform;
  }

  IntraPredictor predictor() {
    return predictor;
  }

  /** Makes a block of the picture from all that was read of it. */
  void reconstruct(Block block) {
    for (int p = 0; p < geometry.planes; p++) {
      int log2 = p == 0 ? block.lumaTransformLog2() : geometry.transformLog2(p, block.log2);
      int transforms = p > 0 ? geometry.stacked(p) : block.parts ? 4 : 1;
      for (int t = 0; t < transforms; t++) {
        int x = transformX(p, block, t);
        int y = transformY(p, block, t);
        predictor.prepare(picture.planes[p], p, x, y, log2);
        predict(p, x, y, block.modes[p == 0 ? t : 0], block.chromaMode);
        if (p == 0 ? block.codedLuma[t] : block.codedChroma[p - 1][t]) {
          addResidual(p, x, y, log2, block.levels[p], t << (2 * log2));
        }
        if (p == 0 && block.parts) {
          picture.map.touch(x, y, 4);
        }
      }
    }
  }

  /** Column of a transform in its plane. */
  int transformX(int plane, Block block, int transform) {
    int size = 1 << block.lumaTransformLog2();
    return plane == 0 ? block.x + (transform & 1) * size : block.x >> geometry.shiftX(plane);
  }

  /** Row of a transform in its plane: luma's are in a square, stacked chroma ones in a column. */
  int transformY(int plane, Block block, int transform) {
    if (plane == 0) {
      return block.y + (transform >> 1) * (1 << block.lumaTransformLog2());
    }
    int size = 1 << geometry.transformLog2(plane, block.log2);
    return (block.y >> geometry.shiftY(plane)) + transform * size;
  }

  /** Predicts one transform's square in the picture; the border is prepared. */
  void predict(int plane, int x, int y, int lumaMode, int chromaMode) {
    Plane to = picture.planes[plane];
    int mode = plane == 0 ? lumaMode : IntraPredictor.chromaMode(chromaMode, lumaMode);
    predictor.predict(mode, to.samples, to.at(x, y), to.width);
  }

  /** Adds what the levels stand for to a square of the picture. */
  void addResidual(int plane, int x, int y, int log2, int[] levels, int offset) {
    int n = 1 << log2;
    Quantiser quantiser = quantiser(plane);
    int width = 0;
    int height = 0;
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        int level = levels[offset + row * n + column];
        coefficients[row * n + column] = level == 0 ? 0 : quantiser.coefficient(level);
        if (level != 0) {
          width = Math.max(width, column + 1);
          height = row + 1;
        }
      }
    }
    transform.inverse(coefficients, residual, log2, width, height);
    Plane to = picture.planes[plane];
    for (int row = 0; row < n; row++) {
      int at = to.at(x, y + row);
      for (int column = 0; column < n; column++) {
        int value = to.samples[at + column] + residual[row * n + column];
        to.samples[at + column] = (char) Math.clamp(value, 0, geometry.maxSample);
      }
    }
  }
}
