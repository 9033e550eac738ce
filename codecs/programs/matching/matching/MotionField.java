package matching;

/**
 * The motion through a picture as its two nearest references, one before and one behind, tell it
 * before anything of the picture is known: for each 8x8 the vector, and its opposite, along which
 * both agree best. A candidate for merging, and the motion of whole blocks that move in as many
 * ways as there are 8x8 in them; its vectors cost no bits, since a decoder finds it as well.
 *
 * <p>Frame rate up-conversion for coding (S. Klomp, M. Munderloh, Y. Vatis, J. Ostermann,
 * "Decoder-side block motion estimation for H.264/MPEG-4 AVC based video coding", ISCAS 2009; JEM's
 * bilateral matching, JVET-A1001, 2015; AV2's temporally interpolated prediction), with the
 * candidates of a recursive search (G. de Haan et al., "True-motion estimation with 3-D recursive
 * search block matching", IEEE TCSVT 3(5), 1993).
 */
final class MotionField {
  private static final int LOG2 = 3;

  /** Samples of a cell. */
  static final int CELL = 1 << LOG2;

  /** What is compared around a cell, every second row of it. */
  private static final int WINDOW = 16;

  private static final int MOST = 64;
  private static final int SMOOTH = 8;
  private static final int[] DX = {1, 0, -1, 0};
  private static final int[] DY = {0, 1, 0, -1};

  private final Picture pic;
  private final Interpolator first;
  private final Interpolator second;
  private final int width;
  private final int height;
  // In samples.
  private final int[] vx;
  private final int[] vy;
  private final Motion[] motions;
  // Where they were asked for.
  private final Motion[] refined;
  private int x;
  private int y;
  private int guessX;
  private int guessY;
  private int bestX;
  private int bestY;
  private int best;

  private MotionField(Picture pic) {
    this.pic = pic;
    this.first = pic.references[0].samples;
    this.second = pic.references[1].samples;
    width = pic.g.width >> LOG2;
    height = pic.g.height >> LOG2;
    vx = new int[width * height];
    vy = new int[width * height];
    motions = new Motion[width * height];
    refined = new Motion[width * height];
  }

  /** The field of a picture, or null where it has no such references. */
  static MotionField of(Picture pic) {
    if (pic.references.length < 2) {
      return null;
    }
    if (!OpticalFlow.between(pic, 0, 1)) {
      return null;
    }
    MotionField field = new MotionField(pic);
    field.search();
    return field;
  }

  /** Whether a block of that size is large enough to move by the field. */
  static boolean fits(int lw, int lh) {
    return lw >= 4 && lh >= 4 && lw + lh >= 9;
  }

  /** Where contexts begin: such motion is not frequent. */
  static void begin(long[] contexts) {
    for (int input = 0; input < Element.FIELD.inputs; input++) {
      for (int c = 0; c < 1 << Element.CONTEXT_BITS; c++) {
        long p = 65536 / 8;
        contexts[Element.FIELD.slot(input, c)] = p << 24 | p << 8 | 3;
      }
    }
  }

  /** The motion at a sample. */
  Motion at(int px, int py) {
    return motions[
        Math.clamp(py >> LOG2, 0, height - 1) * width + Math.clamp(px >> LOG2, 0, width - 1)];
  }

  /** The motion of a cell that begins at a sample within the picture, refined. */
  Motion refined(int px, int py, MotionRefiner refiner) {
    int at = (py >> LOG2) * width + (px >> LOG2);
    Motion m = refined[at];
    if (m == null) {
      m = new Motion();
      refiner.refineAgain(motions[at], px, py, CELL, CELL, m);
      refined[at] = m;
    }
    return m;
  }

  private void search() {
    for (int cy = 0; cy < height; cy++) {
      for (int cx = 0; cx < width; cx++) {
        forward(cx, cy);
      }
    }
    for (int cy = height - 1; cy >= 0; cy--) {
      for (int cx = width - 1; cx >= 0; cx--) {
        backward(cx, cy);
      }
    }
    for (int cy = 0; cy < height; cy++) {
      for (int cx = 0; cx < width; cx++) {
        settle(cx, cy);
      }
    }
  }

  private void start(int cx, int cy) {
    x = (cx << LOG2) + (CELL - WINDOW) / 2;
    y = (cy << LOG2) + (CELL - WINDOW) / 2;
    best = Integer.MAX_VALUE;
  }

  private void forward(int cx, int cy) {
    start(cx, cy);
    int at = cy * width + cx;
    int left = cx > 0 ? at - 1 : -1;
    int above = cy > 0 ? at - width : -1;
    int right = cy > 0 && cx + 1 < width ? at - width + 1 : -1;
    int from = left >= 0 ? left : above;
    guessX = from < 0 ? 0 : vx[from];
    guessY = from < 0 ? 0 : vy[from];
    if (left >= 0 && above >= 0 && right >= 0) {
      guessX = median(vx[left], vx[above], vx[right]);
      guessY = median(vy[left], vy[above], vy[right]);
    }
    offer(0, 0);
    offer(left);
    offer(above);
    offer(right);
    offer(left >= 0 && above >= 0 ? above - 1 : -1);
    for (int r = 0; r < 2; r++) {
      offer(pic.references[r], (cx << LOG2) + CELL / 2, (cy << LOG2) + CELL / 2);
    }
    for (int step = 8; step > 0; step >>= 1) {
      descend(step, 3);
    }
    keep(at);
  }

