package dev.codecsmith.cli.replay;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.cli.experiments.StoredExperiments;
import dev.codecsmith.cli.options.NextCommand;
import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.output.Interruption;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.cli.progress.LineProgress;
import dev.codecsmith.cli.recorded.RecordedCampaign;
import dev.codecsmith.cli.recorded.RecordedFolder;
import dev.codecsmith.cli.replay.ReplayReport.Again;
import dev.codecsmith.evolve.cascade.Hurdles;
import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.objective.CampaignObjective;
import dev.codecsmith.lab.race.Rival;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.CampaignEvent.AnchorsProgress;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.lifecycle.ExperimentEvents;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code codecsmith replay}: whether what is stored comes out the same once more. */
@Command(
    name = "replay",
    description = {
      "Builds and measures a stored experiment's program again, or every program of a campaign, and"
          + " compares every figure with the stored one, but for times and memory. Nothing stored"
          + " is changed.",
      "The folder of a recorded campaign is gone through without a data folder: its programs are"
          + " made of their diffs and measured on its clips, as far as these are at hand.",
      "The exit code is 0 if all are the same, 1 if not."
    },
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();
  @Mixin private SandboxOption sandbox = new SandboxOption();

  @Parameters(
      paramLabel = "ID",
      description =
          "The id of an experiment or a campaign, or the start of it; or the folder of a recorded"
              + " campaign, such as campaigns/mixing.")
  private String id = "";

  @Option(
      names = "--from-seed",
      description =
          "Make a campaign's proposals again as well, from its seed and the replies its models gave"
              + " then, in a scratch folder; no model is asked.")
  private boolean fromSeed;

  @Option(
      names = "--experiment",
      paramLabel = "ID",
      arity = "1..*",
      description =
          "Of a recorded campaign: only these; repeatable. Default: all that were measured")
  private List<String> experiments = List.of();

  @Option(
      names = "--clip",
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Of a recorded campaign: the footage of its clips; repeatable. Only what is given is"
              + " measured and compared. Default: what its campaign file names and is there")
  private List<Path> clips = List.of();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Path.of(id);
    if (RecordedFolder.isOne(folder)) {
      return replayRecorded(RecordedFolder.read(folder));
    }
    if (!experiments.isEmpty() || !clips.isEmpty()) {
      throw new IllegalArgumentException(
          "--experiment and --clip are for the folder of a recorded campaign, and "
              + id
              + " is none: it would hold "
              + RecordedCampaign.FILE
              + ".");
    }
    if (fromSeed) {
      return replayFromSeed();
    }
    data.check();
    PrintWriter errors = spec.commandLine().getErr();
    int parallel = Runtime.getRuntime().availableProcessors();
    return Interruption.stopping(
        errors,
        "Stopped.",
        () -> {
          try (Workbench bench = Workbench.open(data, sandbox, parallel)) {
            return replay(bench, errors);
          }
        });
  }

  private int replay(Workbench bench, PrintWriter errors) throws IOException, InterruptedException {
    Chosen chosen = chosen(bench.data());
    if (chosen.measured().isEmpty()) {
      throw new IOException(
          id + " was never measured to an end, so there is nothing to compare with.");
    }
    List<Again> results =
        replay(bench, chosen, LineProgress.counting(errors, chosen.measured().size()));
    return report(results, chosen.neverMeasured());
  }

  private int replayRecorded(RecordedFolder folder) throws IOException, InterruptedException {
    if (fromSeed) {
      throw new IllegalArgumentException(
          "--from-seed makes a stored campaign's proposals again; of a recorded one the programs are"
              + " measured as they are.");
    }
    PrintWriter errors = spec.commandLine().getErr();
    return Interruption.stopping(
        errors,
        "Stopped.",
        () -> {
          try (WorkFolder scratch =
                  WorkFolder.create(Path.of(System.getProperty("java.io.tmpdir")));
              Workbench bench =
                  Workbench.open(
                      StoreOption.inFolder(scratch.newFolder()),
                      sandbox,
                      Runtime.getRuntime().availableProcessors())) {
            return replayRecorded(folder, bench, errors);
          }
        });
  }

  private int replayRecorded(RecordedFolder folder, Workbench bench, PrintWriter errors)
      throws IOException, InterruptedException {
    RecordedReplay replay = new RecordedReplay(folder, bench);
    List<RecordedCampaign.Experiment> measured = replay.measured();
    List<RecordedCampaign.Experiment> chosen =
        experiments.isEmpty() ? measured : experiments.stream().map(folder::experiment).toList();
    List<RecordedCampaign.Experiment> unknown =
        chosen.stream().filter(each -> !measured.contains(each)).toList();
    if (chosen.isEmpty() || !unknown.isEmpty()) {
      throw new IOException(
          (unknown.isEmpty() ? id : unknown.getFirst().id())
              + " was never measured to an end, so there is nothing to compare with.");
    }
    replay.check(chosen);
    RecordedClips found = RecordedClips.find(folder, clips, bench.clips());
    LineProgress progress = LineProgress.counting(errors, chosen.size());
    folder.campaign().notRecorded().forEach(each -> progress.said("Not recorded: " + each));
    if (!found.missing().isEmpty()) {
      progress.said(
          "Measured on "
              + String.join(", ", found.names())
              + " alone; not at hand: "
              + String.join(", ", found.missing())
              + ". Figures over all clips are not compared.");
    }
    return report(
        replay.again(chosen, found, progress).stream()
            .map(each ->
                new Again(
                    each.experiment().id(),
                    each.figures(),
                    each.differences(),
                    each.experiment().warnings()))
            .toList(),
        experiments.isEmpty() ? folder.experiments().size() - measured.size() : 0);
  }

  private int replayFromSeed() throws IOException, InterruptedException {
    PrintWriter errors = spec.commandLine().getErr();
    return Interruption.stopping(
        errors,
        "Stopped.",
        () -> {
          try (WorkFolder scratch =
                  WorkFolder.create(Path.of(System.getProperty("java.io.tmpdir")));
              DataDirectory opened = data.read()) {
            return replayFromSeed(opened, scratch, errors);
          }
        });
  }

  private int replayFromSeed(DataDirectory opened, WorkFolder scratch, PrintWriter errors)
      throws IOException, InterruptedException {
    CampaignRecord campaign = wholeCampaign(opened);
    CampaignReplay replay = new CampaignReplay(opened, campaign);
    FigureComparison comparison = new FigureComparison(CampaignObjective.of(campaign));
    List<CampaignReplay.Stored> stored = replay.stored();
    List<String> cancelled =
        stored.stream()
            .filter(CampaignReplay.Stored::isCancelled)
            .map(CampaignReplay.Stored::id)
            .toList();
    if (stored.size() == cancelled.size()) {
      throw new IOException(id + " has no finished experiment, so there is nothing to replay.");
    }
    List<Again> results = new ArrayList<>();
    Iterator<CampaignReplay.Stored> next = stored.iterator();
    replay.again(
        stored,
        scratch.newFolder(),
        sandbox,
        LineProgress.counting(errors, stored.size()),
        (again, nameBytes) -> {
          CampaignReplay.Stored each = next.next();
          if (!each.isCancelled()) {
            ExperimentRecord before = StoredExperiments.find(opened, each.id());
            results.add(
                Again.of(before, comparison, comparison.differences(before, again, nameBytes)));
          }
        });
    while (next.hasNext()) {
      CampaignReplay.Stored each = next.next();
      if (!each.isCancelled()) {
        results.add(
            Again.of(
                StoredExperiments.find(opened, each.id()),
                comparison,
                List.of("it was not proposed again")));
      }
    }
    cancelled.forEach(each ->
        errors.println(each + " was cancelled when it ran, so there is nothing to compare."));
    errors.flush();
    return report(results, cancelled.size());
  }

  /** Experiments' ids begin with {@code exp_}; everything else names a campaign. */
  private boolean isExperiment() {
    return id.startsWith("exp");
  }

  /** The campaign to be made again; one experiment cannot be, nor what nobody proposed. */
  private CampaignRecord wholeCampaign(DataDirectory opened) throws IOException {
    String campaign =
        isExperiment()
            ? StoredExperiments.find(opened, id).campaignId()
            : StoredExperiments.campaign(opened, id).id();
    if (Campaigns.isOfEvaluate(campaign)) {
      throw new IllegalArgumentException(
          "--from-seed makes a campaign's proposals again; what evaluate measured was not proposed."
              + " Measure it again with "
              + NextCommand.of("replay " + id, opened)
              + ".");
    }
    if (isExperiment()) {
      throw new IllegalArgumentException(
          "--from-seed makes a whole campaign again, and "
              + id
              + " is one experiment; make its campaign again with "
              + NextCommand.of("replay " + campaign + " --from-seed", opened)
              + ".");
    }
    return StoredExperiments.campaign(opened, campaign);
  }

  /**
   * What is to be measured again.
   *
   * @param campaign whose experiments they are
   * @param measured their ids, by iteration
   * @param neverMeasured how many others were never measured to an end
   */
  private record Chosen(CampaignRecord campaign, List<String> measured, int neverMeasured) {}

  private Chosen chosen(DataDirectory opened) throws IOException {
    ExperimentStore store = opened.experiments();
    if (isExperiment()) {
      ExperimentRecord only = StoredExperiments.find(opened, id);
      CampaignRecord campaign =
          store
              .findCampaign(only.campaignId())
              .orElseThrow(
                  () -> new IOException("There is no campaign " + only.campaignId() + "."));
      return measured(only)
          ? new Chosen(campaign, List.of(only.id()), 0)
          : new Chosen(campaign, List.of(), 1);
    }
    CampaignRecord campaign = StoredExperiments.campaign(opened, id);
    List<String> measured = new ArrayList<>();
    AtomicInteger others = new AtomicInteger();
    store.forEach(
        campaign.id(),
        experiment -> {
          if (measured(experiment)) {
            measured.add(experiment.id());
          } else {
            others.incrementAndGet();
          }
        });
    return new Chosen(campaign, measured, others.get());
  }

  private static boolean measured(ExperimentRecord experiment) {
    return experiment.status().isFinal() && !experiment.executedProgramSha256().isEmpty();
  }

  private static List<Again> replay(Workbench bench, Chosen chosen, LineProgress progress)
      throws IOException, InterruptedException {
    ExperimentStore store = bench.data().experiments();
    EvaluationSettings settings = StoredExperiments.evaluation(chosen.campaign(), bench.clips());
    for (EvaluationSettings stage : settings.stages()) {
      bench
          .evaluations()
          .prepare(
              stage, (done, total) -> progress.on(Instant.now(), new AnchorsProgress(done, total)));
    }
    FigureComparison comparison = new FigureComparison(settings.objective());
    List<Again> results = new ArrayList<>();
    for (String each : chosen.measured()) {
      ExperimentRecord stored = StoredExperiments.find(bench.data(), each);
      Program program = StoredExperiments.program(stored, bench.data().artifacts());
      Evaluation again =
          bench
              .evaluations()
              .evaluate(
                  new EvaluationRequest(stored.id(), program, settings.at(stored.iteration()))
                      .withHurdle(hurdle(store, chosen.campaign(), settings, stored.iteration()))
                      .withRival(rival(bench.data().artifacts(), stored)),
                  (phase, done, total) ->
                      progress.on(Instant.now(), ExperimentEvents.phase(stored, phase)));
      results.add(Again.of(stored, comparison, comparison.differences(stored, again)));
    }
    return results;
  }

  /** What the experiment met when it was first measured; only a cascade asks for it. */
  private static OptionalDouble hurdle(
      ExperimentStore store, CampaignRecord campaign, EvaluationSettings settings, int iteration)
      throws IOException {
    Hurdles[] hurdles = {Hurdles.of(settings.cascade(), StoredExperiments.seed(campaign))};
    if (settings.cascade().isPresent()) {
      int last = iteration - StoredExperiments.lag(campaign);
      store.forEachLine(
          campaign.id(),
          known -> {
            if (known.iteration() <= last) {
              hurdles[0] =
                  hurdles[0].with(known.iteration(), known.score(), known.result().shortScore());
            }
          });
    }
    return hurdles[0].at(iteration);
  }

  /** What it was raced against, as it was then. */
  private static Optional<Rival> rival(ArtifactStore artifacts, ExperimentRecord stored)
      throws IOException {
    String artifact = stored.artifacts().get(Rival.ROLE);
    return artifact == null
        ? Optional.empty()
        : Optional.of(
            Json.mapper().readValue(artifacts.read(artifact, Rival.MOST_BYTES), Rival.class));
  }

  private int report(List<Again> results, int neverMeasured) {
    ReplayReport report = new ReplayReport(results, neverMeasured);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(report.json().toPrettyString());
    } else {
      report.print(out);
    }
    out.flush();
    return report.isSame() ? 0 : 1;
  }
}
