package matching;

/** Reads one picture. */
final class PictureDecoder {
  private final Picture pic;
  private final BinaryCoder coder;
  private final BlockSyntax syntax;

  PictureDecoder(BinaryCoder coder, Picture pic, int[] chromaOffset) {
    this.pic = pic;
    coder.mixer.level = pic.level;
    this.coder = coder;
    this.syntax = new BlockSyntax(coder, pic, new Reconstructor(pic, chromaOffset));
  }

  void decode(AdaptiveFilter filter) {
    for (int y = 0; y < pic.g.height; y += 64) {
      for (int x = 0; x < pic.g.width; x += 64) {
        tree(x, y, Geometry.LARGEST, Geometry.LARGEST, 0);
      }
    }
    filter.soft.note(pic);
    new Deblocker(pic).run();
    filter.decode(coder, pic);
  }

  private void tree(int x, int y, int lw, int lh, int halvings) {
    if (x >= pic.g.width || y >= pic.g.height) {
      return;
    }
    int division = syntax.divisions.code(x, y, lw, lh, halvings, Block.LEAF);
    if (division == Block.LEAF) {
      Block b = new Block(x, y, lw, lh).leaf();
      syntax.code(b);
      pic.map.put(b, pic.qp);
      return;
    }
    for (int i = 0; i < Block.parts(division); i++) {
      int cx = x + Block.partX(division, i, lw);
      int cy = y + Block.partY(division, i, lh);
      int partLw = Block.partLw(division, i, lw);
      int partLh = Block.partLh(division, i, lh);
      tree(cx, cy, partLw, partLh, division == Block.QUAD ? 0 : halvings + 1);
    }
  }
}
