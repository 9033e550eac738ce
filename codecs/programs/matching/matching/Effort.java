package matching;

/**
 * How much an encoder has worked so far. What takes long is looked at less closely: counted, not
 * timed, so that the same source gives the same bitstream.
 */
final class Effort {
  private static final int LEAST = 12; // tune: 6..12
  private static final int MOST = 16; // tune: 12..24

  // Luma samples of the frames read ahead from which on the start of the process hardly counts.
  private static final int LONG = 3_000_000;

  // Frames from which on a key picture is one of many.
  private static final int MANY = 24;

  // The last level of the pyramid that is searched more thoroughly, as long as little was spent.
  private static final int DEEP = 5; // tune: -1..5

  // Frames from which on more is tried in the first picture: of fewer it is a large part.
  private static final int SOME = 16;

  /**
   * Coefficients for which levels were chosen: all tries but the last of a block, by exact levels.
   */
  long coefficients;

  /**
   * Whether pictures without references are searched more broadly, at a fourth of the account:
   * where others follow, they are few, take a large part of the bits, and all others depend on
   * them.
   */
  final boolean broad;

  /** Intra modes that are then tried in full. */
  final int finalists;

  /** Whether all transforms are, and other pictures for uneven motion. */
  final boolean kinds;

  /** Luma samples coded. */
  long samples;

  // What may be spent in advance: the first pictures take most, and all others depend on them.
  private final long advance;
  private final boolean far;
  private final int some;
  private final int much;
  private final int little;

  /**
   * @param frames how many there are at least; where there are few, few depend on the first
   */
  Effort(Geometry g, int frames) {
    this(g, frames, true);
  }

  private Effort(Geometry g, int frames, boolean counts) {
    long known = (long) g.width * g.height * frames;
    // Samples of large pictures are not at hand as fast.
    boolean large = (long) g.width * g.height > VideoEncoder.LARGE;
    far = counts && frames >= MANY && !large;
    some = large ? LEAST : Math.clamp(known * MOST / LONG, LEAST, MOST);
    much = Math.max(some, 2 * some - 9);
    little = 2 * some / 3;
    broad = counts && frames >= SOME;
    finalists = Math.clamp(frames / 3, 3, 8);
    kinds = counts && frames >= SOME;
    advance = Math.min(4, 3 * frames / 8) * (long) g.width * g.height + 20_000;
  }

  /** Of a picture that is coded to see what it costs, and then once more. */
  static Effort ofTrial(Geometry g, int frames) {
    return new Effort(g, frames, false);
  }

  private long each() {
    return coefficients / (samples + advance);
  }

  /** Whether so little was spent that levels may be chosen exactly in every try. */
  boolean exact() {
    return each() < little;
  }

  /** How often blocks may be halved from now on; once more where pictures are searched deeply. */
  int halvings() {
    long each = each();
    return each < some ? 2 : each < much ? 1 : 0;
  }

  /**
   * Whether a picture is searched more thoroughly: all while little was spent, then the first
   * level.
   */
  boolean deep(int level) {
    return far && level <= (halvings() > 1 ? DEEP : 0);
  }
}
