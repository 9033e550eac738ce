package dev.codecsmith.bench;

import dev.codecsmith.evolve.archive.Archive;
import dev.codecsmith.evolve.archive.ArchiveSettings;
import dev.codecsmith.evolve.archive.MemberBuilder;
import dev.codecsmith.evolve.archive.Strategies;
import dev.codecsmith.evolve.campaign.CampaignLoop;
import dev.codecsmith.evolve.campaign.CampaignRules;
import dev.codecsmith.evolve.campaign.CampaignSettings;
import dev.codecsmith.evolve.campaign.CampaignTools;
import dev.codecsmith.evolve.campaign.WorkRetry;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.proposers.LibraryProposer;
import dev.codecsmith.evolve.proposers.ProposerChain;
import dev.codecsmith.evolve.proposers.tuner.ArchiveParents;
import dev.codecsmith.evolve.proposers.tuner.RandomTuner;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The archive's strategies side by side where no model is needed: each chooses which program's
 * marked constants are changed next, by single steps of random size; the first program is the
 * example codec in C. Programs are built and run in sandboxes and scored by BD-rate on a small
 * generated clip. Every strategy runs with the same seeds and as many experiments; what is told is
 * the best score of each campaign.
 *
 * <p>Arguments: iterations (default 40), seeds (default 5). The table depends on the seeds alone
 * and not on the machine.
 *
 * <p>With {@code few} before them: a few proposals (default 8) that are expensive, such as an hour
 * of an agent each, over many seeds (default 1000), by arithmetic alone. The founders have the
 * scores of the library's first three programs and one like them that does not code motion; a
 * proposal fails, is worse or is better than its first parent, as {@link #child} says.
 */
public final class StrategyBenchmark {
  private StrategyBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("few")) {
      few(
          arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8,
          arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1000);
      return;
    }
    int iterations = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40;
    int seeds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    SequencedMap<String, Program> library = new LinkedHashMap<>();
    library.put("c-blocks", Program.load(Path.of("codecs", "examples", "c-blocks")));
    System.out.printf(
        "best BD-rate after %d experiments, %%; the program as it ships is the first%n",
        iterations);
    System.out.println("| strategy | " + "seed | ".repeat(seeds) + "mean | after half |");
    System.out.println("|:--|" + "--:|".repeat(seeds + 2));
    Path folder = Files.createTempDirectory("codecsmith-strategies");
    try (Rig rig = Rig.over(folder)) {
      EvaluationSettings settings = rig.settings(96, 64, 4);
      for (String strategy : Strategies.names()) {
        StringBuilder row = new StringBuilder("| " + strategy + " |");
        double sum = 0;
        double half = 0;
        double first = 0;
        for (int seed = 1; seed <= seeds; seed++) {
          double[] best = best(run(rig, settings, library, strategy, seed, iterations));
          row.append(String.format(Locale.ROOT, " %+.2f |", best[iterations - 1]));
          sum += best[iterations - 1];
          half += best[iterations / 2 - 1];
          first = best[0];
        }
        System.out.printf(
            Locale.ROOT,
            "%s %+.2f | %+.2f | (from %+.2f)%n",
            row,
            sum / seeds,
            half / seeds,
            first);
      }
    } finally {
      Folders.remove(folder);
    }
  }

  private static final double[] FOUNDERS = {393, 151, -10, -22};

  private static void few(int proposals, int seeds) {
    System.out.printf("best score after so many proposals, mean of %d seeds%n", seeds);
    System.out.println("| strategy | 1 | 2 | 4 | " + proposals + " | parents that were the best |");
    System.out.println("|:--|--:|--:|--:|--:|--:|");
    for (String strategy : Strategies.names()) {
      double[] best = new double[proposals];
      int bred = 0;
      int ofTheBest = 0;
      for (int seed = 1; seed <= seeds; seed++) {
        Archive archive = Strategies.create(strategy, ArchiveSettings.defaults(seed));
        Map<String, Double> scores = new HashMap<>();
        int iteration = 0;
        for (double score : FOUNDERS) {
          iteration++;
          add(archive, scores, iteration, Optional.of(score), List.of());
        }
        SplittableRandom chance = new SplittableRandom(seed);
        for (int i = 0; i < proposals; i++) {
          iteration++;
          List<String> parents = archive.choose(iteration).parents();
          double before = Collections.min(scores.values());
          Optional<Double> parent = parents.stream().findFirst().map(scores::get);
          bred += parent.isPresent() ? 1 : 0;
          ofTheBest += parent.filter(score -> score == before).isPresent() ? 1 : 0;
          add(archive, scores, iteration, child(parent, chance), parents);
          best[i] += Collections.min(scores.values()) / seeds;
        }
      }
      System.out.printf(
          Locale.ROOT,
          "| %s | %+.2f | %+.2f | %+.2f | %+.2f | %s |%n",
          strategy,
          best[0],
          best[Math.min(1, proposals - 1)],
          best[Math.min(3, proposals - 1)],
          best[proposals - 1],
          bred == 0 ? "none" : Math.round(100.0 * ofTheBest / bred) + " %");
    }
  }

  /**
   * Of four proposals one fails, one is up to 10 points worse than its parent and two are up to 10
   * points better, whatever the parent is. One without parents is like a founder.
   */
  private static Optional<Double> child(Optional<Double> parent, SplittableRandom chance) {
    int kind = chance.nextInt(4);
    double step = 10 * chance.nextDouble();
    double from = parent.orElse(FOUNDERS[chance.nextInt(FOUNDERS.length)]);
    return switch (kind) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(from + step);
      default -> Optional.of(from - step);
    };
  }

  private static void add(
      Archive archive,
      Map<String, Double> scores,
      int iteration,
      Optional<Double> score,
      List<String> parents) {
    String id = "exp_iter" + iteration + "_x";
    score.ifPresent(value -> scores.put(id, value));
    archive.add(
        MemberBuilder.builder()
            .id(id)
            .iteration(iteration)
            .score(score)
            .clipScores(
                score.map(value -> new TreeMap<>(Map.of("clip", value))).orElseGet(TreeMap::new))
            .encodeCpuSeconds(100.0 + iteration)
            .decodeCpuSeconds(1)
            .decoderBytes(20_000L + 1000L * iteration)
            .chromaLeadDb(2)
            .parents(parents)
            .build());
  }

  private static EvaluationHistory.View run(
      Rig rig,
      EvaluationSettings settings,
      SequencedMap<String, Program> library,
      String strategy,
      int seed,
      int iterations)
      throws Exception {
    ArchiveParents parents =
        new ArchiveParents(
            strategy,
            seed,
            settings.mainAnchor().name(),
            settings.searchClips().stream().map(Clip::name).toList());
    return new CampaignLoop(
            new CampaignSettings(
                "campaign_" + strategy + "_" + seed, strategy, "{}", iterations, seed, 4),
            settings,
            new ProposerChain(
                List.of(new LibraryProposer(library), new RandomTuner(library, parents))),
            CampaignRules.NONE,
            CampaignTools.of(
                rig.evaluations(),
                rig.data(),
                "campaign_" + strategy + "_" + seed,
                new WorkRetry.Policy(List.of()),
                EventListener.none()))
        .run();
  }

  /** The best score among the first, the first two, …; infinite while there is none. */
  private static double[] best(EvaluationHistory.View experiments) {
    List<Double> best = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    for (PastExperiment experiment : experiments.stream().toList()) {
      least = Math.min(least, experiment.score().orElse(Double.POSITIVE_INFINITY));
      best.add(least);
    }
    return best.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
