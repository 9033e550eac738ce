package dev.codecsmith.evolve.models.budget;

import dev.codecsmith.evolve.models.Attempt;
import dev.codecsmith.evolve.models.calls.CallLog;
import java.util.List;
import java.util.Optional;

/**
 * Whether a call that has failed attempts behind it may make another: each may have been paid for,
 * and together they may cost more than any reply.
 */
@FunctionalInterface
public interface Allowance {

  /** Any number of attempts. */
  Allowance UNLIMITED = attempts -> Optional.empty();

  /**
   * Why no further attempt may begin, in a sentence; empty while one may.
   *
   * @param attempts those of this call so far, which are not in any log yet
   */
  Optional<String> exceededBy(List<Attempt> attempts);

  /** What is left of a budget of which the calls in a log have been paid. */
  static Allowance of(Budget budget, CallLog log) {
    return attempts -> budget.exceededBy(log.spent().plus(attempts));
  }
}
