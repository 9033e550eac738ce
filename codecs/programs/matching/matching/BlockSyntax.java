package matching;

/** What is sent of each block, the same for both directions: a reader fills the block in. */
final class BlockSyntax {
  /** The deepest division into halves below the last division into quarters. */
  static final int MOST_HALVINGS = 3;

  final BinaryCoder coder;
  final Picture pic;
  final MotionCandidates candidates;
  final AffineCandidates affines;
  private final VectorSyntax vectors;
  final ResidualSyntax residual;
  private final SignSyntax signs;
  private final Reconstructor reconstructor;
  final IntraModeSyntax intraModes;
  private final Geometry g;
  private final BlockMap map;
  private final boolean inter;

  /** With what reconstructs what is read, in a decoder, and tells an encoder what it would be. */
  BlockSyntax(BinaryCoder coder, Picture pic, Reconstructor reconstructor) {
    this.coder = coder;
    this.pic = pic;
    this.g = pic.g;
    this.map = pic.map;
    this.inter = pic.references.length > 0;
    this.intraModes = new IntraModeSyntax(coder, pic);
    this.candidates = new MotionCandidates(pic, reconstructor.inter);
    this.affines = new AffineCandidates(pic, reconstructor.inter);
    this.vectors = new VectorSyntax(coder, pic, candidates);
    this.residual = new ResidualSyntax(coder, Math.min(5, pic.level));
    this.signs = new SignSyntax(coder, pic, reconstructor.inter);
    this.reconstructor = reconstructor;
  }

  // ---- the tree ----

  /**
   * Blocks that stick out of the picture, or are too large for intra, are divided without a word.
   */
  boolean mustDivide(int x, int y, int lw, int lh) {
    return (!inter && lw > Geometry.LARGEST_TRANSFORM)
        || x + (1 << lw) > g.width
        || y + (1 << lh) > g.height;
  }

  static boolean canQuarter(int lw, int lh, int halvings) {
    return lw == lh && lw > 3 && halvings == 0;
  }

  /** Whether a block may become an upper and a lower half. */
  static boolean canRows(int lw, int lh, int halvings) {
    return halvings < MOST_HALVINGS && lh > 2 && lw + lh > 5;
  }

  static boolean canColumns(int lw, int lh, int halvings) {
    return halvings < MOST_HALVINGS && lw > 2 && lw + lh > 5;
  }

  /** Whether it may become a half between two quarters instead of two halves. */
  static boolean canThree(int halves, int lw, int lh) {
    return (halves == Block.ROWS ? lh : lw) >= 4 && lw + lh >= 7;
  }

