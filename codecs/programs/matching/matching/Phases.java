package matching;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Luma of a picture at all sixteen quarter positions, made in tiles where it is asked for, and
 * kept: in all rows, or in as many as lie around where an encoder is. Places count in padded luma.
 */
final class Phases {
  private static final int TILE_BITS = 5;
  private static final int TILE = 1 << TILE_BITS;
  private static final int COUNT = 16;

  private final Interpolator maker;
  private final int stride;
  private final int kept;
  private final boolean packs;
  private final int tilesAcross;
  private final short[][] samples = new short[COUNT][];
  private final MemorySegment[] segments = new MemorySegment[COUNT];
  private final boolean[][] ready = new boolean[COUNT][];
  private int top;

  /**
   * @param kept how many rows
   * @param packs whether four samples at a time may be compared
   */
  Phases(Interpolator maker, int stride, int kept, boolean packs) {
    this.maker = maker;
    this.stride = stride;
    this.kept = kept;
    this.packs = packs;
    tilesAcross = (stride + TILE - 1) >> TILE_BITS;
  }

  /** Keeps rows from this one on, or a little above it, and what is known of them. */
  void moveTo(int y) {
    int from = y >> TILE_BITS << TILE_BITS;
    int down = from - top;
    top = from;
    for (int i = 0; i < COUNT && down != 0; i++) {
      if (samples[i] == null) {
        continue;
      }
      boolean[] done = ready[i];
      if (down < 0 || down >= kept) {
        Arrays.fill(done, false);
        continue;
      }
      int tiles = (down >> TILE_BITS) * tilesAcross;
      System.arraycopy(samples[i], down * stride, samples[i], 0, (kept - down) * stride);
      System.arraycopy(done, tiles, done, 0, done.length - tiles);
      Arrays.fill(done, done.length - tiles, done.length, false);
    }
  }

  /** Whether such rows are kept. */
  boolean hold(int y, int h) {
    return y >= top && y + h <= top + kept;
  }

  /** Shows a block of rows that are kept. */
  void look(int fx, int fy, int x, int y, int w, int h, Interpolator.View view) {
    int i = fy * 4 + fx;
    if (samples[i] == null) {
      samples[i] = new short[stride * kept];
      segments[i] = packs ? MemorySegment.ofArray(samples[i]) : null;
      ready[i] = new boolean[tilesAcross * ((kept + TILE - 1) >> TILE_BITS)];
    }
    int down = y - top;
    for (int ty = down >> TILE_BITS; ty <= (down + h - 1) >> TILE_BITS; ty++) {
      for (int tx = x >> TILE_BITS; tx <= (x + w - 1) >> TILE_BITS; tx++) {
        if (!ready[i][ty * tilesAcross + tx]) {
          ready[i][ty * tilesAcross + tx] = true;
          int x0 = tx << TILE_BITS;
          int y0 = top + (ty << TILE_BITS);
          maker.fill(fx, fy, x0, y0, x0 + TILE, y0 + TILE, samples[i], top, view.between);
        }
      }
    }
    view.samples = samples[i];
    view.at = down * stride + x;
    view.stride = stride;
    view.segment = segments[i];
  }
}
