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
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The tuner beside random steps: both begin with one program and its marked constants, with the
 * same seeds. Random steps make so many experiments; the tuner makes at most as many, and begins
 * none when the program's own runs have taken as much CPU time as those of random steps did in all.
 * What is told is the best score of each.
 *
 * <p>Arguments: the folder of a program (default the example codec in C), iterations (default 60),
 * seeds (default 3), a clip's file and how many of its frames (default a small generated clip), and
 * a data folder, where all experiments stay and random steps are not made again of the same
 * program, measured in the same way. The tuner's always are, since a tuner may have changed since.
 * Beside the CPU times the table depends on the seeds alone.
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
          course(
              run("random", "random_" + conditions(), new RandomTuner(library), seed),
              Double.POSITIVE_INFINITY);
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
        "in as much CPU time as random steps take for %d experiments, and at most as many"
            + " experiments, the tuner gains %.2f on average, they %.2f%n",
        iterations,
        gained / seeds,
        gainedByChance / seeds);
  }

  /** Names what is measured and how: the programs, the clip and its frames, and all settings. */
  private String conditions() {
    List<String> programs = library.values().stream().map(Program::sha256).toList();
    return DigestUtils.sha256Hex(programs + Json.write(JobSettings.of(settings))).substring(0, 8);
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
