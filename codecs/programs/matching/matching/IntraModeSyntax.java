package matching;

import java.util.Arrays;

/** Which intra modes a block has: one of six probable ones, or another. */
final class IntraModeSyntax {
  private static final int PROBABLE = 6;

  private final BinaryCoder coder;
  private final BlockMap map;
  private final boolean inter;
  final TemplateModes templates;
  private final int[] probable = new int[PROBABLE];
  private final Gradients gradients;
  private int left;
  private int above;

  IntraModeSyntax(BinaryCoder coder, Picture pic) {
    this.coder = coder;
    this.map = pic.map;
    this.gradients = new Gradients(pic.planes[0]);
    this.templates = new TemplateModes(pic);
    this.inter = pic.references.length > 0;
  }

  /** The modes of luma and chroma. */
  void code(Block b) {
    if (!coder.counts()) {
      templates.look(b.x, b.y, b.lw, b.lh);
    }
    int[] near = nearModes(b.x, b.y, b.width(), b.height());
    b.fused = TemplateModes.applies(b) && fused(b.fused ? 1 : 0, b.lw + b.lh - 5) != 0;
    if (b.fused) {
      if (coder.reads()) {
        templates.give(b);
      }
      chromaMode(b);
      return;
    }
    int index = -1;
    for (int i = 0; i < PROBABLE; i++) {
      index = probable[i] == b.mode ? i : index;
    }
    index = probableIndex(index, near, b.lw + b.lh - 5);
    b.mode = index >= 0 ? probable[index] : otherMode(b.mode, b.lw - b.lh);
    chromaMode(b);
  }

  private int fused(int bit, int area) {
    return coder.bit(
        bit,
        Element.FUSED,
        inter ? 1 : 0,
        area * 2 + (inter ? 1 : 0),
        (gradients.sure * 2 + (left > 1 ? 1 : 0)) * 2 + (above > 1 ? 1 : 0));
  }

  /** What the modes of {@link TemplateModes} would cost a block; {@link #costs} must be known. */
  double fusedCost;

  // The modes to the left and above; sets the probable ones.
  private int[] nearModes(int x, int y, int w, int h) {
    int l = map.find(x - 1, y + h - 1);
    int a = map.find(x + w - 1, y - 1);
    left = l >= 0 ? map.mode[l] : IntraPredictor.PLANAR;
    above = a >= 0 ? map.mode[a] : IntraPredictor.PLANAR;
    gradients.look(x, y, w, h);
    setProbable();
    return new int[] {left, above};
  }

  // The index of a probable mode, or -1 for another.
  private int probableIndex(int index, int[] near, int area) {
    int kind = near[0] == near[1] ? near[0] > 1 ? 0 : 1 : Math.min(near[0], near[1]) > 1 ? 2 : 3;
    int pictures = inter ? 1 : 0;
    int sure = gradients.sure;
    int[] slots = coder.mixer.slots;
    slots[0] = Element.PROBABLE.slot(0, kind);
    slots[1] = Element.PROBABLE.slot(1, area * 4 + kind);
    slots[2] = Element.PROBABLE.slot(2, kind * 2 + pictures);
    slots[3] = Element.DERIVED.slot(0, sure * 4 + kind);
    if (coder.code(index >= 0 ? 1 : 0, Element.PROBABLE, 0, kind, 4) == 0) {
      return -1;
    }
    int k = 0;
    while (k < PROBABLE - 1) {
      int m = probable[k];
      int like =
          (m == left ? 1 : 0)
              + (m == above ? 2 : 0)
              + (m == gradients.first ? 4 : 0)
              + (m == gradients.second ? 8 : 0)
              + (m == templates.first ? 16 : 0)
              + (m == templates.second ? 32 : 0);
      slots[0] = Element.PROBABLE_INDEX.slot(0, k);
      slots[1] = Element.PROBABLE_INDEX.slot(1, (k * 4 + kind) * 8 + area);
      slots[2] = Element.DERIVED.slot(1, (k * 64 + like) * 4 + sure);
      if (coder.code(k < index ? 1 : 0, Element.PROBABLE_INDEX, 0, k, 3) == 0) {
        break;
      }
      k++;
    }
    return k;
  }

