package mixing;

/**
 * How much an encoder has worked so far. What takes long is looked at less closely: counted, not
 * timed, so that the same source gives the same bitstream.
 */
final class Effort {
  private static final int SOME = 8; // tune: 2..12
  private static final int MUCH = 10; // tune: 3..30

  /** Coefficients for which levels were chosen, tries included. */
  long coefficients;

  /** Luma samples coded. */
  long samples;

  // What may be spent in advance: the first pictures take most, and all others depend on them.
  private final long advance;

  /**
   * @param frames how many there are at least; where there are few, few depend on the first
   */
  Effort(Geometry g, int frames) {
    advance = Math.min(4, 3 * frames / 8) * (long) g.width * g.height + 20_000;
  }

  /** How often blocks may be halved from now on, at most. */
  int halvings() {
    long each = coefficients / (samples + advance);
    return each < SOME ? 2 : each < MUCH ? 1 : 0;
  }
}
