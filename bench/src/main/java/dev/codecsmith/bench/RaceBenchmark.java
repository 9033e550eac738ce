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
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.race.Racing;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.race.Race;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * What races and a cascade's margin save and how often they are wrong: campaigns whose every
 * program is raced and measured in full all the same, so that it is known of each program what it
 * would have cost, where it would have been left, and whether it was better after all: than its
 * rival in a race, than the best one known by the margin. A program's children are made by random
 * steps and by the tuner.
 *
 * <p>Arguments: the folder of a program, experiments, seeds, frames of the first look, frames of
 * each clip, and clips' files.
 */
public final class RaceBenchmark {
  private static final int PARALLEL = 2;
  private static final double[] ERROR_RATES = {0.01, 0.05, 0.2};
  private static final double[] MARGINS = {5, 20, 50};

  private final Rig rig;
  private final EvaluationSettings settings;
  private final SequencedMap<String, Program> library;
  private final int experiments;

  private RaceBenchmark(
      Rig rig,
      EvaluationSettings settings,
      SequencedMap<String, Program> library,
      int experiments) {
    this.rig = rig;
    this.settings = settings;
    this.library = library;
    this.experiments = experiments;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 6) {
      throw new IllegalArgumentException(
          "Give a program's folder, experiments, seeds, frames of the first look, frames, clips.");
    }
    Path program = Path.of(arguments[0]);
    SequencedMap<String, Program> library = new LinkedHashMap<>();
    library.put(String.valueOf(program.getFileName()), Program.load(program));
    Path folder = Files.createTempDirectory("codecsmith-race");
    try (Rig rig = Rig.over(folder)) {
      List<Clip> clips = new ArrayList<>();
      for (int i = 5; i < arguments.length; i++) {
        clips.add(
            new ClipCatalogue(rig.data().clipsDirectory())
                .importFile(Path.of(arguments[i]), OptionalInt.of(Integer.parseInt(arguments[4])))
                .clip());
      }
      EvaluationSettings settings =
          new EvaluationSettings(
                  clips,
                  List.of(),
                  Qualities.DEFAULT,
                  List.of(Anchors.named(Anchors.DEFAULT)),
                  CodingLimits.defaults(),
                  Extras.NONE)
              .withCascade(
                  Optional.of(
                      new Cascade(
                          Integer.parseInt(arguments[3]),
                          List.of(30, 70),
                          1e6,
                          Optional.of(new Racing(0.05, 1)))));
      new RaceBenchmark(rig, settings, library, Integer.parseInt(arguments[1]))
          .compare(Integer.parseInt(arguments[2]));
    } finally {
      Folders.remove(folder);
    }
  }

  /** What the races, or a margin, came to in some campaigns. */
  private static final class Sum {
    private int held;
    private int better;
    private int left;
    private int wrong;
    private double lost;
    private double cpuSeconds;
    private double lookSeconds;
    private double savedSeconds;
  }

  private void compare(int seeds) throws Exception {
    Map<Double, Sum> races = new LinkedHashMap<>();
    Map<Double, Sum> margins = new LinkedHashMap<>();
    double gained = 0;
    for (int seed = 1; seed <= seeds; seed++) {
      for (Proposer proposer :
          List.<Proposer>of(new RandomTuner(library), new TunerProposer(library, seed))) {
        List<PastExperiment> all = run(proposer, seed).stream().toList();
        gained +=
            all.getFirst().score().orElseThrow()
                - all.stream().flatMap(each -> each.score().stream()).min(Double::compare).get();
        for (double rate : ERROR_RATES) {
          Sum sum = races.computeIfAbsent(rate, _ -> new Sum());
          for (PastExperiment each : all) {
            add(sum, each, new Racing(rate, 0));
          }
        }
        for (double margin : MARGINS) {
          Sum sum = margins.computeIfAbsent(margin, _ -> new Sum());
          for (PastExperiment each : all) {
            add(sum, each, all, margin);
          }
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d campaigns of %d experiments, which gained %.2f points on average%n",
        2 * seeds,
        experiments,
        gained / (2 * seeds));
    print("error rate", "raced", races);
    print("margin", "looked at", margins);
  }

  private static void print(String by, String held, Map<Double, Sum> sums) {
    System.out.printf(
        "%n| %s | %s | better | of these left | by at most | left in all | CPU s in full | CPU s so |"
            + " share |%n|--:|--:|--:|--:|--:|--:|--:|--:|--:|%n",
        by, held);
    sums.forEach((value, sum) -> {
      double with = sum.cpuSeconds + sum.lookSeconds - sum.savedSeconds;
      System.out.printf(
          Locale.ROOT,
          "| %.2f | %d | %d | %d | %.2f | %d | %.0f | %.0f | %.2f |%n",
          value,
          sum.held,
          sum.better,
          sum.wrong,
          sum.lost,
          sum.left,
          sum.cpuSeconds,
          with,
          with / sum.cpuSeconds);
    });
    sums.forEach((value, sum) ->
        System.out.printf(
            Locale.ROOT,
            "%s %.2f: %d of the %d programs that were better would have been left;"
                + " %d of the %d that would have been left were better%n",
            by,
            value,
            sum.wrong,
            sum.better,
            sum.wrong,
            sum.left));
  }

  private void add(Sum sum, PastExperiment each, Racing racing) throws IOException {
    List<RatePoint> points = each.experiment().points();
    double full = addTimes(sum, each);
    if (each.race().isEmpty() || each.score().isEmpty()) {
      return;
    }
    Race race = each.race().get();
    double better = race.againstScore() - each.score().get();
    sum.held++;
    sum.better += better > 0 ? 1 : 0;
    for (Race.Look look : race.looks()) {
      if (racing.overThresholdBy(look) > 0) {
        sum.left++;
        sum.wrong += better > 0 ? 1 : 0;
        sum.lost = Math.max(sum.lost, better);
        sum.savedSeconds +=
            look.stage() == Race.Stage.FIRST_FRAMES
                ? full
                : points.stream()
                    .filter(point -> point.quality() != 40)
                    .mapToDouble(RaceBenchmark::cpuSeconds)
                    .sum();
        return;
      }
    }
  }

  /** By a margin a program is held against the best ones that its iteration may learn from. */
  private void add(Sum sum, PastExperiment each, List<PastExperiment> all, double margin)
      throws IOException {
    double full = addTimes(sum, each);
    List<PastExperiment> known =
        all.stream()
            .filter(other -> other.iteration() <= each.iteration() - PARALLEL)
            .filter(other -> other.score().isPresent() && other.shortScore().isPresent())
            .toList();
    if (known.isEmpty() || each.shortScore().isEmpty() || each.score().isEmpty()) {
      return;
    }
    double hurdle =
        known.stream().mapToDouble(other -> other.shortScore().get()).min().getAsDouble();
    double best = known.stream().mapToDouble(other -> other.score().get()).min().getAsDouble();
    double better = best - each.score().get();
    sum.held++;
    sum.better += better > 0 ? 1 : 0;
    if (each.shortScore().get() > hurdle + margin) {
      sum.left++;
      sum.wrong += better > 0 ? 1 : 0;
      sum.lost = Math.max(sum.lost, better);
      sum.savedSeconds += full;
    }
  }

  /** Gives what the points of the full measurement took. */
  private double addTimes(Sum sum, PastExperiment each) throws IOException {
    double full = each.experiment().points().stream().mapToDouble(RaceBenchmark::cpuSeconds).sum();
    sum.cpuSeconds += full;
    String looked = each.experiment().artifacts().get("short-points");
    if (looked != null) {
      for (RatePoint point :
          Json.mapper().readValue(rig.data().artifacts().read(looked), RatePoint[].class)) {
        sum.lookSeconds += cpuSeconds(point);
      }
    }
    return full;
  }

  private static double cpuSeconds(RatePoint point) {
    return point.encode().cpuSeconds() + point.decode().cpuSeconds();
  }

  private EvaluationHistory.View run(Proposer proposer, int seed) throws Exception {
    String campaign = "campaign_" + proposer.name() + "_" + seed;
    return new CampaignLoop(
            new CampaignSettings(campaign, proposer.name(), "{}", experiments, seed, PARALLEL),
            settings,
            new ProposerChain(List.of(new LibraryProposer(library), proposer)),
            CampaignRules.NONE,
            CampaignTools.of(
                rig.evaluations(),
                rig.data(),
                campaign,
                new WorkRetry.Policy(List.of()),
                EventListener.none()))
        .run();
  }
}
