package matching;

/**
 * The differences of a block's own vectors from their predictors. How large one is depends on how
 * well its predictor fits what lies around the block, on the differences of the neighbours, on the
 * other component and the other vector of a pair; its sign on which way the template around the
 * block would rather be moved.
 *
 * <p>The sign: as motion vector difference sign prediction of ECM (JVET-AA0092, 2022), but as a
 * context.
 */
final class VectorSyntax {
  private static final int CLASSES = 6;

  /** Class of a neighbour without vectors of its own. */
  static final int NONE = CLASSES - 1;

  private static final int STEPS = 12;
  private static final int[] LEANS = {9, 12, 14, 15, 17, 18, 21, 28};

  private final BinaryCoder coder;
  private final Picture pic;
  private final MotionCandidates candidates;

  VectorSyntax(BinaryCoder coder, Picture pic, MotionCandidates candidates) {
    this.coder = coder;
    this.pic = pic;
    this.candidates = candidates;
  }

  /** Where contexts of the sign begin: the better a side fits, the likelier it is. */
  static void begin(long[] contexts) {
    for (int k = 0; k <= LEANS.length; k++) {
      long p = 32768 + (k - LEANS.length / 2) * 65536L / 16;
      contexts[Element.VECTOR_SIGN.slot(0, k)] = p << 24 | p << 8 | 4;
    }
  }

  /** How large a difference is, in classes. */
  static int size(int d) {
    int v = Math.abs(d);
    return v == 0 ? 0 : v < 2 ? 1 : v < 5 ? 2 : v < 16 ? 3 : 4;
  }

  /** Writes or reads vector {@code i} of a block; its reference and predictor are known. */
  void code(Block b, int i, int ref, boolean bi) {
    int fromX = candidates.px[b.predictor[i]];
    int fromY = candidates.py[b.predictor[i]];
    int wantX = b.motion.x[i] - fromX;
    int wantY = b.motion.y[i] - fromY;
    int sizeX = size(b, i, ref, bi, 0, Math.abs(wantX), pic.level);
    int dx = sign(b, i, ref, 0, sizeX, wantX < 0, fromX, fromY);
    int far = (1 + Math.min(3, sizeX)) * 8 + pic.level;
    b.differences[i][0] = dx;
    int sizeY = size(b, i, ref, bi, 1, Math.abs(wantY), far);
    int dy = sign(b, i, ref, 1, sizeY, wantY < 0, fromX + dx, fromY);
    b.differences[i][1] = dy;
    b.motion.set(i, ref, MotionCandidates.limit(fromX + dx), MotionCandidates.limit(fromY + dy));
  }

  private int near(int x, int y) {
    int at = pic.map.find(x, y);
    return at < 0 ? NONE : pic.map.moved[at];
  }

  private int size(Block b, int i, int ref, boolean bi, int component, int value, int old) {
    int area = b.lw + b.lh - 5;
    int step = Quantiser.of(pic.qp).step;
    int fit = b.predictor[i] > 0 ? 12 : candidates.vectorFit(step);
    int how = (bi ? 1 + i : 0) * 2 + b.predictor[i];
    int near = near(b.x - 1, b.y) * CLASSES + near(b.x, b.y - 1);
    int first = i > 0 ? size(b.differences[0][component]) : NONE;
    int other = component > 0 ? size(b.differences[i][0]) : NONE;
    int span = Math.abs(pic.time - pic.referenceTimes[ref]);
    int time = Math.min(5, 32 - Integer.numberOfLeadingZeros(span)) * 4 + Math.min(3, ref);
    int[] slots = coder.mixer.slots;
    Element e = Element.VECTOR;
    int width = 0;
    int base = 0;
    while (width < 20) {
      int s = Math.min(width, STEPS - 1);
      slots[0] = Element.DIFFERENCE.slot(1, old * 16 + Math.min(width, 15));
      slots[1] = e.slot(0, (fit * STEPS + s) * 2 + component);
      slots[2] = e.slot(1, ((first * CLASSES + other) * STEPS + s) * 2 + component);
      slots[3] = e.slot(2, (near * STEPS + s) * 2 + component);
      slots[4] = e.slot(3, (how * 8 + area) * STEPS + s);
      slots[5] = Element.DIFFERENCE.slot(0, Math.min(width, 15));
      slots[6] = e.slot(4, (time * STEPS + s) * 2 + component);
      int set = s * 2 + component;
      if (coder.code(value - base >= 1 << width ? 1 : 0, e, set, 32 + how, 7) == 0) {
        break;
      }
      base += 1 << width;
      width++;
    }
    return base + coder.golombRest(width, value - base, Element.DIFFERENCE, old);
  }

  private int sign(Block b, int i, int ref, int component, int size, boolean less, int x, int y) {
    if (size == 0) {
      return 0;
    }
    int dx = component == 0 ? size : 0;
    int dy = component == 0 ? 0 : size;
    long more = candidates.misfitOf(ref, x + dx, y + dy, b) + 8L;
    long fewer = candidates.misfitOf(ref, x - dx, y - dy, b) + 8L;
    long ratio = more * 16 / fewer;
    int lean = 0;
    while (lean < LEANS.length && ratio >= LEANS[lean]) {
      lean++;
    }
    int first = i == 0 ? 3 : Integer.signum(b.differences[0][component]) + 1;
    boolean opposite =
        i > 0
            && pic.referenceTimes[ref] > pic.time != pic.referenceTimes[b.motion.ref[0]] > pic.time;
    int pair = first * 2 + (opposite ? 1 : 0);
    int[] slots = coder.mixer.slots;
    Element e = Element.VECTOR_SIGN;
    slots[0] = e.slot(0, lean);
    slots[1] = e.slot(1, (lean * 5 + size(size)) * 2 + component);
    slots[2] = e.slot(2, pair * 9 + lean);
    int bit = coder.code(less ? 1 : 0, e, 0, 1 + pair, 3);
    return bit != 0 ? -size : size;
  }
}
