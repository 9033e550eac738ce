package dev.codecsmith.cli.campaign;

import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.metrics.rank.RankCorrelation;
import dev.codecsmith.store.race.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a cascade was worth: how well first frames told what the whole clips would, what races left
 * out, and how often that was wrong among those that were measured in full all the same.
 *
 * @param looks how well first frames foretold scores, for each number of frames that was looked at
 * @param raced how many were held against a rival
 * @param left how many of these were left as no better
 * @param savedCpuSeconds what these would have taken, by their rivals' times
 * @param checked how many would have been left and were measured in full all the same
 * @param wrong how many of the checked were better than their rivals
 */
record CascadeFigures(
    List<Looks> looks, int raced, int left, double savedCpuSeconds, int checked, int wrong) {

  /**
   * Looks at as many first frames.
   *
   * @param frames how many, of each clip
   * @param measured how many programs were measured in full behind one
   * @param correlation of their short scores with their scores, by rank, from -1 to 1
   */
  record Looks(int frames, int measured, OptionalDouble correlation) {
    private static Looks of(int frames, List<double[]> scores) {
      return new Looks(
          frames,
          scores.size(),
          RankCorrelation.of(
              scores.stream().map(each -> each[0]).toList(),
              scores.stream().map(each -> each[1]).toList()));
    }

    private Stream<String> sentence() {
      return correlation.stream()
          .mapToObj(rank ->
              String.format(
                  Locale.ROOT,
                  "Cascade: short scores of %d frames order the %d programs that were measured in"
                      + " full as their scores do with a rank correlation of %.2f.",
                  frames,
                  measured,
                  rank));
    }
  }

  /**
   * Of the experiments of a campaign; empty if none of them had first frames measured.
   *
   * @param cascade the campaign's
   */
  static Optional<CascadeFigures> of(Cascade cascade, Stream<PastExperiment> experiments) {
    SortedMap<Integer, List<double[]>> scores = new TreeMap<>();
    int[] count = new int[4];
    double[] saved = {0};
    boolean[] looked = {false};
    experiments.forEach(each -> {
      looked[0] |= each.shortScore().isPresent() || each.race().isPresent();
      if (each.shortScore().isPresent() && each.score().isPresent()) {
        scores
            .computeIfAbsent(cascade.framesAt(each.iteration()), _ -> new ArrayList<>())
            .add(new double[] {each.shortScore().get(), each.score().get()});
      }
      if (each.race().isPresent()) {
        Race race = each.race().get();
        count[0]++;
        if (race.left()) {
          count[1]++;
          saved[0] += race.savedCpuSeconds();
        } else if (race.worse() && each.score().isPresent()) {
          count[2]++;
          count[3] += each.score().get() < race.againstScore() ? 1 : 0;
        }
      }
    });
    return looked[0]
        ? Optional.of(
            new CascadeFigures(
                scores.entrySet().stream()
                    .map(each -> Looks.of(each.getKey(), each.getValue()))
                    .toList(),
                count[0],
                count[1],
                saved[0],
                count[2],
                count[3]))
        : Optional.empty();
  }

  /** For a person, a sentence a line. */
  List<String> sentences() {
    List<String> lines = new ArrayList<>(looks.stream().flatMap(Looks::sentence).toList());
    if (raced > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "Races: %d of %d programs were left as no better than their parents and these ones'"
                  + " children, which saved about %.0f CPU seconds.",
              left,
              raced,
              savedCpuSeconds));
      lines.add(
          checked == 0
              ? "No program that would have been left was measured in full all the same, so how"
                  + " often that is wrong is not known."
              : String.format(
                  Locale.ROOT,
                  "Of %d that would have been left and were measured in full all the same, %d %s"
                      + " better after all.",
                  checked,
                  wrong,
                  wrong == 1 ? "was" : "were"));
    }
    return lines;
  }
}
