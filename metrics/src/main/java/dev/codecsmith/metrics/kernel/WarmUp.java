package dev.codecsmith.metrics.kernel;

/**
 * Decides between a plain loop and its vectorised twin, which gives the same bits.
 *
 * <p>Until the JIT compiler has optimised it, which takes hundreds of calls, a vectorised loop is a
 * hundred times slower than a plain one: each vector operation allocates. A short clip would be
 * measured more slowly with vectors than without. So the plain loop does the work at first, and the
 * vectorised one gets calls to warm up on, but only a fraction of the time; as soon as it is the
 * faster one it takes over. Where that never happens, it is given up.
 *
 * @param <K> the kind of kernel
 */
final class WarmUp<K> {

  /** Of the time, the vectorised loop gets one part and the plain one so many. */
  private static final int PLAIN_PARTS = 3;

  /** Speeds are compared over so many calls. */
  private static final int CALLS = 64;

  private static final long GIVE_UP_NANOS = 10_000_000_000L;

  private final K plain;
  private final K vectorised;
  private final Speed plainSpeed = new Speed();
  private final Speed vectorisedSpeed = new Speed();
  private long balance;
  private long vectorisedNanos;
  private volatile Phase phase = Phase.UNUSED;

  enum Phase {
    UNUSED,
    WARMING,
    VECTORISED,
    PLAIN
  }

  /** Time per unit of work over the latest calls. */
  private static final class Speed {
    private int calls;
    private long nanos;
    private long units;
    private double nanosPerUnit = Double.POSITIVE_INFINITY;

    /** Takes a call's time, and says whether the speed is a new one. */
    boolean add(long callNanos, long callUnits) {
      nanos += callNanos;
      units += callUnits;
      calls++;
      if (calls < CALLS) {
        return false;
      }
      nanosPerUnit = (double) nanos / units;
      calls = 0;
      nanos = 0;
      units = 0;
      return true;
    }
  }

  WarmUp(K plain, K vectorised) {
    this.plain = plain;
    this.vectorised = vectorised;
  }

  Phase phase() {
    return phase;
  }

  /** Whether calls are still to be timed. */
  boolean undecided() {
    return phase.compareTo(Phase.VECTORISED) < 0;
  }

  /** What runs once it is decided. */
  K winner() {
    return phase == Phase.VECTORISED ? vectorised : plain;
  }

  /** What to call next, while it is undecided. */
  synchronized K next() {
    if (phase == Phase.UNUSED) {
      phase = Phase.WARMING;
    }
    return balance >= 0 ? vectorised : plain;
  }

  /** Says how long a call took. */
  synchronized void took(K kernel, long nanos, long units) {
    if (kernel.equals(plain)) {
      balance += nanos;
      plainSpeed.add(nanos, units);
      return;
    }
    balance -= PLAIN_PARTS * nanos;
    vectorisedNanos += nanos;
    if (vectorisedSpeed.add(nanos, units)
        && vectorisedSpeed.nanosPerUnit < plainSpeed.nanosPerUnit
        && plainSpeed.nanosPerUnit < Double.POSITIVE_INFINITY) {
      phase = Phase.VECTORISED;
    } else if (vectorisedNanos > GIVE_UP_NANOS && phase == Phase.WARMING) {
      phase = Phase.PLAIN;
    }
  }
}
