package motion;

/** Predicts a block's vector: the median of those to the left, above and above right. */
final class MotionPredictor {
  private final BlockMap map;

  /** As {@link #predict} left it, in whole samples. */
  int x;

  int y;

  MotionPredictor(BlockMap map) {
    this.map = map;
  }

  void predict(Block block) {
    int size = 1 << block.log2;
    int left = inter(block.x - 1, block.y);
    int above = inter(block.x, block.y - 1);
    int corner = inter(block.x + size, block.y - 1);
    corner = corner < 0 ? inter(block.x - 1, block.y - 1) : corner;
    int known = (left >= 0 ? 1 : 0) + (above >= 0 ? 1 : 0) + (corner >= 0 ? 1 : 0);
    if (known == 1) {
      int only = Math.max(left, Math.max(above, corner));
      x = map.vectorX[only];
      y = map.vectorY[only];
    } else {
      x =
          median(
              component(map.vectorX, left),
              component(map.vectorX, above),
              component(map.vectorX, corner));
      y =
          median(
              component(map.vectorY, left),
              component(map.vectorY, above),
              component(map.vectorY, corner));
    }
  }

  private int inter(int px, int py) {
    int at = map.find(px, py);
    return at >= 0 && map.kind[at] >= BlockMap.INTER ? at : -1;
  }

  private static int component(short[] vectors, int at) {
    return at < 0 ? 0 : vectors[at];
  }

  private static int median(int a, int b, int c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
