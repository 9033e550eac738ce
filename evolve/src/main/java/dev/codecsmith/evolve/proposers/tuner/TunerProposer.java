package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.history.HistoryFollower;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.evolve.proposers.tuner.CovarianceSearch.Box;
import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Known;
import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Tried;
import dev.codecsmith.sandbox.program.Program;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/**
 * Tunes the marked constants of the best program. A Gaussian process over what was tried of it
 * foretells scores, and CMA-ES finds the setting that promises most: the lowest score that is
 * likely, by a bound that is drawn anew each time, so that settings which are measured side by side
 * differ (Snoek, Larochelle and Adams: Practical Bayesian Optimization of Machine Learning
 * Algorithms, NIPS 2012). It looks no further from the best than a distance that grows where it
 * finds better ones and shrinks where it does not (Eriksson and others: Scalable Global
 * Optimization via Local Bayesian Optimization, NeurIPS 2019), and changes few constants at once
 * while little is known.
 *
 * <p>What is known is found in the campaign's history, by the constants' values, so it depends on
 * nothing that a kill could take. Programs that are far behind the best are left alone: until the
 * library's strongest has been tried, that one is tuned, then whatever is best.
 */
public final class TunerProposer implements Proposer {
  public static final String NAME = "tuner";

  private static final int GENERATIONS = 40;

  private final Optional<Program> strongest;
  private final String strongestName;
  private final ParentChoice choice;
  private final long seed;
  private final RandomTuner steps;
  private final HistoryFollower<Known> tried = new HistoryFollower<>(TunedPrograms::new);

  /**
   * What is tuned.
   *
   * @param id the experiment's, if it was measured
   * @param space of the program, with the values to look around
   * @param family what was tried of it
   */
  private record Base(String name, Optional<String> id, ConstantSpace space, List<Tried> family) {
    RandomTuner.Parent parent() {
      return new RandomTuner.Parent(name, id, space.program());
    }
  }

  /**
   * @param library programs to start from when nothing has a score yet, the strongest last
   * @param seed the campaign's
   */
  public TunerProposer(SequencedMap<String, Program> library, long seed) {
    this(library, seed, new BestParents(1), true);
  }

  /**
   * @param choice which finished programs to start from; the first of them is tuned
   */
  public TunerProposer(SequencedMap<String, Program> library, long seed, ParentChoice choice) {
    this(library, seed, choice, false);
  }

  private TunerProposer(
      SequencedMap<String, Program> library,
      long seed,
      ParentChoice choice,
      boolean strongestFirst) {
    this.choice = choice;
    this.seed = seed;
    this.steps = new RandomTuner(library, choice, NAME);
    this.strongest =
        Optional.ofNullable(library.lastEntry())
            .map(Map.Entry::getValue)
            .filter(program -> strongestFirst && !ConstantSpace.of(program).isEmpty());
    this.strongestName = Optional.ofNullable(library.lastEntry()).map(Map.Entry::getKey).orElse("");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<Candidate> propose(ProposalRequest request) {
    Known known = tried.answer(request.history(), request.iteration());
    Optional<Base> base = base(request, known);
    return base.flatMap(found -> promising(found, known, request))
        .or(() -> base.flatMap(found -> steps.step(List.of(found.parent()), request)))
        .or(() -> steps.propose(request));
  }

  /** The library's strongest until it has been tried; the first choice from then on. */
  private Optional<Base> base(ProposalRequest request, Known known) {
    if (strongest.isPresent()) {
      ConstantSpace space = ConstantSpace.of(strongest.get());
      if (known.of(space).isEmpty()) {
        return Optional.of(new Base(strongestName, Optional.empty(), space, List.of()));
      }
    }
    return choice.of(request).stream()
        .map(parent -> base(parent, known))
        .filter(parent -> !parent.space().isEmpty())
        .findFirst();
  }

  private static Base base(PastExperiment parent, Known known) {
    ConstantSpace space = ConstantSpace.of(parent.program());
    return new Base(
        parent.name(),
        Optional.of(parent.id()),
        space,
        space.isEmpty() ? List.of() : known.of(space));
  }

  private Optional<Candidate> promising(Base base, Known known, ProposalRequest request) {
    if (base.family().isEmpty()) {
      return Optional.empty();
    }
    ConstantSpace space = base.space();
    long drawn = request.random().nextLong();
    GaussianProcess process =
        Lengths.fit(
            space,
            Observations.of(space, base.family()),
            known,
            base.family().getFirst().order(),
            seed);
    SplittableRandom random = new SplittableRandom(drawn);
    double[] best = space.point(space.values());
    List<Integer> free = free(base, random);
    double reach = Reach.of(base.family());
    double caution = -StrictMath.log(1 - random.nextDouble());
    double[] low = new double[free.size()];
    double[] high = new double[free.size()];
    double[] start = new double[free.size()];
    for (int i = 0; i < low.length; i++) {
      int direction = free.get(i);
      double most = Math.max(reach, space.spacing(direction));
      low[i] = Math.max(0, best[direction] - most);
      high[i] = Math.min(1, best[direction] + most);
      start[i] = low[i] + random.nextDouble() * (high[i] - low[i]);
    }
    List<Promise> promises = new ArrayList<>();
    double[] _ =
        CovarianceSearch.least(
            new Box(start, low, high),
            GENERATIONS,
            part -> {
              double[] point = best.clone();
              for (int i = 0; i < part.length; i++) {
                point[free.get(i)] = part[i];
              }
              List<Long> values = space.values(point);
              GaussianProcess.Expected expected = process.at(space.point(values));
              double promise = expected.value() - caution * expected.deviation();
              promises.add(new Promise(values, promise));
              return promise;
            },
            random.nextLong());
    return untried(base, promises, request);
  }

  /** A setting, and how low its score may well be. */
  private record Promise(List<Long> values, double score) {}

  /** Which constants may change: few while little is known. */
  private static List<Integer> free(Base base, SplittableRandom random) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < base.space().constants().size(); i++) {
      all.add(i);
    }
    int most = Math.min(all.size(), 2 + base.family().size() / 4);
    Collections.shuffle(all, random);
    return List.copyOf(all.subList(0, 1 + random.nextInt(most)));
  }

  /** The setting that promises most of those that nobody tried or tries. */
  private static Optional<Candidate> untried(
      Base base, List<Promise> promises, ProposalRequest request) {
    ConstantSpace space = base.space();
    return promises.stream()
        .distinct()
        .sorted((one, other) -> Double.compare(one.score(), other.score()))
        .filter(promise -> !request.proposed().hasContentOf(space.with(promise.values())))
        .findFirst()
        .map(promise ->
            Candidate.of(
                RandomTuner.named(base.name(), request.iteration()),
                space.with(promise.values()),
                NAME,
                base.id().stream().toList(),
                space.difference(space.values(), promise.values()) + "."));
  }
}