  private void backward(int cx, int cy) {
    start(cx, cy);
    int at = cy * width + cx;
    int right = cx + 1 < width ? at + 1 : -1;
    int below = cy + 1 < height ? at + width : -1;
    int left = cx > 0 ? at - 1 : -1;
    int above = cy > 0 ? at - width : -1;
    guessX = vx[at];
    guessY = vy[at];
    if (right >= 0 && below >= 0 && left >= 0 && above >= 0) {
      guessX = (vx[right] + vx[below] + vx[left] + vx[above] + 2) >> 2;
      guessY = (vy[right] + vy[below] + vy[left] + vy[above] + 2) >> 2;
    }
    offer(at);
    offer(right);
    offer(below);
    offer(right >= 0 && below >= 0 ? below + 1 : -1);
    offer(left >= 0 && below >= 0 ? below - 1 : -1);
    offer(guessX, guessY);
    descend(2, 1);
    descend(1, 3);
    keep(at);
  }

  private void keep(int at) {
    vx[at] = bestX;
    vy[at] = bestY;
  }

  private void descend(int step, int rounds) {
    boolean moved = true;
    for (int round = 0; moved && round < rounds; round++) {
      int ox = bestX;
      int oy = bestY;
      for (int d = 0; d < 4; d++) {
        offer(ox + DX[d] * step, oy + DY[d] * step);
      }
      moved = ox != bestX || oy != bestY;
    }
  }

  // What blocks of a reference moved by.
  private void offer(Picture reference, int px, int py) {
    Motion m = reference.map.motion[(py >> 2) * reference.map.width + (px >> 2)];
    if (m == null || reference.referenceTimes.length == 0) {
      return;
    }
    int i = m.ref[0] >= 0 ? 0 : 1;
    int have = reference.time - reference.referenceTimes[m.ref[i]];
    int want = pic.time - pic.referenceTimes[0];
    if (have != 0) {
      offer(whole(m.x[i] * want / have), whole(m.y[i] * want / have));
    }
  }

  private static int whole(int quarters) {
    return (quarters + 2) >> 2;
  }

  private void offer(int at) {
    if (at >= 0) {
      offer(vx[at], vy[at]);
    }
  }

  private void offer(int mx, int my) {
    boolean known = best < Integer.MAX_VALUE && mx == bestX && my == bestY;
    if (known || Math.max(Math.abs(mx), Math.abs(my)) > MOST) {
      return;
    }
    int away = Math.min(16, Math.abs(mx - guessX) + Math.abs(my - guessY));
    int base = away * (SMOOTH << pic.g.depthShift);
    int c = base + apart(mx, my, best - base);
    if (c < best) {
      best = c;
      bestX = mx;
      bestY = my;
    }
  }

  private int opposite(int quarters) {
    return OpticalFlow.opposite(pic, 0, 1, quarters);
  }

  private int apart(int mx, int my, int limit) {
    char[] a = first.whole();
    char[] b = second.whole();
    int stride = first.wholeStride();
    int i = first.wholeAt(x, y, 4 * mx, 4 * my);
    int j = second.wholeAt(x, y, opposite(4 * mx) + 2, opposite(4 * my) + 2);
    int sum = 0;
    for (int r = 0; r < WINDOW && sum < limit; r += 2) {
      for (int c = 0; c < WINDOW; c++) {
        sum += Math.abs(a[i + c] - b[j + c]);
      }
      i += 2 * stride;
      j += 2 * stride;
    }
    return sum;
  }

  // Between samples by the parabola through the costs around.
  private void settle(int cx, int cy) {
    start(cx, cy);
    int at = cy * width + cx;
    int mx = vx[at];
    int my = vy[at];
    int here = apart(mx, my, Integer.MAX_VALUE);
    int qx = 4 * mx + between(apart(mx - 1, my, BOUND), here, apart(mx + 1, my, BOUND));
    int qy = 4 * my + between(apart(mx, my - 1, BOUND), here, apart(mx, my + 1, BOUND));
    Motion left = cx > 0 ? motions[at - 1] : null;
    Motion m = left;
    if (left == null || left.x[0] != qx || left.y[0] != qy) {
      m = new Motion();
      m.set(0, 0, qx, qy);
      m.set(1, 1, opposite(qx), opposite(qy));
    }
    motions[at] = m;
  }

  private static final int BOUND = Integer.MAX_VALUE;

  private static int between(int less, int here, int more) {
    int bend = less + more - 2 * here;
    if (bend <= 0) {
      return 0;
    }
    int twice = 4 * (less - more) / bend;
    return Math.clamp((twice + (twice < 0 ? -1 : 1)) / 2, -2, 2);
  }

  private static int median(int a, int b, int c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
