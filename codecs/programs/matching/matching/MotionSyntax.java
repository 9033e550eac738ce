package matching;

/** How the motion of a block is sent, the same for both directions. */
final class MotionSyntax {
  private final BinaryCoder coder;
  private final Picture pic;
  private final BlockMap map;
  private final MotionCandidates candidates;
  private final AffineCandidates affines;
  private final VectorSyntax vectors;
  private final Reconstructor reconstructor;

  MotionSyntax(
      BinaryCoder coder,
      Picture pic,
      MotionCandidates candidates,
      AffineCandidates affines,
      Reconstructor reconstructor) {
    this.coder = coder;
    this.pic = pic;
    this.map = pic.map;
    this.candidates = candidates;
    this.affines = affines;
    this.vectors = new VectorSyntax(coder, pic, candidates);
    this.reconstructor = reconstructor;
  }

  // More contexts of candidate k: how well it fits, how well the one before, and which are pairs.
  private void mergeContexts(Block b, int k) {
    int step = reconstructor.quantiser(pic.qp, 0).step;
    int fit = candidates.fit(b.x, b.y, b.width(), b.height(), step);
    int lead = candidates.lead(k);
    int leadBefore = k > 0 ? candidates.lead(k - 1) : 7;
    int pair = candidates.merges[k].bi() ? 1 : 0;
    int nextPair = candidates.merges[k + 1].bi() ? 1 : 0;
    Element e = Element.MERGE_MORE;
    int[] slots = coder.mixer.slots;
    slots[3] = e.slot(0, ((k * 7 + lead) * 8 + pic.level) * 2 + (b.skip ? 1 : 0));
    slots[4] = e.slot(1, (k * 12 + fit) * 7 + lead);
    slots[5] = e.slot(2, ((k * 7 + lead) * 8 + leadBefore) * 2 + pair);
    slots[6] = e.slot(3, ((k * 2 + pair) * 2 + nextPair) * 8 + pic.level);
  }

  private static int refs(Motion m) {
    return m.ref[0] * 5 + m.ref[1] + 1;
  }

  /** Motion of a block: taken over or its own; a reader fills it in. */
  void code(Block b) {
    int area = b.lw + b.lh - 5;
    if (!b.skip) {
      int step = reconstructor.quantiser(pic.qp, 0).step;
      int fit = candidates.fit(b.x, b.y, b.width(), b.height(), step);
      int more = Element.OWN.slot(1, (fit * 7 + candidates.lead(0)) * 8 + area);
      b.merge = coder.bit(b.merge ? 1 : 0, Element.MERGE, 0, area, pic.level, more) != 0;
    }
    boolean uneven = AffineCandidates.fits(b.lw, b.lh);
    if (uneven && !coder.counts()) {
      affines.find(b.x, b.y, b.width(), b.height());
    }
    if (b.merge) {
      if (field(b)) {
        return;
      }
      if (uneven && affines.count > 0 && affine(b)) {
        affineIndex(b);
        return;
      }
      int k = 0;
      int[] slots = coder.mixer.slots;
      while (k < MotionCandidates.MERGES - 1) {
        slots[0] = Element.MERGE_INDEX.slot(0, k);
        slots[1] = Element.MERGE_INDEX.slot(1, k * 16 + area * 2 + (b.skip ? 1 : 0));
        slots[2] = Element.FIT.slot(0, k * 8 + candidates.lead(k));
        mergeContexts(b, k);
        if (coder.code(k < b.mergeIndex ? 1 : 0, Element.MERGE_INDEX, 0, k, 7) == 0) {
          break;
        }
        k++;
      }
      b.mergeIndex = k;
      if (coder.reads()) {
        b.motion.set(candidates.merges[k]);
      }
      return;
    }
    int weight = b.motion.weight;
    Motion first = candidates.merges[0];
    Motion next = candidates.merges[1];
    int pairs = (first.bi() ? 2 : 0) + (next.bi() ? 1 : 0);
    int likely = Element.OWN.slot(2, (pairs * 7 + candidates.lead(0)) * 8 + pic.level);
    boolean bi = coder.bit(b.motion.bi() ? 1 : 0, Element.BI, 0, area, pic.level, likely) != 0;
    for (int i = 0; i < (bi ? 2 : 1); i++) {
      int k = 0;
      int most = pic.references.length - 1;
      int other = i == 0 ? 7 : b.motion.ref[0];
      while (k < most
          && coder.bit(
                  k < b.motion.ref[i] ? 1 : 0,
                  Element.REFERENCE,
                  k * 2 + i,
                  (k * 2 + i) * 8 + pic.level,
                  (k * 8 + other) * 2 + (bi ? 1 : 0),
                  Element.OWN.slot(3, ((k * 2 + i) * 25 + refs(first)) * 25 + refs(next)))
              != 0) {
        k++;
      }
      candidates.predictors(b.x, b.y, b.width(), b.height(), k);
      int step = reconstructor.quantiser(pic.qp, 0).step;
      int[] slots = coder.mixer.slots;
      slots[0] = Element.PREDICTOR.slot(0, 0);
      slots[1] = Element.PREDICTOR.slot(1, area);
      slots[2] = Element.OWN.slot(4, candidates.vectorFit(step) * 8 + pic.level);
      b.predictor[i] = coder.code(b.predictor[i], Element.PREDICTOR, 0, 0, 3);
      vectors.code(b, i, k, bi);
    }
    if (uneven && affine(b)) {
      slopes(b);
    } else if (bi) {
      b.motion.weight = PairWeights.code(coder, weight, pic.level, area);
    }
  }

