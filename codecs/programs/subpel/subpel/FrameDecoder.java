package subpel;

/** Decodes one picture, block by block. */
final class FrameDecoder {
  private final Geometry geometry;
  private final BinaryCoder coder;
  private final BlockSyntax syntax;
  private final Reconstructor reconstructor;
  private final Picture picture;
  private final int qp;

  FrameDecoder(Geometry geometry, BinaryCoder coder, Picture picture, int qp) {
    this.geometry = geometry;
    this.coder = coder;
    this.picture = picture;
    this.qp = qp;
    this.syntax = new BlockSyntax(geometry, picture);
    this.reconstructor = new Reconstructor(geometry, picture, qp);
  }

  void decode() {
    int size = 1 << Geometry.LARGEST;
    for (int y = 0; y < geometry.height; y += size) {
      for (int x = 0; x < geometry.width; x += size) {
        tree(x, y, Geometry.LARGEST);
      }
    }
    new Deblocker(geometry, picture, qp).run();
    for (Plane plane : picture.planes) {
      plane.extend();
    }
  }

  private void tree(int x, int y, int log2) {
    if (x >= geometry.width || y >= geometry.height) {
      return;
    }
    if (syntax.split(coder, x, y, log2, false)) {
      int half = 1 << (log2 - 1);
      for (int i = 0; i < 4; i++) {
        tree(x + (i & 1) * half, y + (i >> 1) * half, log2 - 1);
      }
      return;
    }
    Block block = new Block(x, y, log2, geometry);
    syntax.code(coder, block);
    reconstructor.reconstruct(block);
    picture.map.put(block);
  }
}