  /** How a node is divided. */
  int division(int x, int y, int lw, int lh, int halvings, int division) {
    if (mustDivide(x, y, lw, lh)) {
      return Block.QUAD;
    }
    boolean quad = canQuarter(lw, lh, halvings);
    boolean rows = canRows(lw, lh, halvings);
    boolean columns = canColumns(lw, lh, halvings);
    if (!quad && !rows && !columns) {
      return Block.LEAF;
    }
    int l = map.find(x - 1, y);
    int a = map.find(x, y - 1);
    // Neighbours that are smaller say that this one may be divided, and in which direction.
    int leftLh = l >= 0 ? map.lh[l] : 7;
    int aboveLw = a >= 0 ? map.lw[a] : 7;
    int deeper = (leftLh < lh ? 1 : 0) + (aboveLw < lw ? 1 : 0);
    int size = lw * 8 + lh;
    int level = pic.level;
    Element e = Element.DIVIDED;
    int area = lw + lh - 5;
    int[] slots = coder.mixer.slots;
    slots[0] = e.slot(0, area * 3 + deeper);
    slots[1] =
        e.slot(
            1,
            (size * 4 + Math.min(3, Math.max(0, lh - leftLh + 1))) * 4
                + Math.min(3, Math.max(0, lw - aboveLw + 1)));
    slots[2] = e.slot(2, ((halvings * 8 + level) * 3 + deeper) * 8 + area);
    around(x, y, lw, lh, halvings);
    if (coder.code(division != Block.LEAF ? 1 : 0, e, 0, (area * 3 + deeper) & 63, 6) == 0) {
      return Block.LEAF;
    }
    if (quad) {
      if (!rows && !columns) {
        return Block.QUAD;
      }
      int sizes = size(l) + size(a);
      if (coder.bit(
              division == Block.QUAD ? 1 : 0,
              Element.QUAD,
              (lw - 3) * 4 + Math.clamp((2 * (lw + lh) - sizes + 1) >> 1, 0, 3),
              (lw * 32 + Math.min(31, sizes)) * 8 + level & 4095)
          != 0) {
        return Block.QUAD;
      }
    }
    boolean upright = columns;
    if (rows && columns) {
      int lean = (leftLh < lh ? 2 : 0) + (aboveLw < lw ? 1 : 0);
      int shape = Math.clamp(lw - lh + 2, 0, 4);
      upright =
          coder.bit(
                  division == Block.COLUMNS || division == Block.THREE_COLUMNS ? 1 : 0,
                  Element.DIRECTION,
                  shape * 4 + lean,
                  (size * 4 + lean) * 4 + halvings,
                  (Math.min(7, leftLh) * 8 + Math.min(7, aboveLw)) * 16 + lw * 2 + (inter ? 1 : 0))
              != 0;
    }
    int halves = upright ? Block.COLUMNS : Block.ROWS;
    if (canThree(halves, lw, lh)) {
      int neighbour = upright ? lw - aboveLw : lh - leftLh;
      boolean three =
          coder.bit(
                  division >= Block.THREE_ROWS ? 1 : 0,
                  Element.THREE,
                  area,
                  (size * 2 + (upright ? 1 : 0)) * 4 + Math.clamp(neighbour + 1, 0, 3),
                  (halvings * 8 + level) * 2 + (inter ? 1 : 0))
              != 0;
      return three ? halves + Block.THREE_ROWS - Block.ROWS : halves;
    }
    return halves;
  }

  // Log2 of the size of the block there.
  private int size(int unit) {
    return unit >= 0 ? map.lw[unit] + map.lh[unit] : 2 * Geometry.LARGEST;
  }

  // More contexts of a division: sizes and kinds of four neighbours, what they hold, and how small
  // blocks are at the same place in the first reference.
  private void around(int x, int y, int lw, int lh, int halvings) {
    int l = map.find(x - 1, y);
    int a = map.find(x, y - 1);
    int sizes =
        size(l) + size(a) + size(map.find(x - 1, y - 1)) + size(map.find(x + (1 << lw), y - 1));
    int smaller = Math.clamp((4 * (lw + lh) - sizes + 12) >> 1, 0, 15);
    int density = (l < 0 ? 1 : map.density[l]) * 6 + (a < 0 ? 1 : map.density[a]);
    int kinds = (l >= 0 ? map.kind[l] : 3) * 4 + (a >= 0 ? map.kind[a] : 3);
    int before = 7;
    if (inter) {
      BlockMap ref = pic.references[0].map;
      int least = 2 * Geometry.LARGEST;
      for (int i = 0; i < 4; i++) {
        int rx = (x + (((i & 1) * 2 + 1) << lw >> 2)) >> 2;
        int ry = (y + (((i >> 1) * 2 + 1) << lh >> 2)) >> 2;
        int at = ry * ref.width + rx;
        least = Math.min(least, ref.lw[at] + ref.lh[at]);
      }
      before = Math.clamp(lw + lh - least + 2, 0, 6);
    }
    int area = lw + lh - 5;
    int[] slots = coder.mixer.slots;
    slots[3] = Element.DIVIDED_MORE.slot(0, (smaller * 8 + area) * 4 + halvings);
    slots[4] = Element.DIVIDED_MORE.slot(1, (density * 8 + area) * 4 + halvings);
    slots[5] = Element.DIVIDED_MORE.slot(2, (kinds * 8 + before) * 8 + area);
  }

