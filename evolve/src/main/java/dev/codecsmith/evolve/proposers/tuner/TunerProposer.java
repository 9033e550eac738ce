package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.history.HistoryFollower;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Known;
import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Tried;
import dev.codecsmith.sandbox.program.Program;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Tunes the marked constants of the best program: the next setting is the one that {@link
 * SettingSearch} finds most promising after what was tried of it.
 *
 * <p>What is known is found in the campaign's history, by the constants' values, so it depends on
 * nothing that a kill could take. Programs that are far behind the best are left alone: until the
 * library's strongest has been tried, that one is tuned, then whatever is best.
 */
public final class TunerProposer implements Proposer {
  public static final String NAME = "tuner";

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
    return new SettingSearch(space, base.family(), known, seed)
        .next(
            request.random().nextLong(),
            values -> request.proposed().hasContentOf(space.with(values)))
        .map(values ->
            Candidate.of(
                RandomTuner.named(base.name(), request.iteration()),
                space.with(values),
                NAME,
                base.id().stream().toList(),
                space.difference(space.values(), values) + "."));
  }
}
