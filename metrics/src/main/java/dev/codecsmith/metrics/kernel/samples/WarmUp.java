package dev.codecsmith.metrics.kernel.samples;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides between a plain loop and its vectorised twin, which gives the same bits.
 *
 * <p>Until the JIT compiler has optimised it, which takes hundreds of calls, a vectorised loop is a
 * hundred times slower than a plain one: each vector operation allocates. A short clip would be
 * measured more slowly with vectors than without. So the plain loop does the work at first, and
 * vectorised ones get calls to warm up on, for half of the time at most; as soon as a loop is
 * faster with vectors it keeps them. Where that never happens, it is given up.
 *
 * @param <K> the kind of kernel
 */
public final class WarmUp<K> {

  /** Speeds are compared over so many calls. */
  private static final int CALLS = 64;

  private static final long GIVE_UP_NANOS = 10_000_000_000L;

  /** Time that plain loops have worked and vectorised ones have not yet warmed up for. */
  public static final class Budget {
    private final AtomicLong nanos = new AtomicLong();
  }

  private final Budget budget;
  private final K plain;
  private final K vectorised;
  private final Speed plainSpeed = new Speed();
  private final Speed vectorisedSpeed = new Speed();
  private long vectorisedNanos;
  private volatile Phase phase = Phase.UNUSED;

  public enum Phase {
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

  public WarmUp(Budget budget, K plain, K vectorised) {
    this.budget = budget;
    this.plain = plain;
    this.vectorised = vectorised;
  }

  public Phase phase() {
    return phase;
  }

  /** Whether calls are still to be timed. */
  public boolean undecided() {
    return phase.compareTo(Phase.VECTORISED) < 0;
  }

  /** What runs once it is decided. */
  public K winner() {
    return phase == Phase.VECTORISED ? vectorised : plain;
  }

  /** What to call next, while it is undecided. */
  public synchronized K next() {
    if (phase == Phase.UNUSED) {
      phase = Phase.WARMING;
    }
    return budget.nanos.get() >= 0 ? vectorised : plain;
  }

  /** Says how long a call took. */
  public synchronized void took(K kernel, long nanos, long units) {
    if (kernel.equals(plain)) {
      budget.nanos.addAndGet(nanos);
      plainSpeed.add(nanos, units);
      return;
    }
    budget.nanos.addAndGet(-nanos);
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
