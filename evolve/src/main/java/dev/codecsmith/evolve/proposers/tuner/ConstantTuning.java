package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Tried;
import dev.codecsmith.sandbox.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tunes the marked constants of one program outside of any campaign: it says which setting to try
 * next, and is told what came of it. As the tuner does, it moves on from the best setting so far.
 */
public final class ConstantTuning {
  private static final int DRAWS = 4;

  private final long seed;
  private final List<Tried> tried = new ArrayList<>();
  private final TunedPrograms none = new TunedPrograms();
  private ConstantSpace best;
  private Optional<Double> bestScore;

  /**
   * @param score the program's, lower is better
   * @param seed the same gives the same settings
   */
  public ConstantTuning(Program program, double score, long seed) {
    this.seed = seed;
    this.best = ConstantSpace.of(program);
    this.bestScore = Optional.of(score);
    tried.add(new Tried(1, "", best.values(), bestScore));
  }

  /** Whether the program marks no constant, so that there is nothing to try. */
  public boolean isEmpty() {
    return best.isEmpty();
  }

  /** A setting that was not tried; empty if none is left. */
  public Optional<Program> next() {
    if (isEmpty()) {
      return Optional.empty();
    }
    SettingSearch search = new SettingSearch(best, List.copyOf(tried), none.answer(0), seed);
    for (int draw = 0; draw < DRAWS; draw++) {
      Optional<List<Long>> values =
          search.next(
              seed * 1_000_003 + (long) DRAWS * tried.size() + draw,
              setting -> tried.stream().anyMatch(each -> each.values().equals(setting)));
      if (values.isPresent()) {
        return values.map(best::with);
      }
    }
    return Optional.empty();
  }

  /**
   * What came of a setting.
   *
   * @param score empty if it failed
   * @return in a sentence what it changed
   */
  public String tell(Program setting, Optional<Double> score) {
    ConstantSpace space = ConstantSpace.of(setting);
    String difference = space.difference(best.values(), space.values());
    tried.add(new Tried(tried.size() + 1, "", space.values(), score));
    if (score.isPresent() && score.get() < bestScore.orElseThrow()) {
      best = space;
      bestScore = score;
    }
    return difference;
  }

  /** The best setting so far. */
  public Program best() {
    return best.program();
  }

  /** Its score. */
  public double bestScore() {
    return bestScore.orElseThrow();
  }
}
