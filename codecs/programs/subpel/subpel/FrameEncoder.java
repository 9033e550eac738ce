package subpel;

import dev.codecsmith.codec.Frame;
import java.util.IdentityHashMap;

/** Encodes pictures: searches each block of the largest size, then writes what was found. */
final class FrameEncoder {
  private final Geometry geometry;
  private final Models models;
  private final BinaryCoder coder;
  private final Plane[] source;
  private final SceneCut cut;
  private IdentityHashMap<Picture, Phases> phases = new IdentityHashMap<>();

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

  /** Codes the next frame and adds what the decoder will have of it to the rhythm. */
  Picture encode(Frame frame, Rhythm rhythm, int baseQp) {
    for (int p = 0; p < source.length; p++) {
      source[p].load(frame.plane(p), frame.width(p), frame.height(p));
    }
    boolean restart = cut.begins(source[0]) || rhythm.nextOrder() == 0;
    coder.flag(Contexts.FRAME + 1, restart);
    if (restart) {
      rhythm.restart();
    }
    Picture picture = new Picture(geometry, rhythm.nextOrder(), rhythm.references());
    int qp = Rhythm.qp(baseQp, picture.order);
    encode(picture, qp);
    new Deblocker(geometry, picture, qp).run();
    for (Plane plane : picture.planes) {
      plane.extend();
    }
    rhythm.add(picture);
    return picture;
  }

  private void encode(Picture picture, int qp) {
    Lambda lambda = new Lambda(qp, picture.references.length == 0, geometry.format.bitDepth());
    BlockSyntax syntax = new BlockSyntax(geometry, picture);
    BlockSearch search =
        new BlockSearch(
            geometry,
            source,
            picture,
            phases(picture.references),
            syntax,
            new Reconstructor(geometry, picture, qp),
            models,
            lambda);
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

  private Phases[] phases(Picture[] references) {
    IdentityHashMap<Picture, Phases> kept = new IdentityHashMap<>();
    Phases[] all = new Phases[references.length];
    for (int i = 0; i < references.length; i++) {
      Phases known = phases.get(references[i]);
      all[i] = known != null ? known : new Phases(references[i].planes[0], geometry.maxSample);
      kept.put(references[i], all[i]);
    }
    phases = kept;
    return all;
  }
}
