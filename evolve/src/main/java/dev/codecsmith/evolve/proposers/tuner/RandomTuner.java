package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.sandbox.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/**
 * Changes marked constants of a good program. A parent is drawn from the best few (rank selection),
 * one or two of its constants take a step whose size is drawn on a logarithmic scale, so that both
 * fine and coarse changes are tried; a change that makes a known program is drawn again.
 *
 * <p>Before any experiment has a score the parents are the library's programs, the strongest first.
 * It is what a {@link TunerProposer} must beat.
 */
public final class RandomTuner implements Proposer {
  public static final String NAME = "random";

  private static final int PARENTS = 3;
  private static final int ATTEMPTS = 200;
  private static final double FINEST_STEP = 1 / 64.0;

  private final List<Parent> library;
  private final ParentChoice choice;
  private final String name;

  /**
   * What is changed.
   *
   * @param id the experiment's, if it was measured
   */
  record Parent(String name, Optional<String> id, Program program) {}

  /**
   * @param library programs to start from when nothing has a score yet, the strongest last
   */
  public RandomTuner(SequencedMap<String, Program> library) {
    this(library, new BestParents(PARENTS));
  }

  /**
   * @param choice which finished programs to start from
   */
  public RandomTuner(SequencedMap<String, Program> library, ParentChoice choice) {
    this(library, choice, NAME);
  }

  /**
   * @param name whom candidates are said to be of
   */
  RandomTuner(SequencedMap<String, Program> library, ParentChoice choice, String name) {
    this.choice = choice;
    this.name = name;
    this.library =
        library.reversed().sequencedEntrySet().stream()
            .map(entry -> new Parent(entry.getKey(), Optional.empty(), entry.getValue()))
            .toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<Candidate> propose(ProposalRequest request) {
    return step(parents(request), request);
  }

  /** A step from one of these programs, the first being the likeliest. */
  Optional<Candidate> step(List<Parent> parents, ProposalRequest request) {
    for (int attempt = 0; attempt < ATTEMPTS && !parents.isEmpty(); attempt++) {
      Parent parent = rankSelected(parents, request.random());
      Optional<Candidate> candidate = tuned(parent, request);
      if (candidate.isPresent()) {
        return candidate;
      }
    }
    return Optional.empty();
  }

  private List<Parent> parents(ProposalRequest request) {
    List<Parent> chosen =
        choice.of(request).stream()
            .map(finished ->
                new Parent(finished.name(), Optional.of(finished.id()), finished.program()))
            .filter(RandomTuner::isTunable)
            .toList();
    return chosen.isEmpty()
        ? library.stream().filter(RandomTuner::isTunable).limit(PARENTS).toList()
        : chosen;
  }

  private static boolean isTunable(Parent parent) {
    return !TunableConstant.of(parent.program()).isEmpty();
  }

  /** The first with probability a half, the second with a quarter, and so on. */
  private static Parent rankSelected(List<Parent> parents, SplittableRandom random) {
    int rank = 0;
    while (rank < parents.size() - 1 && random.nextBoolean()) {
      rank++;
    }
    return parents.get(rank);
  }

  private Optional<Candidate> tuned(Parent parent, ProposalRequest request) {
    SplittableRandom random = request.random();
    Program program = parent.program();
    List<String> changes = new ArrayList<>();
    int count = random.nextBoolean() ? 1 : 2;
    for (int i = 0; i < count; i++) {
      List<TunableConstant> constants = TunableConstant.of(program);
      TunableConstant constant = constants.get(random.nextInt(constants.size()));
      long value = step(constant, random);
      if (value != constant.value()) {
        program = constant.withValue(program, value);
        changes.add(constant.name() + " " + constant.value() + " → " + value);
      }
    }
    if (changes.isEmpty() || request.proposed().hasContentOf(program)) {
      return Optional.empty();
    }
    return Optional.of(
        Candidate.of(
            named(parent.name(), request.iteration()),
            program,
            name,
            parent.id().stream().toList(),
            String.join(", ", changes) + "."));
  }

  /** The short name of what was made of a program by changing constants. */
  static String named(String parent, int iteration) {
    return parent.replaceFirst("\\+t\\d+$", "") + "+t" + iteration;
  }

  private static long step(TunableConstant constant, SplittableRandom random) {
    double range = constant.high() - constant.low();
    double size = range / 2 * StrictMath.pow(FINEST_STEP, random.nextDouble());
    long distance = Math.max(1, Math.round(size));
    long value = constant.value() + (random.nextBoolean() ? distance : -distance);
    return Math.clamp(value, constant.low(), constant.high());
  }
}
