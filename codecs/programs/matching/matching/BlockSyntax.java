package matching;

/** What is sent of each block, the same for both directions: a reader fills the block in. */
final class BlockSyntax {
  final BinaryCoder coder;
  final Picture pic;
  final MotionCandidates candidates;
  final AffineCandidates affines;
  final ResidualSyntax residual;
  private final SignSyntax signs;
  private final Reconstructor reconstructor;
  final IntraModeSyntax intraModes;
  final DivisionSyntax divisions;
  private final MotionSyntax motions;
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
    this.divisions = new DivisionSyntax(coder, pic);
    this.motions = new MotionSyntax(coder, pic, candidates, affines, reconstructor);
    this.residual = new ResidualSyntax(coder, Math.min(5, pic.level));
    this.signs = new SignSyntax(coder, pic, reconstructor.inter);
    this.reconstructor = reconstructor;
  }

  void code(Block b) {
    int l = map.find(b.x - 1, b.y);
    int a = map.find(b.x, b.y - 1);
    int kinds = map.kinds(l, a);
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
                && coder.bit(
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
      motions.code(b);
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
}
