package matching;

/** Reads one picture. */
final class PictureDecoder {
  private final Picture pic;
  private final BinaryCoder coder;
  private final BlockSyntax syntax;

  PictureDecoder(BinaryCoder coder, Picture pic, int[] chromaOffset) {
    this.pic = pic;
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
    int division = syntax.division(x, y, lw, lh, halvings, Block.LEAF);
    if (division == Block.LEAF) {
      Block b = new Block(x, y, lw, lh).leaf();
      syntax.code(b);
      pic.map.put(b, pic.qp);
      return;
    }
    int columns = division == Block.ROWS ? 0 : 1;
    int rows = division == Block.COLUMNS ? 0 : 1;
    for (int i = 0; i < 1 << (columns + rows); i++) {
      int cx = x + ((i & columns) << (lw - 1));
      int cy = y + ((columns > 0 ? i >> 1 : i) << (lh - 1));
      tree(cx, cy, lw - columns, lh - rows, division == Block.QUAD ? 0 : halvings + 1);
    }
  }
}