  // ---- a leaf ----

  void code(Block b) {
    int l = map.find(b.x - 1, b.y);
    int a = map.find(b.x, b.y - 1);
    int kinds = (l >= 0 ? map.kind[l] : 3) * 4 + (a >= 0 ? map.kind[a] : 3);
    int area = b.lw + b.lh - 5;
    boolean mayBeIntra = b.lw < 6 && b.lh < 6;
    if (inter) {
      if (!coder.counts()) {
        candidates.merge(b.x, b.y, b.width(), b.height());
      }
      int step = reconstructor.quantiser(pic.qp, 0).step;
      int fit = candidates.fit(b.x, b.y, b.width(), b.height(), step);
      int[] slots = coder.mixer.slots;
      slots[0] = Element.SKIP.slot(0, kinds);
      slots[1] = Element.SKIP.slot(1, kinds * 8 + area);
      slots[2] = Element.SKIP.slot(2, pic.level * 64 + b.lw * 8 + b.lh);
      slots[3] = Element.SKIP_MORE.slot(0, (fit * 8 + area) * 8 + pic.level);
      slots[4] = Element.SKIP_MORE.slot(1, (fit * 7 + candidates.lead(0)) * 16 + kinds);
      b.skip = coder.code(b.skip ? 1 : 0, Element.SKIP, 0, kinds, 5) != 0;
      if (b.skip) {
        b.intra = false;
        b.merge = true;
      } else {
        b.intra =
            mayBeIntra
                && bit(
                        b.intra ? 1 : 0,
                        Element.INTRA,
                        kinds,
                        kinds * 8 + area,
                        pic.level,
                        Element.OWN.slot(0, (fit * 8 + area) * 8 + pic.level))
                    != 0;
      }
    } else {
      b.intra = true;
    }
    if (b.intra) {
      intraModes.code(b);
    } else {
      motion(b);
      b.light =
          mayBeLit(b)
              && coder.bit(
                      b.light ? 1 : 0,
                      Element.LIGHT,
                      (l >= 0 && map.light[l] ? 1 : 0) + (a >= 0 && map.light[a] ? 1 : 0),
                      area * 3 + (b.skip ? 0 : b.merge ? 1 : 2),
                      pic.level)
                  != 0;
      b.overlap =
          !b.light
              && mayOverlap(b)
              && coder.bit(
                      b.overlap ? 1 : 0,
                      Element.OVERLAP,
                      b.skip ? 0 : b.merge ? 1 : 2,
                      (area * 2 + (b.motion.bi() ? 1 : 0)) * 3 + (b.skip ? 0 : b.merge ? 1 : 2),
                      pic.level)
                  != 0;
      if (ThirdPrediction.fits(b)) {
        b.third = ThirdPrediction.code(coder, b, pic.level);
        if (b.third > 0 && coder.reads()) {
          b.thirdMotion.set(candidates.merges[(b.third - 1) >> 1]);
        }
      }
    }
    if (coder.reads()) {
      reconstructor.begin(b);
    }
    if (b.skip) {
      return;
    }
    if (canSplit(b)) {
      b.split = coder.bit(b.split ? 1 : 0, Element.SPLIT, b.lw, b.lw * 8 + pic.level, 0) != 0;
    }
    for (int p = 0; p < 3; p++) {
      for (int t = 0; t < b.count(p); t++) {
        if (coder.reads()) {
          reconstructor.predict(b, p, t);
        }
        transform(b, p, t);
        if (coder.reads()) {
          reconstructor.end(b, p, t);
        }
      }
    }
  }

  /** Whether a block may be fitted to the light around it. */
  static boolean mayBeLit(Block b) {
    return b.lw >= 3 && b.lh >= 3 && b.affine == null && b.field == null;
  }

