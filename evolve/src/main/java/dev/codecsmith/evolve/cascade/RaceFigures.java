package dev.codecsmith.evolve.cascade;

import dev.codecsmith.store.race.Race;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Programs that were held against a rival.
 *
 * @param promised the error rate
 * @param raced how many
 * @param left how many of these were left
 * @param savedCpuSeconds what these would have taken, by their rivals' times
 * @param checked of those that were to be measured in full whatever was seen
 */
public record RaceFigures(
    double promised, int raced, int left, double savedCpuSeconds, CheckedFigures checked) {

  static RaceFigures of(double promised, List<CascadeLine> experiments) {
    int raced = 0;
    int left = 0;
    double saved = 0;
    CheckedFigures checked = CheckedFigures.NONE;
    for (CascadeLine each : experiments) {
      if (each.race().isEmpty()) {
        continue;
      }
      Race race = each.race().get();
      raced++;
      left += race.left() ? 1 : 0;
      saved += race.left() ? race.savedCpuSeconds() : 0;
      if (race.checked() && each.score().isPresent()) {
        checked = checked.with(race.worse(), each.score().get() < race.againstScore());
      }
    }
    return new RaceFigures(promised, raced, left, saved, checked);
  }

  Stream<String> sentences() {
    return raced == 0
        ? Stream.empty()
        : Stream.of(
            String.format(
                Locale.ROOT,
                "Races: %d of %d programs were left, as they looked too far behind to be better"
                    + " than their parents and these ones' children. The rest of them would have"
                    + " taken about %.0f CPU seconds.",
                left,
                raced,
                savedCpuSeconds),
            checked.sentence(
                "their races said",
                "what they were held against",
                String.format(Locale.ROOT, " (at most %.1f %% is promised)", 100 * promised)));
  }
}
