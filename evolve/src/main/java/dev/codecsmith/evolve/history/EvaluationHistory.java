package dev.codecsmith.evolve.history;

import dev.codecsmith.evolve.cascade.Hurdles;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.race.Spreads;
import dev.codecsmith.store.lifecycle.ExperimentIds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The experiments of a campaign that have ended, by iteration from 1 and without a gap. The newest
 * are in memory, since every iteration looks at them; one before those is read when it is asked
 * for. So a history of a hundred thousand takes no more memory than one of a thousand.
 *
 * <p>It only grows. Who must know it as it was at some time keeps a {@link View}.
 */
public final class EvaluationHistory {
  /** As many as are in memory. */
  static final int NEWEST = 256;

  private final IntFunction<PastExperiment> older;
  private final Optional<Cascade> cascade;
  private final Map<Integer, PastExperiment> newest = new HashMap<>();
  private int size;
  private Optional<PastExperiment> best = Optional.empty();
  private Hurdles hurdles;
  private RaceExperience races = RaceExperience.NONE;

  /**
   * @param older reads the experiment of an iteration that is no longer in memory; throws {@link
   *     java.io.UncheckedIOException} where it cannot be read
   * @param cascade the campaign's, if it has one
   * @param seed the campaign's
   */
  public EvaluationHistory(
      IntFunction<PastExperiment> older, Optional<Cascade> cascade, long seed) {
    this.older = older;
    this.cascade = cascade;
    this.hurdles = Hurdles.of(cascade, seed);
  }

  /** A history that is in memory as a whole; the experiments are of iterations from 1. */
  public static View of(List<PastExperiment> experiments) {
    List<PastExperiment> all = List.copyOf(experiments);
    EvaluationHistory history =
        new EvaluationHistory(iteration -> all.get(iteration - 1), Optional.empty(), 0);
    all.forEach(history::add);
    return history.view();
  }

  /**
   * Adds what has ended next.
   *
   * @throws IllegalArgumentException if it is not of the iteration behind the last one
   */
  public synchronized void add(PastExperiment ended) {
    if (ended.iteration() != size + 1) {
      throw new IllegalArgumentException(
          "%s has iteration %d, and the one behind %d was awaited"
              .formatted(ended.id(), ended.iteration(), size));
    }
    size++;
    newest.put(size, ended);
    newest.remove(size - NEWEST);
    if (ended.score().isPresent()
        && (best.isEmpty() || ended.score().get() < best.get().score().orElseThrow())) {
      best = Optional.of(ended);
    }
    hurdles = hurdles.with(size, ended.score(), ended.shortScore());
    if (cascade.filter(each -> each.framesAt(size) != each.framesAt(size - 1)).isPresent()) {
      races = races.afterRise();
    }
    races = races.with(ended.race(), ended.score());
  }

  /** As it is now. */
  public synchronized View view() {
    return new View(this, size, best, hurdles, races.spreads());
  }

  private PastExperiment at(int iteration) {
    synchronized (this) {
      PastExperiment known = newest.get(iteration);
      if (known != null) {
        return known;
      }
    }
    return older.apply(iteration);
  }

  /** The experiments up to some iteration. It never changes. */
  public static final class View {
    private final EvaluationHistory all;
    private final int size;
    private final Optional<PastExperiment> best;
    private final Hurdles hurdles;
    private final Spreads spreads;

    private View(
        EvaluationHistory all,
        int size,
        Optional<PastExperiment> best,
        Hurdles hurdles,
        Spreads spreads) {
      this.all = all;
      this.size = size;
      this.best = best;
      this.hurdles = hurdles;
      this.spreads = spreads;
    }

    /** How many they are, and the iteration of the last one. */
    public int size() {
      return size;
    }

    public boolean isEmpty() {
      return size == 0;
    }

    /** The one with the best score, the earliest of equals; empty while none has a score. */
    public Optional<PastExperiment> best() {
      return best;
    }

    /** What a program of a later iteration has to pass; see {@link Hurdles}. */
    public OptionalDouble hurdle(int iteration) {
      return hurdles.at(iteration);
    }

    /** How far the looks of races are off, as far as these experiments tell. */
    public Spreads spreads() {
      return spreads;
    }

    /**
     * The experiment of an iteration.
     *
     * @param iteration from 1 to {@link #size()}
     * @throws java.io.UncheckedIOException if it cannot be read from the store
     */
    public PastExperiment at(int iteration) {
      if (iteration < 1 || iteration > size) {
        throw new IndexOutOfBoundsException("iteration " + iteration + " of 1 to " + size);
      }
      return all.at(iteration);
    }

    /**
     * The experiment with an id, {@code exp_iter{N}_…}; empty if there is none among these.
     *
     * @throws java.io.UncheckedIOException if it cannot be read from the store
     */
    public Optional<PastExperiment> find(String id) {
      OptionalInt iteration = ExperimentIds.iterationOf(id);
      return iteration.isEmpty() || iteration.getAsInt() < 1 || iteration.getAsInt() > size
          ? Optional.empty()
          : Optional.of(all.at(iteration.getAsInt())).filter(found -> found.id().equals(id));
    }

    /** Those of iterations above the given one, read as the stream goes on. */
    public Stream<PastExperiment> after(int iteration) {
      return IntStream.rangeClosed(Math.max(0, iteration) + 1, size).mapToObj(all::at);
    }

    /** All of them by iteration, read as the stream goes on. */
    public Stream<PastExperiment> stream() {
      return after(0);
    }
  }
}
