package matching;

import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.FrameReader;
import dev.codecsmith.codec.VideoFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Codes a video group by group, looking at the frames ahead. */
final class VideoEncoder {
  private static final int GROUP = 16; // tune: 4..32
  private static final int LEAF_OFFSET = 5; // tune: 2..8
  private static final int SLOPE = 24; // tune: 10..32
  private static final int LAMBDA_INTRA = 32; // tune: 12..64
  private static final int LAMBDA_INTER = 50; // tune: 24..96
  private static final int LAMBDA_LEVEL = 5; // tune: 0..14
  private static final int FILTER_REACH = 4;
  static final int LARGE = 640 * 480;
  private static final int PHASES = 800 * 640;
  private static final int SMALL = 300_000;
  private static final int FILTERED_LEVELS = 1;
  private static final int FEWEST_FOR_TRIAL = 8;

  /** A frame that was read, as a picture that can be searched. */
  private record Source(Picture picture, boolean cut) {
    int time() {
      return picture.time;
    }
  }

  private final Geometry g;
  private final int qp;
  private final BinaryCoder coder = BinaryCoder.writer();
  private final Pyramid pyramid = Pyramid.empty();
  private final AdaptiveFilter filter;
  private final ChromaBalance balance = new ChromaBalance();
  private final QpSyntax qps;
  private final SceneCut cuts;
  private final MotionMemory memory = new MotionMemory();
  private final FrameReader frames;
  private final Frame frame;
  private final int group;
  private final boolean small;
  // From FILTER_REACH frames before the next one that is not coded to a group ahead.
  private final List<Source> sources = new ArrayList<>();
  private Effort effort;
  private Consumer<Picture> watcher = pic -> {};
  private int read;
  private int coded;
  private boolean ended;

  VideoEncoder(VideoFormat format, FrameReader frames, int qp) {
    this.g = new Geometry(format);
    this.qp = qp;
    this.qps = new QpSyntax(qp);
    this.frames = frames;
    this.frame = new Frame(format);
    this.filter = new AdaptiveFilter(g);
    this.cuts = new SceneCut(g);
    // Large pictures are held for a shorter while.
    boolean large = (long) g.width * g.height > LARGE;
    // Of source pictures too all phases are kept where that takes no more than 9 MB each.
    this.small = (long) (g.width + 160) * (g.height + 160) <= SMALL;
    this.group = large ? Math.min(GROUP, 8) : GROUP;
  }

  /** Whether all phases of a picture are kept that others predict from: 16 MB each at most. */
  static boolean keepsPhases(Geometry g) {
    return (long) (g.width + 160) * (g.height + 160) <= PHASES;
  }

  /** Shows every picture as the decoder will have it, in the order of coding. */
  void watch(Consumer<Picture> newWatcher) {
    watcher = newWatcher;
  }

  void encode(OutputStream bitstream) throws IOException {
    int n = next();
    effort = new Effort(g, read);
    while (n > 0) {
      coder.counting(false);
      coder.raw(6, n);
      code(n);
      coder.drain(bitstream);
      n = next();
    }
    coder.counting(false);
    coder.raw(6, 0);
    coder.finish(bitstream);
  }

  /** Reads ahead; the number of frames in the next group, 0 at the end. */
  private int next() throws IOException {
    sources.removeIf(s -> s.time() < coded - FILTER_REACH);
    while (!ended && read < coded + 2 * group + FILTER_REACH) {
      ended = !frames.read(frame);
      if (!ended) {
        Plane[] planes = g.newPlanes();
        for (int p = 0; p < 3; p++) {
          planes[p].load(frame.plane(p), frame.width(p), frame.height(p));
        }
        Picture pic = Picture.ofSource(g, planes);
        pic.time = read++;
        pic.finish(small);
        sources.add(new Source(pic, cuts.begins(planes[0])));
      }
    }
    return size(coded);
  }

  // A group ends before a cut; the first picture of a scene is a group of its own.
  private int size(int from) {
    if (from >= read) {
      return 0;
    }
    if (from == 0 || source(from).cut()) {
      return 1;
    }
    int n = 1;
    while (n < group && from + n < read && !source(from + n).cut()) {
      n++;
    }
    return n;
  }

  private Source source(int time) {
    return sources.get(time - sources.get(0).time());
  }