  /** Whether a neighbour above or to the left moves in another way. */
  boolean mayOverlap(Block b) {
    if (b.lw < 3 || b.lh < 3) {
      return false;
    }
    for (int i = 0; i < b.width(); i += 4) {
      Motion m = map.motionAt(b.x + i, b.y - 1);
      if (m != null && !m.same(b.motion)) {
        return true;
      }
    }
    for (int i = 0; i < b.height(); i += 4) {
      Motion m = map.motionAt(b.x - 1, b.y + i);
      if (m != null && !m.same(b.motion)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the transforms of a block may be smaller than itself. */
  static boolean canSplit(Block b) {
    return b.intra && b.lw == b.lh && b.lw >= 3 && b.lw <= 5;
  }

  /** Whether a transform has levels, and these. */
  void transform(Block b, int p, int t) {
    int i = b.intra ? 1 : 0;
    int area = b.transformLw(p) + b.transformLh(p);
    residual.look(b, p, map);
    int energy = residual.energy;
    residual.misfit = misfit(b, p, t);
    boolean coded;
    int[] slots = coder.mixer.slots;
    if (p == 0) {
      int before = t > 0 && b.coded[0][t - 1] ? 1 : 0;
      Element e = Element.CODED_LUMA;
      int way = (b.merge ? 1 : 0) + 2 * i;
      int set = (area * 2 + i) * 2 + (b.split ? 1 : 0);
      slots[0] = e.slot(0, set);
      slots[1] = e.slot(1, ((area * 2 + i) * 8 + pic.level) * 2 + before);
      slots[2] = e.slot(2, (way + 4 * Math.min(t, 1) + 8 * before) * 36 + energy);
      slots[3] = Element.CODED_MORE.slot(0, (residual.misfit * 12 + area) * 4 + way);
      slots[4] = Element.CODED_MORE.slot(1, (referenceDensity(b, t) * 12 + area) * 4 + way);
      coded = coder.code(b.coded[0][t] ? 1 : 0, e, 0, set & 63, 5) != 0;
    } else {
      int y = b.coded[0][0] || b.coded[0][1] || b.coded[0][2] || b.coded[0][3] ? 1 : 0;
      int u = p == 1 ? 0 : b.coded[1][t] ? 2 : 1;
      Element e = Element.CODED_CHROMA;
      int set = (u * 2 + y) * 2 + i;
      slots[0] = e.slot(0, set);
      slots[1] = e.slot(1, ((u * 12 + area) * 2 + i) * 2 + y);
      slots[2] = e.slot(2, ((u * 8 + pic.level) * 2 + y) * 36 + energy);
      slots[3] = Element.CODED_MORE.slot(2, (residual.misfit * 12 + area) * 12 + set);
      coded = coder.code(b.coded[p][t] ? 1 : 0, e, 0, set, 4) != 0;
    }
    b.coded[p][t] = coded;
    if (coded) {
      residual.code(b, p, t);
      if (p == 0 && mayHaveKind(b) && residual.found > 1) {
        kind(b, t);
      }
      signs.code(b, p, t, b.border[p][t], reconstructor.quantiser(pic.qp, p));
    }
  }

  /** How badly the prediction of a transform joins its neighbours. */
  int misfit(Block b, int p, int t) {
    return BorderMisfit.of(b.border[p][t], reconstructor.quantiser(pic.qp, p), g.depthShift);
  }

  // How much the references hold where the motion leads, 6 without any.
  private int referenceDensity(Block b, int t) {
    if (!inter) {
      return 6;
    }
    int x = b.transformX(0, t) + (1 << (b.transformLw(0) - 1));
    int y = b.transformY(0, t) + (1 << (b.transformLh(0) - 1));
    int most = 0;
    for (int i = 0; i < 2; i++) {
      int ref = b.intra ? -i : b.motion.ref[i];
      if (ref >= 0) {
        BlockMap m = pic.references[ref].map;
        int rx = Math.clamp(x + (b.intra ? 0 : b.motion.x[i] >> 2), 0, g.width - 1) >> 2;
        int ry = Math.clamp(y + (b.intra ? 0 : b.motion.y[i] >> 2), 0, g.height - 1) >> 2;
        most = Math.max(most, m.density[ry * m.width + rx]);
      }
    }
    return most;
  }

  static boolean mayHaveKind(Block b) {
    return b.transformLw(0) <= 4 && b.transformLh(0) <= 4;
  }

  /** Which transform. */
  void kind(Block b, int t) {
    int i = b.intra ? 1 : 0;
    int near = t > 0 ? b.kind[t - 1] > 0 ? 2 : 1 : 0;
    int k = b.kind[t];
    int area = b.transformLw(0) + b.transformLh(0);
    int found = Math.min(3, residual.found >> 1);
    if (coder.bit(
            k > 0 ? 1 : 0,
            Element.KIND,
            (area * 2 + i) * 3 + near,
            ((area * 8 + residual.modeClass) * 3 + near) * 4 + found,
            pic.level * 8 + residual.modeClass)
        == 0) {
      b.kind[t] = 0;
      return;
    }
    if (b.intra
        && coder.bit(
                k == Transform.DIRECTIONAL ? 1 : 0,
                Element.DIRECTIONAL,
                area,
                (b.transformLw(0) * 8 + b.transformLh(0)) * 4 + Math.max(0, residual.modeClass - 2),
                pic.level * 4 + found)
            != 0) {
      b.kind[t] = (byte) Transform.DIRECTIONAL;
      return;
    }
    int v = k - 1;
    int h =
        coder.bit(
            v & 1,
            Element.KIND_INDEX,
            b.transformLw(0) * 2 + i,
            64 + b.transformLw(0) * 8 + residual.modeClass);
    int w =
        coder.bit(
            v >> 1 & 1,
            Element.KIND_INDEX,
            16 + (b.transformLh(0) * 2 + i) * 2 + h,
            256 + (b.transformLh(0) * 8 + residual.modeClass) * 2 + h);
    b.kind[t] = (byte) (1 + h + 2 * w);
  }

  // ---- motion ----

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

  private void slotsOf(Element e, int a, int b) {
    coder.mixer.slots[0] = e.slot(0, a);
    coder.mixer.slots[1] = e.slot(1, b);
  }

  // A decision of three contexts and one more.
  private int bit(int bit, Element e, int a, int b, int c, int more) {
    slotsOf(e, a, b);
    coder.mixer.slots[2] = e.slot(2, c);
    coder.mixer.slots[3] = more;
    return coder.code(bit, e, 0, a & 63, 4);
  }

  private void motion(Block b) {
    int area = b.lw + b.lh - 5;
    if (!b.skip) {
      int step = reconstructor.quantiser(pic.qp, 0).step;
      int fit = candidates.fit(b.x, b.y, b.width(), b.height(), step);
      int more = Element.OWN.slot(1, (fit * 7 + candidates.lead(0)) * 8 + area);
      b.merge = bit(b.merge ? 1 : 0, Element.MERGE, 0, area, pic.level, more) != 0;
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
    boolean bi = bit(b.motion.bi() ? 1 : 0, Element.BI, 0, area, pic.level, likely) != 0;
    for (int i = 0; i < (bi ? 2 : 1); i++) {
      int k = 0;
      int most = pic.references.length - 1;
      int other = i == 0 ? 7 : b.motion.ref[0];
      while (k < most
          && bit(
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
      slotsOf(Element.PREDICTOR, 0, area);
      coder.mixer.slots[2] = Element.OWN.slot(4, candidates.vectorFit(step) * 8 + pic.level);
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

  // ---- uneven motion ----

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