  // Whether a block moves as the references tell.
  private boolean field(Block b) {
    MotionField field = reconstructor.inter.field;
    if (field == null || !MotionField.fits(b.lw, b.lh)) {
      return false;
    }
    int step = reconstructor.quantiser(pic.qp, 0).step;
    int fit = candidates.fit(b.x, b.y, b.width(), b.height(), step);
    int area = b.lw + b.lh - 5;
    int skip = b.skip ? 1 : 0;
    boolean moves =
        coder.bit(
                b.field != null ? 1 : 0,
                Element.FIELD,
                area * 2 + skip,
                (fit * 2 + skip) * 8 + area,
                pic.level * 2 + skip)
            != 0;
    if (moves && coder.reads()) {
      b.field = field;
      b.motion.set(field.at(b.x + b.width() / 2, b.y + b.height() / 2));
    }
    return moves;
  }

  private boolean affine(Block b) {
    Motion l = map.motionAt(b.x - 1, b.y);
    Motion a = map.motionAt(b.x, b.y - 1);
    int near = (l != null && l.affine != null ? 1 : 0) + (a != null && a.affine != null ? 1 : 0);
    int how = b.skip ? 0 : b.merge ? 1 : 2;
    int area = b.lw + b.lh - 5;
    return coder.bit(
            b.affine != null ? 1 : 0,
            Element.AFFINE,
            near * 3 + how,
            (area * 3 + how) * 3 + near,
            (pic.level * 3 + how) * 5 + Math.min(4, affines.count))
        != 0;
  }

  private void affineIndex(Block b) {
    int k = 0;
    while (k < affines.count - 1
        && coder.bit(
                k < b.affineIndex ? 1 : 0,
                Element.AFFINE_INDEX,
                k * 4 + affines.count - 1,
                k * 2 + (b.skip ? 1 : 0))
            != 0) {
      k++;
    }
    b.affineIndex = k;
    if (coder.reads()) {
      b.affine = affines.models[k];
      b.motion.set(b.affine.motion);
    }
  }

  // Reads or writes the slopes of a block's own motion.
  private void slopes(Block b) {
    int w = b.width();
    int h = b.height();
    boolean reads = coder.reads();
    boolean six = coder.bit(!reads && b.affine.six ? 1 : 0, Element.SIX, 0, b.lw + b.lh - 5) != 0;
    int[][] sent = new int[2][4];
    for (int i = 0; i < (b.motion.bi() ? 2 : 1); i++) {
      for (int k = 0; k < (six ? 4 : 2); k++) {
        int from = affines.predicted(b.motion.ref[i], six, k, w, h);
        int v = reads ? 0 : b.affine.sent[i][k] - from;
        sent[i][k] = Math.clamp(from + coder.signed(v, Element.SLOPE, six ? 2 + k : k), -255, 255);
      }
    }
    if (reads) {
      b.affine = Affine.own(b.motion, six, sent, b.x, b.y, w, h);
    }
  }
}
