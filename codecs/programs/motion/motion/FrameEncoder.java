package motion;

import dev.codecsmith.codec.Frame;

/** Encodes pictures: searches each block of the largest size, then writes what was found. */
final class FrameEncoder {
  private final Geometry geometry;
  private final Models models;
  private final BinaryCoder coder;
  private final Plane[] source;
  private final SceneCut cut;
  private Picture previous;

  FrameEncoder(Geometry geometry, Models models, BinaryCoder coder) {
    this.geometry = geometry;
    this.models = models;
    this.coder = coder;
    this.cut = new SceneCut(geometry);
    this.source = new Plane[geometry.planes];
    for (int p = 0; p < source.length; p++) {
      source[p] = geometry.newPlane(p);
    }
  }

  /** Codes the next frame; returns what the decoder will have of it. */
  Picture encode(Frame frame, int baseQp) {
    for (int p = 0; p < source.length; p++) {
      source[p].load(frame.plane(p), frame.width(p), frame.height(p));
    }
    boolean intra = cut.begins(source[0]) || previous == null;
    coder.flag(Contexts.FRAME + 1, intra);
    Picture picture = new Picture(geometry, intra ? null : previous);
    encode(picture, FrameDecoder.qp(baseQp, intra));
    picture.finish();
    previous = picture;
    return picture;
  }

  private void encode(Picture picture, int qp) {
    BlockSyntax syntax = new BlockSyntax(geometry, picture);
    BlockSearch search =
        new BlockSearch(
            geometry,
            source,
            picture,
            syntax,
            new Reconstructor(geometry, picture, qp),
            models,
            new Lambda(qp, geometry.format.bitDepth()));
    coder.spentOn(Spending.OTHER);
    int size = 1 << Geometry.LARGEST;
    for (int y = 0; y < geometry.height; y += size) {
      for (int x = 0; x < geometry.width; x += size) {
        Block tree = search.search(x, y, Geometry.LARGEST);
        picture.map.clear(x, y, size);
        write(syntax, picture, tree);
      }
    }
  }

  private void write(BlockSyntax syntax, Picture picture, Block block) {
    if (block == null) {
      return;
    }
    boolean split = syntax.split(coder, block.x, block.y, block.log2, block.children != null);
    coder.spentOn(Spending.SPLIT);
    if (split) {
      for (Block child : block.children) {
        write(syntax, picture, child);
      }
      return;
    }
    syntax.code(coder, block);
    picture.map.put(block);
  }
}
