package dev.codecsmith.evolve.cascade;

import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.race.Racing;
import dev.codecsmith.metrics.rank.RankCorrelation;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a cascade was worth: how well first frames told what the whole clips would, what its margin
 * and its races left out, and how often that was wrong among those that were measured in full all
 * the same.
 *
 * @param looks how well first frames foretold scores, for each number of frames that was looked at
 * @param margin what the margin came to
 * @param races what races came to
 */
public record CascadeFigures(List<Looks> looks, MarginFigures margin, RaceFigures races) {
  public CascadeFigures {
    looks = List.copyOf(looks);
  }

  /**
   * Looks at as many first frames.
   *
   * @param frames how many, of each clip
   * @param measured how many programs were measured in full behind one
   * @param correlation of their short scores with their scores, by rank, from -1 to 1
   */
  public record Looks(int frames, int measured, OptionalDouble correlation) {
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

  /** Of a stored campaign; empty where it has no cascade, or none that was met. */
  public static Optional<CascadeFigures> of(ExperimentStore store, CampaignRecord campaign)
      throws IOException {
    List<CascadeLine> experiments = new ArrayList<>();
    store.forEachLine(campaign.id(), line -> experiments.add(CascadeLine.of(line)));
    return of(campaign, experiments);
  }

  /**
   * Of a campaign's experiments; empty where it has no cascade, or none that was met.
   *
   * @param experiments by iteration
   */
  public static Optional<CascadeFigures> of(
      CampaignRecord campaign, List<CascadeLine> experiments) {
    JsonNode settings = Json.mapper().readTree(campaign.settingsJson());
    return settings.has("cascade")
        ? of(
            Json.mapper().treeToValue(settings.path("cascade"), Cascade.class),
            settings.path("seed").asLong(1),
            settings.path("lag").asInt(1),
            experiments)
        : Optional.empty();
  }

  /**
   * Of the experiments of a campaign, by iteration; empty if none of them had first frames
   * measured.
   *
   * @param cascade the campaign's
   * @param seed the campaign's
   * @param lag the campaign's
   */
  static Optional<CascadeFigures> of(
      Cascade cascade, long seed, int lag, List<CascadeLine> experiments) {
    if (experiments.stream()
        .allMatch(each -> each.shortScore().isEmpty() && each.race().isEmpty())) {
      return Optional.empty();
    }
    SortedMap<Integer, List<double[]>> scores = new TreeMap<>();
    for (CascadeLine each : experiments) {
      if (each.shortScore().isPresent() && each.score().isPresent()) {
        scores
            .computeIfAbsent(cascade.framesAt(each.iteration()), _ -> new ArrayList<>())
            .add(new double[] {each.shortScore().get(), each.score().get()});
      }
    }
    return Optional.of(
        new CascadeFigures(
            scores.entrySet().stream()
                .map(each -> Looks.of(each.getKey(), each.getValue()))
                .toList(),
            MarginFigures.of(cascade, seed, lag, experiments),
            RaceFigures.of(
                cascade.race().map(Racing::errorRate).orElse(Racing.USUAL_ERROR_RATE),
                experiments)));
  }

  /** For a person, a sentence a line. */
  public List<String> sentences() {
    return Stream.of(looks.stream().flatMap(Looks::sentence), margin.sentences(), races.sentences())
        .flatMap(each -> each)
        .toList();
  }
}
