package dev.codecsmith.bench;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * The archive's strategies side by side where no model is needed: each chooses what the tuner
 * changes next, the program being the example codec in C with its marked constants, built and run
 * in sandboxes and scored by BD-rate on a small generated clip. Every strategy runs with the same
 * seeds and as many experiments; what is told is the best score of each campaign.
 *
 * <p>Arguments: iterations (default 40), seeds (default 5). The table depends on the seeds alone
 * and not on the machine.
 */
public final class StrategyBenchmark {
  private StrategyBenchmark() {}

  public static void main(String[] arguments) throws Exception {
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
