package dev.codecsmith.evolve.archive;

import java.util.List;
import java.util.Optional;

/**
 * A population and a rule for breeding from it. Two archives of the same strategy and settings that
 * were given the same members answer every question alike. Not safe for use by several threads.
 */
public interface Archive {

  /**
   * Takes a finished experiment, failed ones too.
   *
   * @throws IllegalArgumentException if its iteration is not above that of the last one added
   */
  void add(Member member);

  /**
   * What to make the candidate of an iteration from, given the members added so far. Asking changes
   * nothing: the answer depends on the members, the seed and the iteration only.
   */
  Choice choose(int iteration);

  /** The members that may still be chosen, best score first. */
  List<Member> elites();

  /** The best member ever added; the earliest of equals. */
  Optional<Member> best();
}