  private int otherMode(int mode, int shape) {
    Arrays.sort(probable);
    int rest = mode;
    for (int i = PROBABLE - 1; i >= 0; i--) {
      rest -= rest > probable[i] ? 1 : 0;
    }
    int v = 1;
    for (int i = 5; i >= 0; i--) {
      v = v * 2 + coder.bit(rest >> i & 1, Element.MODE, v, Math.clamp(shape + 2, 0, 4) * 64 + v);
    }
    rest = v & 63;
    for (int i = 0; i < PROBABLE; i++) {
      rest += rest >= probable[i] ? 1 : 0;
    }
    return Math.min(rest, IntraPredictor.MODES - 1);
  }

  /** Counts what each mode would cost a block there. */
  void costs(int x, int y, int lw, int lh, double[] costs) {
    templates.look(x, y, lw, lh);
    int[] near = nearModes(x, y, 1 << lw, 1 << lh);
    coder.bits();
    double single = 0;
    if (x > 0 || y > 0) {
      fused(1, lw + lh - 5);
      fusedCost = coder.bits();
      fused(0, lw + lh - 5);
      single = coder.bits();
    }
    probableIndex(-1, near, lw + lh - 5);
    Arrays.fill(costs, coder.bits() + 5.9 + single);
    for (int i = 0; i < PROBABLE; i++) {
      probableIndex(i, near, lw + lh - 5);
      costs[probable[i]] = coder.bits() + single;
    }
  }

  void chromaMode(Block b) {
    int l = map.find(b.x - 1, b.y);
    int a = map.find(b.x, b.y - 1);
    int near = (l >= 0 && map.fromLuma[l] ? 1 : 0) + (a >= 0 && map.fromLuma[a] ? 1 : 0);
    int area = b.lw + b.lh - 5;
    int fromLuma = b.chromaMode >= IntraPredictor.FROM_LUMA ? 1 : 0;
    if (coder.bit(
            fromLuma,
            Element.FROM_LUMA,
            near,
            area * 2 + (inter ? 1 : 0),
            near * 4 + ResidualSyntax.direction(b.mode))
        != 0) {
      b.chromaMode = IntraPredictor.FROM_LUMA + way(b.chromaMode - IntraPredictor.FROM_LUMA, area);
      return;
    }
    int k = 0;
    while (k < 4
        && coder.bit(k < b.chromaMode ? 1 : 0, Element.CHROMA_MODE, k, k * 68 + b.mode) != 0) {
      k++;
    }
    b.chromaMode = k;
  }

  // How luma leads to chroma.
  private int way(int way, int area) {
    int k = 0;
    while (k < ChromaFromLuma.WAYS - 1
        && coder.bit(k < way ? 1 : 0, Element.WAY, k, k * 8 + area) != 0) {
      k++;
    }
    return k;
  }

  // As in VVC (H.266, 8.4.2): planar, the neighbours' directions, those of the gradients around,
  // and those beside them.
  private void setProbable() {
    probable[0] = IntraPredictor.PLANAR;
    count = 1;
    offer(templates.first);
    offer(left > 1 ? left : 0);
    offer(above > 1 ? above : 0);
    offer(templates.second);
    offer(gradients.first);
    offer(gradients.second);
    int directions = count - 1;
    offer(IntraPredictor.DC);
    if (directions == 0) {
      offer(IntraPredictor.VERTICAL);
      offer(IntraPredictor.HORIZONTAL);
      offer(IntraPredictor.VERTICAL - 4);
      offer(IntraPredictor.VERTICAL + 4);
    }
    for (int step = 1; count < PROBABLE; step++) {
      for (int k = 0; k < 2 * Math.min(2, directions); k++) {
        int from = probable[1 + (k >> 1)];
        offer(2 + Math.floorMod(from - 2 + ((k & 1) == 0 ? -step : step), 65));
      }
    }
  }

  private int count;

  private void offer(int mode) {
    boolean has = mode < 1 || count >= PROBABLE;
    for (int i = 0; i < count && !has; i++) {
      has = probable[i] == mode;
    }
    if (!has) {
      probable[count++] = mode;
    }
  }
}
