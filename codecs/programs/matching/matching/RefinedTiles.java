package matching;

/**
 * What {@link MotionRefiner} found for parts of blocks, remembered: it follows from the motion and
 * from finished pictures alone, and an encoder asks for the same again and again.
 */
final class RefinedTiles {
  /** What is refined by itself at last. */
  static final int PART = 8;

  private static final int BITS = 11;

  private final MotionRefiner refiner;
  private final Tile[] tiles = new Tile[1 << BITS];

  RefinedTiles(MotionRefiner refiner) {
    this.refiner = refiner;
  }

  /** A part of at most 16x16. */
  static final class Tile {
    private final Motion given = new Motion();
    private int x = -1;
    private int y;
    private int w;
    private int h;

    /** Its motion, where it is refined as one. */
    final Motion whole = new Motion();

    /** The motion of each 8x8, row after row. */
    final Motion[] parts = {new Motion(), new Motion(), new Motion(), new Motion()};

    /** Whether these are the same. */
    boolean even;
  }

  /** That of a part, until the next one is asked for. */
  Tile of(Motion m, int x, int y, int w, int h) {
    long hash =
        (((long) x * 31 + y) * 31 + w) * 31
            + h
            + (((long) m.x[0] * 8191 + m.y[0]) * 8191 + m.x[1]) * 8191
            + m.y[1]
            + (m.ref[0] * 5L + m.ref[1]) * 1_000_003;
    int at = (int) ((hash * 0x9E3779B97F4A7C15L) >>> (64 - BITS));
    Tile tile = tiles[at];
    if (tile == null) {
      tile = new Tile();
      tiles[at] = tile;
    } else if (tile.x == x && tile.y == y && tile.w == w && tile.h == h && tile.given.same(m)) {
      return tile;
    }
    tile.x = x;
    tile.y = y;
    tile.w = w;
    tile.h = h;
    tile.given.set(m);
    refine(tile);
    return tile;
  }

  private void refine(Tile tile) {
    refiner.refine(tile.given, tile.x, tile.y, tile.w, tile.h, tile.whole);
    tile.even = true;
    if (tile.w <= PART && tile.h <= PART) {
      return;
    }
    int n = 0;
    for (int py = tile.y; py < tile.y + tile.h; py += PART) {
      for (int px = tile.x; px < tile.x + tile.w; px += PART) {
        refiner.refineAgain(tile.whole, px, py, PART, PART, tile.parts[n]);
        tile.even &= tile.parts[n++].same(tile.whole);
      }
    }
  }
}
