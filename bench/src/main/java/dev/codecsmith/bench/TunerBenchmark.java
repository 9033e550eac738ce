package dev.codecsmith.bench;

import dev.codecsmith.evolve.campaign.CampaignLoop;
import dev.codecsmith.evolve.campaign.CampaignRules;
import dev.codecsmith.evolve.campaign.CampaignSettings;
import dev.codecsmith.evolve.campaign.CampaignTools;
import dev.codecsmith.evolve.campaign.WorkRetry;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.evolve.proposers.LibraryProposer;
import dev.codecsmith.evolve.proposers.ProposerChain;
import dev.codecsmith.evolve.proposers.tuner.RandomTuner;
import dev.codecsmith.evolve.proposers.tuner.TunerProposer;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * The tuner beside random steps: both begin with one program and its marked constants, with the
 * same seeds, and go on until the program's own runs have taken as much CPU time as those of random
 * steps did in so many experiments. What is told is the best score of each.
 *
 * <p>Arguments: the folder of a program (default the example codec in C), iterations (default 60),
 * seeds (default 3), a clip's file and how many of its frames (default a small generated clip), and
 * a data folder, where all experiments stay and random steps are not made again. The tuner's always
 * are, since a tuner may have changed since. Beside the CPU times the table depends on the seeds
 * alone.
 */
public final class TunerBenchmark {
  private static final int PARALLEL = 2;

  private final Rig rig;
  private final EvaluationSettings settings;
  private final SequencedMap<String, Program> library;
  private final int iterations;

  private TunerBenchmark(
      Rig rig, EvaluationSettings settings, SequencedMap<String, Program> library, int iterations) {
    this.rig = rig;
    this.settings = settings;
    this.library = library;
    this.iterations = iterations;
  }

  public static void main(String[] arguments) throws Exception {
    Path program = Path.of(arguments.length > 0 ? arguments[0] : "codecs/examples/c-blocks");
    int iterations = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
    int seeds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
    SequencedMap<String, Program> library = new LinkedHashMap<>();
    library.put(String.valueOf(program.getFileName()), Program.load(program));
    boolean keeps = arguments.length > 5;
    Path folder = keeps ? Path.of(arguments[5]) : Files.createTempDirectory("codecsmith-tuner");
    try (Rig rig = Rig.over(folder)) {
      EvaluationSettings settings =
          arguments.length > 3
              ? settings(rig, Path.of(arguments[3]), Integer.parseInt(arguments[4]))
              : rig.settings(96, 64, 4);
      new TunerBenchmark(rig, settings, library, iterations).compare(seeds);
    } finally {
      if (!keeps) {
        Folders.remove(folder);
      }
    }
  }

  private static EvaluationSettings settings(Rig rig, Path file, int frames) throws Exception {
    Clip clip =
        new ClipCatalogue(rig.data().clipsDirectory())
            .importFile(file, OptionalInt.of(frames))
            .clip();
    return new EvaluationSettings(
        List.of(clip),
        List.of(),
        Qualities.DEFAULT,
        List.of(Anchors.named(Anchors.DEFAULT)),
        CodingLimits.defaults(),
        Extras.NONE);
  }

  /** How a campaign went. */
  private record Course(double first, double best, int experiments, double cpuSeconds) {}

  private void compare(int seeds) throws Exception {
    System.out.println("| seed | it ships | random | CPU s | tuner | experiments | CPU s |");
    System.out.println("|--:|--:|--:|--:|--:|--:|--:|");
    double gained = 0;
    double gainedByChance = 0;
    for (int seed = 1; seed <= seeds; seed++) {
      Course random =
          course(run("random", "random", new RandomTuner(library), seed), Double.POSITIVE_INFINITY);
      Course tuner =
          course(
              run(
                  "tuner",
                  "tuner_" + System.currentTimeMillis(),
                  new TunerProposer(library, seed),
                  seed),
              random.cpuSeconds());
      gained += tuner.first() - tuner.best();
      gainedByChance += random.first() - random.best();
      System.out.printf(
          Locale.ROOT,
          "| %d | %+.2f | %+.2f | %.0f | %+.2f | %d | %.0f |%n",
          seed,
          random.first(),
          random.best(),
          random.cpuSeconds(),
          tuner.best(),
          tuner.experiments(),
          tuner.cpuSeconds());
    }
    System.out.printf(
        Locale.ROOT,
        "in as much CPU time as random steps take for %d experiments, the tuner gains %.2f on"
            + " average, they %.2f%n",
        iterations,
        gained / seeds,
        gainedByChance / seeds);
  }

  private EvaluationHistory.View run(String name, String id, Proposer tuner, int seed)
      throws Exception {
    String campaign = "campaign_" + id + "_" + seed;
    return new CampaignLoop(
            new CampaignSettings(campaign, name, "{}", iterations, seed, PARALLEL),
            settings,
            new ProposerChain(List.of(new LibraryProposer(library), tuner)),
            CampaignRules.NONE,
            CampaignTools.of(
                rig.evaluations(),
                rig.data(),
                campaign,
                new WorkRetry.Policy(List.of()),
                EventListener.none()))
        .run();
  }

  /** The experiments that began within so much CPU time of the programs. */
  private static Course course(EvaluationHistory.View experiments, double mostCpuSeconds) {
    double first = Double.NaN;
    double best = Double.POSITIVE_INFINITY;
    double cpuSeconds = 0;
    int count = 0;
    for (PastExperiment experiment : experiments.stream().toList()) {
      if (cpuSeconds >= mostCpuSeconds) {
        break;
      }
      count++;
      for (RatePoint point : experiment.experiment().points()) {
        cpuSeconds += point.encode().cpuSeconds() + point.decode().cpuSeconds();
      }
      if (count == 1) {
        first = experiment.score().orElse(Double.NaN);
      }
      best = Math.min(best, experiment.score().orElse(Double.POSITIVE_INFINITY));
    }
    return new Course(first, best, count, cpuSeconds);
  }
}
