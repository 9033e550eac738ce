package dev.codecsmith.cli;

import dev.codecsmith.lab.EvaluationRequest;
import dev.codecsmith.lab.EvaluationSettings;
import dev.codecsmith.lab.ExperimentRunner;
import dev.codecsmith.sandbox.Program;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentExport;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code codecsmith evaluate}: one program, measured as a campaign would, without a campaign. */
@Command(
    name = "evaluate",
    description = {
      "Builds, runs and measures the program in a folder, as a campaign would.",
      "The exit code is 0 if it has a score, 1 if it failed."
    },
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();
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
    CampaignPlan plan = options.over(CampaignPlan.defaults());
    Campaigns.checkMeasuring(plan);
    Program program = Program.load(directory);
    PrintWriter errors = spec.commandLine().getErr();
    try (Interruption interruption = Interruption.ofThisThread();
        Workbench bench = Workbench.open(data, sandbox, plan.parallel())) {
      EvaluationSettings settings = Campaigns.evaluation(plan, bench.clips());
      LineProgress progress = new LineProgress(errors, 1);
      try {
        bench.evaluator().prepare(settings, progress::anchors);
        ExperimentRecord queued = queued(program);
        ExperimentRecord experiment =
            ExperimentRunner.ended(
                queued,
                bench
                    .evaluator()
                    .evaluate(
                        new EvaluationRequest(queued.id(), program, settings),
                        (phase, done, total) -> progress.progress(queued, phase, done, total)),
                Clock.systemUTC().instant());
        print(experiment, settings);
        return experiment.failure().isPresent() ? 1 : 0;
      } catch (InterruptedException e) {
        errors.println("Stopped.");
        errors.flush();
        boolean _ = interruption.acknowledged();
        return Interruption.EXIT_CODE;
      }
    }
  }

  private ExperimentRecord queued(Program program) {
    String name =
        Optional.ofNullable(directory.toAbsolutePath().normalize().getFileName())
            .map(Path::toString)
            .orElse("program");
    return ExperimentRunner.queued(
        "exp_iter0_" + program.sha256().substring(0, 10),
        "evaluate",
        0,
        "",
        new CandidateRecord(
            name, program.language(), program.sha256(), "user", List.of(), "", Map.of()),
        Clock.systemUTC().instant());
  }

  private void print(ExperimentRecord experiment, EvaluationSettings settings) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          Json.mapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(ExperimentExport.toJson(experiment)));
    } else {
      out.println();
      ExperimentTable.print(out, List.of(experiment), settings.mainAnchor().name());
      PointTable.print(out, experiment.points());
      experiment
          .failure()
          .ifPresent(failure -> out.println(System.lineSeparator() + failure.message()));
    }
    out.flush();
  }
}