  private void code(int n) {
    List<Lookahead.Node> plan = plan();
    forget();
    BinaryCoder taught = null;
    if (coded == 0 && qp >= 30 && read >= FEWEST_FOR_TRIAL) {
      // A trial of the first picture shows what chroma is worth, and what decisions cost once the
      // contexts know the picture.
      Picture trial = new Picture(g);
      trial.time = 0;
      prepare(trial, plan);
      taught = BinaryCoder.writer();
      encoder(taught, trial, source(0).picture().planes, Effort.ofTrial(g, read))
          .encode(new AdaptiveFilter(g));
      balance.measure(trial, source(0).picture().planes);
    }
    boolean change = balance.update();
    if (coded == 0) {
      balance.forget();
    }
    ChromaBalance.code(coder, balance.offsets, change);
    for (Pyramid.Place place : Pyramid.order(n)) {
      Picture pic = new Picture(g);
      pyramid.place(pic, coded - 1 + place.index(), place.level());
      prepare(pic, plan);
      qps.code(coder, pic.level, pic.qp);
      Plane[] original = source(pic.time).picture().planes;
      coder.guide(taught);
      encoder(coder, pic, place.level() < FILTERED_LEVELS ? quiet(pic.time) : original, effort)
          .encode(filter);
      coder.guide(null);
      coder.report(pic.time, pic.references.length == 0 ? "I" : pic.level == 0 ? "P" : "B");
      balance.measure(pic, original);
      pic.finish(keepsPhases(g));
      pyramid.add(pic);
      watcher.accept(pic);
    }
    coded += n;
    memory.forget(coded);
    pyramid.endGroup(coded - 1);
  }

  private PictureEncoder encoder(BinaryCoder to, Picture pic, Plane[] source, Effort spent) {
    int factor =
        pic.references.length == 0 ? LAMBDA_INTRA : LAMBDA_INTER + LAMBDA_LEVEL * pic.level;
    return new PictureEncoder(
        to, pic, source, balance.offsets, balance.weights, factor / 256.0, spent);
  }

  // The frame with its noise taken out.
  private Plane[] quiet(int time) {
    List<Picture> near = new ArrayList<>();
    for (int t = Math.max(0, time - FILTER_REACH);
        t <= Math.min(read - 1, time + FILTER_REACH);
        t++) {
      if (t != time) {
        near.add(source(t).picture());
      }
    }
    Picture pic = source(time).picture();
    if (near.isEmpty()) {
      return pic.planes;
    }
    Plane[] filtered = TemporalFilter.filter(g, pic, near, qp);
    forget();
    return filtered;
  }

  // Phases of source pictures take more memory than all else.
  private void forget() {
    for (Source s : sources) {
      s.picture().samples.forget();
    }
  }

  /** How much the pictures of this group and the next matter. */
  private List<Lookahead.Node> plan() {
    Lookahead lookahead = new Lookahead(g, qp, memory);
    List<Lookahead.Node> nodes = new ArrayList<>();
    List<Picture> pictures = new ArrayList<>();
    Pyramid ahead = Pyramid.empty();
    if (coded > 0) {
      add(source(coded - 1).picture(), 0, ahead, pictures, nodes, lookahead);
    }
    int from = coded;
    for (int groups = coded == 0 ? -1 : 0; groups < 2; groups++) {
      int n = size(from);
      for (Pyramid.Place place : n == 0 ? List.<Pyramid.Place>of() : Pyramid.order(n)) {
        add(
            source(from - 1 + place.index()).picture(),
            place.level(),
            ahead,
            pictures,
            nodes,
            lookahead);
      }
      from += n;
      ahead.endGroup(from - 1);
    }
    lookahead.propagate(nodes);
    return nodes;
  }

  private static void add(
      Picture pic,
      int level,
      Pyramid ahead,
      List<Picture> pictures,
      List<Lookahead.Node> nodes,
      Lookahead lookahead) {
    ahead.place(pic, pic.time, level);
    int[] references = new int[Math.min(3, pic.references.length)];
    for (int i = 0; i < references.length; i++) {
      references[i] = pictures.indexOf(pic.references[i]);
    }
    pic.references = new Picture[0];
    pictures.add(pic);
    nodes.add(new Lookahead.Node(pic, level, references, lookahead.squares()));
    ahead.add(pic);
  }

  /** Sets a picture's QP by its importance. */
  private void prepare(Picture pic, List<Lookahead.Node> plan) {
    for (Lookahead.Node node : plan) {
      if (node.source.time == pic.time) {
        pic.qp = Math.clamp(Math.round(qp + offset(node.importance)), 0, Quantiser.MAX_QP);
        pic.importance = new Importance(g, node.importance);
        return;
      }
    }
  }

  /** How much higher than the video's the QP of a picture of that importance is. */
  static double offset(double[] squares) {
    double mean = 0;
    for (double importance : squares) {
      mean += StrictMath.log(importance) / StrictMath.log(2) / squares.length;
    }
    return LEAF_OFFSET - SLOPE / 10.0 * mean;
  }
}
