package matching;

/** Codes one picture. */
final class PictureEncoder {
  private final Picture pic;
  private final Plane[] source;
  private final BinaryCoder coder;
  private final BlockSyntax syntax;
  private final BlockSearch search;
  private final double lambda;
  private final double[] weights;

  /**
   * @param chromaOffset what the QPs of the chroma planes are lower by
   * @param weights what a squared error in each plane counts
   * @param factor lambda, as a share of the squared quantiser step
   */
  PictureEncoder(
      BinaryCoder coder,
      Picture pic,
      Plane[] source,
      int[] chromaOffset,
      double[] weights,
      double factor,
      Effort effort) {
    this.coder = coder;
    this.pic = pic;
    coder.mixer.level = pic.level;
    this.source = source;
    this.weights = weights;
    double step = Quantiser.sampleStep(pic.qp, pic.g.depthShift);
    lambda = factor * step * step;
    Reconstructor reconstructor = new Reconstructor(pic, chromaOffset);
    syntax = new BlockSyntax(coder, pic, reconstructor);
    LeafSearch leaves = new LeafSearch(pic, source, reconstructor, syntax, weights, lambda, effort);
    search = new BlockSearch(pic, lambda, syntax, leaves, effort);
  }

  void encode(AdaptiveFilter filter) {
    coder.counting(false);
    for (int y = 0; y < pic.g.height; y += 64) {
      for (Picture reference : pic.references) {
        reference.samples.around(y);
      }
      for (int x = 0; x < pic.g.width; x += 64) {
        write(search.square(x, y), 0);
      }
    }
    for (Picture reference : pic.references) {
      reference.samples.leave();
    }
    filter.soft.note(pic);
    new Deblocker(pic).run();
    new AdaptiveFilterSearch(filter, coder).encode(pic, source, lambda, weights);
  }

  private void write(Block b, int halvings) {
    if (b == null) {
      return;
    }
    syntax.divisions.code(b.x, b.y, b.lw, b.lh, halvings, b.division);
    if (b.division == Block.LEAF) {
      syntax.code(b);
      pic.map.put(b, pic.qp);
      return;
    }
    for (Block c : b.children) {
      write(c, b.division == Block.QUAD ? 0 : halvings + 1);
    }
  }
}
