package dev.codecsmith.cli.experiments;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.cli.options.NextCommand;
import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.output.Interruption;
import dev.codecsmith.cli.output.Warnings;
import dev.codecsmith.cli.plan.CampaignFile;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.cli.plan.MeasurementOptions;
import dev.codecsmith.cli.progress.LineProgress;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.ExecutedProgram;
import dev.codecsmith.lab.evaluation.LimitUse;
import dev.codecsmith.lab.experiment.ExperimentRunner;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.scoring.Flags;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.sandbox.program.EditablePaths;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.CampaignEvent.AnchorsProgress;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.events.EventPublisher;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.export.ExperimentExport;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.lease.CampaignHold;
import dev.codecsmith.store.lifecycle.ExperimentDeletion;
import dev.codecsmith.store.lifecycle.ExperimentEvents;
import dev.codecsmith.store.lifecycle.ExperimentIds;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.store.lifecycle.LostEvents;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code codecsmith evaluate}: one program, measured as a campaign would, without a campaign. */
@Command(
    name = "evaluate",
    description = {
      "Builds, runs and measures the program in a folder, as a campaign would.",
      "The result is kept as an experiment of a campaign named evaluate.",
      "The exit code is 0 if it has a score, 1 if it failed.",
      "The score is BD-rate by PSNR-YUV. " + Metric.PSNR_YUV_DEFINITION
    },
    mixinStandardHelpOptions = true)
public final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();

  @Option(
      names = "--campaign",
      paramLabel = "FILE.yaml",
      description =
          "Measure as the campaign of a file does: its clips, frames, qualities, anchors (those of"
              + " its own among them), limits, constraints and objective; what is given beside it"
              + " wins.")
  private @Nullable Path campaign;

  @Mixin private MeasurementOptions options = new MeasurementOptions();
  @Mixin private SandboxOption sandbox = new SandboxOption();

  @Parameters(
      paramLabel = "PROGRAM_DIR",
      description = "A folder with program.json and the sources.")
  private Path directory = Path.of(".");

  @Option(names = "--json", description = "Print one JSON object instead of the table.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CampaignPlan plan =
        options.over(
            campaign == null
                ? CampaignPlan.defaults()
                : CampaignFile.read(campaign).withoutCascade());
    Campaigns.checkMeasuring(plan);
    Program program = Program.load(directory);
    Optional<String> lacks = EditablePaths.of(program).missing(program);
    if (lacks.isPresent()) {
      throw new IOException(directory + ": " + lacks.get());
    }
    PrintWriter errors = spec.commandLine().getErr();
    return Interruption.stopping(
        errors,
        "Stopped.",
        () -> {
          try (Workbench bench = Workbench.open(data, sandbox, plan.parallel())) {
            return evaluate(program, plan, bench, errors);
          }
        });
  }

  /** Returns the exit code. */
  private int evaluate(Program program, CampaignPlan plan, Workbench bench, PrintWriter errors)
      throws IOException, InterruptedException {
    Warnings warnings = new Warnings(errors);
    EvaluationSettings settings = Campaigns.evaluation(plan, bench.clips(), warnings::add);
    Campaigns.keepFiles(plan, settings, bench.data().artifacts());
    LineProgress progress = LineProgress.counting(errors, 1);
    bench
        .evaluations()
        .prepare(
            settings,
            (done, total) -> progress.on(Instant.now(), new AnchorsProgress(done, total)));
    ExperimentRecord experiment = evaluated(program, settings, bench, progress);
    print(experiment, settings, bench.data(), warnings);
    return experiment.failure().isPresent() ? 1 : 0;
  }

  /** Measures all of it now, and keeps it once it has come to an end. */
  private ExperimentRecord evaluated(
      Program program, EvaluationSettings settings, Workbench bench, LineProgress progress)
      throws IOException, InterruptedException {
    ExperimentStore store = bench.data().experiments();
    Clock clock = Clock.systemUTC();
    CampaignRecord campaign =
        store.putCampaignIfAbsent(
            Campaigns.ofEvaluate(settings, !sandbox.isNone(), clock.instant()));
    try (CampaignHold _ = bench.data().hold(campaign.id(), progress::said)) {
      ExperimentRecord experiment = evaluated(program, settings, bench, campaign, progress);
      bench.awaitDelivered(progress::said);
      return experiment;
    }
  }

  private ExperimentRecord evaluated(
      Program program,
      EvaluationSettings settings,
      Workbench bench,
      CampaignRecord campaign,
      LineProgress progress)
      throws IOException, InterruptedException {
    ExperimentStore store = bench.data().experiments();
    Clock clock = Clock.systemUTC();
    EventPublisher events = new EventPublisher(store, campaign.id(), clock, EventListener.none());
    boolean _ = events.publish(new CampaignBegun(campaign.name(), 0));
    ExperimentDeletion.finish(store);
    LostEvents.restore(store, campaign.id(), events);
    int iteration = 1 + store.lastIteration(campaign.id());
    ExperimentRecord queued =
        ExperimentLifecycle.queued(
            ExperimentIds.of(campaign.id(), iteration, program.sha256()),
            campaign.id(),
            iteration,
            bench.data().owner(),
            new CandidateRecord(
                name(),
                program.language(),
                program.sha256(),
                "user",
                List.of(),
                "",
                Map.of(
                    ProgramReference.ROLE,
                    ProgramReference.store(bench.data().artifacts(), program).artifact())),
            clock.instant());
    Evaluation evaluation =
        bench
            .evaluations()
            .evaluate(
                new EvaluationRequest(queued.id(), program, settings),
                (phase, done, total) ->
                    progress.on(clock.instant(), ExperimentEvents.phase(queued, phase)));
    ExecutedProgram.check(events, queued, evaluation);
    ExperimentResult result = Flags.of(store).on(queued, ExperimentRunner.result(evaluation));
    ExperimentRecord ended = ExperimentLifecycle.endedAtOnce(queued, result, clock.instant());
    if (!new ExperimentLifecycle(store, clock, events).enter(ended)) {
      throw new IOException(
          "Another process has stored an experiment "
              + ended.id()
              + " meanwhile, so this one was not kept; run the same command again.");
    }
    return ended;
  }

  private String name() {
    return Optional.ofNullable(directory.toAbsolutePath().normalize().getFileName())
        .map(Path::toString)
        .orElse("program");
  }

  private void print(
      ExperimentRecord experiment,
      EvaluationSettings settings,
      DataDirectory kept,
      Warnings warnings)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode node = ExperimentExport.toJson(experiment);
      warnings.putInto(node);
      out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(node));
    } else {
      out.println();
      if (!settings.objective().isDefault()) {
        out.println(
            "Score: "
                + settings.objective().inWords(settings.mainAnchor().name())
                + ", lower is better");
      }
      ExperimentTable.begin(
              out,
              settings.mainAnchor().name(),
              settings.objective(),
              !settings.heldOutClips().isEmpty(),
              Stream.of(experiment.candidate().proposer()))
          .add(ExperimentSummary.of(experiment));
      PointTable.print(out, experiment.points());
      LimitUse.of(settings, experiment.points(), experiment.decoderBytes())
          .ifPresent(use -> out.println(use.text()));
      experiment
          .failure()
          .ifPresent(failure -> out.println(System.lineSeparator() + failure.message()));
      out.println();
      out.println(
          "Kept. Look at it: " + NextCommand.of("experiments show " + experiment.id(), kept));
    }
    out.flush();
  }
}
