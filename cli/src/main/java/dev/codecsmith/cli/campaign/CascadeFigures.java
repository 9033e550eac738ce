package dev.codecsmith.cli.campaign;

import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.race.Racing;
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
 * @param races what races came to
 */
record CascadeFigures(List<Looks> looks, Races races) {
  /**
   * Programs that were held against a rival.
   *
   * @param promised the error rate
   * @param raced how many
   * @param left how many of these were left
   * @param savedCpuSeconds what these would have taken, by their rivals' times
   * @param sample of those that were to be measured in full whatever was seen
   */
  record Races(double promised, int raced, int left, double savedCpuSeconds, Sample sample) {
    private static Races of(double promised, List<PastExperiment> raced) {
      List<Race> races = raced.stream().flatMap(each -> each.race().stream()).toList();
      return new Races(
          promised,
          races.size(),
          Math.toIntExact(races.stream().filter(Race::left).count()),
          races.stream().filter(Race::left).mapToDouble(Race::savedCpuSeconds).sum(),
          Sample.of(raced));
    }

    private Stream<String> sentences() {
      return Stream.of(
          String.format(
              Locale.ROOT,
              "Races: %d of %d programs were left, as they looked too far behind to be better than"
                  + " their parents and these ones' children, which saved about %.0f CPU seconds.",
              left,
              raced,
              savedCpuSeconds),
          sample.sentence(promised));
    }
  }

  /**
   * Programs that were to be measured in full whatever was seen, and were.
   *
   * @param measured how many
   * @param wouldBeLeft how many of these would have been left otherwise
   * @param better how many were better than their rivals
   * @param betterLeft how many of the better ones would have been left
   */
  record Sample(int measured, int wouldBeLeft, int better, int betterLeft) {
    private static Sample of(List<PastExperiment> raced) {
      List<PastExperiment> drawn =
          raced.stream()
              .filter(each -> each.race().orElseThrow().checked() && each.score().isPresent())
              .toList();
      List<PastExperiment> better = drawn.stream().filter(Sample::isBetter).toList();
      return new Sample(
          drawn.size(), wouldBeLeft(drawn), better.size(), wouldBeLeft(better));
    }

    private static boolean isBetter(PastExperiment raced) {
      return raced.score().orElseThrow() < raced.race().orElseThrow().againstScore();
    }

    private static int wouldBeLeft(List<PastExperiment> raced) {
      return Math.toIntExact(
          raced.stream().filter(each -> each.race().orElseThrow().worse()).count());
    }

    private String sentence(double promised) {
      if (measured == 0) {
        return "No program was measured in full whatever its race said, so how often races are wrong"
            + " is not known.";
      }
      return String.format(
          Locale.ROOT,
          "Of %d that were measured in full whatever their races said, %d %s better than what they"
              + " were held against; %d of the %d that were better would have been left (at most"
              + " %.1f %% is promised), and %d would have been left in all.",
          measured,
          better,
          better == 1 ? "was" : "were",
          betterLeft,
          better,
          100 * promised,
          wouldBeLeft);
    }
  }


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
    List<PastExperiment> raced = new ArrayList<>();
    boolean[] looked = {false};
    experiments.forEach(each -> {
      looked[0] |= each.shortScore().isPresent() || each.race().isPresent();
      if (each.shortScore().isPresent() && each.score().isPresent()) {
        scores
            .computeIfAbsent(cascade.framesAt(each.iteration()), _ -> new ArrayList<>())
            .add(new double[] {each.shortScore().get(), each.score().get()});
      }
      if (each.race().isPresent()) {
        raced.add(each);
      }
    });
    return looked[0]
        ? Optional.of(
            new CascadeFigures(
                scores.entrySet().stream()
                    .map(each -> Looks.of(each.getKey(), each.getValue()))
                    .toList(),
                Races.of(cascade.race().map(Racing::errorRate).orElse(0.0), raced)))
        : Optional.empty();
  }

  /** For a person, a sentence a line. */
  List<String> sentences() {
    List<String> lines = new ArrayList<>(looks.stream().flatMap(Looks::sentence).toList());
    if (races.raced() > 0) {
      lines.addAll(races.sentences().toList());
    }
    return lines;
  }
}
