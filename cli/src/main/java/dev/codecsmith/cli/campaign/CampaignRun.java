package dev.codecsmith.cli.campaign;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.cli.models.CampaignModel;
import dev.codecsmith.cli.options.DataOption;
import dev.codecsmith.cli.options.NextCommand;
import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.cli.options.TellingOption;
import dev.codecsmith.cli.options.TellingPlan;
import dev.codecsmith.cli.options.WorkersOption;
import dev.codecsmith.cli.output.Interruption;
import dev.codecsmith.cli.output.Warnings;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.cli.plan.ModelEntry;
import dev.codecsmith.cli.plan.StoredPlan;
import dev.codecsmith.cli.progress.CampaignProgress;
import dev.codecsmith.cli.progress.CampaignView;
import dev.codecsmith.evolve.campaign.CampaignLoop;
import dev.codecsmith.evolve.campaign.CampaignSettings;
import dev.codecsmith.evolve.campaign.CampaignTools;
import dev.codecsmith.evolve.campaign.WorkRetry;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.events.EventSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a campaign from its plan to its report. */
final class CampaignRun {
  private final PrintWriter out;
  private final PrintWriter errors;
  private final boolean json;
  private final Warnings warnings;
  private final WorkersOption workers;
  private final TellingOption telling;
  private final WorkerEvents workerEvents = new WorkerEvents();
  private final WorkerNews workerNews = new WorkerNews();

  /**
   * @param json whether the report is a JSON object
   * @param workers who evaluates
   * @param telling who is told how it goes, beside who looks at the screen
   */
  CampaignRun(
      PrintWriter out,
      PrintWriter errors,
      boolean json,
      WorkersOption workers,
      TellingOption telling) {
    this.workers = workers;
    this.telling = telling;
    workerNews.join(workerEvents);
    this.out = out;
    this.errors = errors;
    this.json = json;
    this.warnings = new Warnings(errors);
  }

  /** Runs what was planned; an interrupt by the user ends it with a sentence. */
  int run(DataOption data, SandboxOption sandbox, CampaignPlan plan)
      throws IOException, InterruptedException {
    return run(data, sandbox, Optional.empty(), plan);
  }

  /**
   * Goes on with a campaign.
   *
   * @throws IOException with a sentence also if the plan is another campaign's
   */
  int resume(DataOption data, SandboxOption sandbox, String campaignId, CampaignPlan plan)
      throws IOException, InterruptedException {
    return run(data, sandbox, Optional.of(campaignId), plan);
  }

  private int run(
      DataOption data, SandboxOption sandbox, Optional<String> resumed, CampaignPlan plan)
      throws IOException, InterruptedException {
    TellingPlan toTell = telling.plan();
    return Interruption.stopping(
        errors,
        "Stopped. The same command continues this campaign.",
        () -> {
          try (Workbench bench = open(data, sandbox, plan);
              Telling told = Telling.begin(toTell, bench.data(), workers.workers())) {
            workerNews.join(told.workers());
            // Whoever asks from now on means this run.
            StopFile.forgetAll(bench.data().path());
            return run(plan, !sandbox.isNone(), resumed, bench, told);
          }
        });
  }

  private Workbench open(DataOption data, SandboxOption sandbox, CampaignPlan plan)
      throws IOException {
    if (workers.workers().isEmpty()) {
      return Workbench.open(data, sandbox, plan.parallel());
    }
    if (sandbox.isNone()) {
      throw new IllegalArgumentException(
          "With --worker programs run in the workers' sandboxes: leave --sandbox=none out.");
    }
    return Workbench.remote(data, workers, workerNews);
  }

  private int run(
      CampaignPlan plan,
      boolean sandboxed,
      Optional<String> resumed,
      Workbench bench,
      Telling telling)
      throws IOException, InterruptedException {
    EvaluationSettings evaluation = Campaigns.evaluation(plan, bench.clips(), warnings::add);
    CampaignSettings settings = Campaigns.settings(plan, evaluation, sandboxed);
    if (resumed.isPresent() && !resumed.get().equals(settings.id())) {
      boolean otherSandbox =
          resumed.get().equals(Campaigns.settings(plan, evaluation, !sandboxed).id());
      throw new IOException(
          otherSandbox
              ? sandboxDiffers(resumed.get(), sandboxed)
              : isAnother(settings.id(), resumed.get(), bench.data().path()));
    }
    bench
        .data()
        .experiments()
        .findCampaign(settings.id())
        .filter(stored -> resumed.isEmpty() && !stored.name().equals(plan.name()))
        .ifPresent(stored -> {
          errors.println(
              "This is %s, stored under the name '%s', and goes on there. A new name does not start a new campaign; a new --seed does."
                  .formatted(stored.id(), stored.name()));
          errors.flush();
        });
    bench.data().announce(settings.id());
    StoredPlan.keep(bench.data().experiments(), settings.id(), plan);
    EvaluationHistory.View experiments;
    CampaignView view;
    StopFile stop = StopFile.of(bench.data().path(), settings.id());
    EventListener told = telling.campaign(settings.id(), plan);
    try (CampaignProgress progress = CampaignProgress.on(errors, settings.iterations())) {
      EventListener all =
          (time, event) -> {
            told.on(time, event);
            progress.on(time, event);
          };
      experiments = run(plan, settings, evaluation, bench, stop, all);
      view = progress.view();
    } finally {
      stop.forget();
    }
    report(CampaignReport.of(bench.data(), settings, evaluation, experiments, view));
    return 0;
  }

  private static String isAnother(String planned, String resumed, Path data) {
    return "With these options, or with clips that have changed since, it would be "
        + planned
        + " and not "
        + resumed
        + ". Resume takes what does not change results (--iterations, budgets, --time,"
        + " --parallel, …); start another campaign with "
        + NextCommand.of("run", data)
        + ".";
  }

  private static String sandboxDiffers(String resumed, boolean sandboxed) {
    return sandboxed
        ? resumed
            + " was run with --sandbox=none, without which its programs would run under other"
            + " conditions. Give it again to go on, if you trust them: they run with all your"
            + " rights."
        : resumed + " was run in the sandbox and goes on there only: leave --sandbox=none out.";
  }

  private void announceInbox(Path inbox) {
    errors.println(
        "Prompts appear in "
            + inbox
            + "; write each reply into the file that its first line names.");
    errors.flush();
  }

  private EvaluationHistory.View run(
      CampaignPlan plan,
      CampaignSettings settings,
      EvaluationSettings evaluation,
      Workbench bench,
      StopFile stop,
      EventListener listener)
      throws IOException, InterruptedException {
    WorkRetry.Policy retry = WorkRetry.Policy.standard();
    List<EventSink> sink = new ArrayList<>();
    CampaignTools tools =
        CampaignTools.of(
                bench.evaluations(),
                bench.data(),
                settings.id(),
                retry,
                workerEvents.before(listener, sink::getFirst))
            .at(CampaignTools.Pace.of(retry).stoppedBy(stop));
    sink.add(tools.events());
    List<ModelEntry> asked = plan.models().models(plan.proposers());
    if (asked.isEmpty()) {
      return new CampaignLoop(
              settings,
              evaluation,
              Campaigns.proposer(plan, evaluation, Optional.empty()),
              plan.rules(),
              tools)
          .run();
    }
    try (CampaignModel model =
        CampaignModel.open(plan, settings, evaluation, bench, tools.events())) {
      for (ModelEntry entry : asked) {
        entry.inbox().ifPresent(this::announceInbox);
      }
      return new CampaignLoop(
              settings,
              evaluation,
              Campaigns.proposer(plan, evaluation, Optional.of(model.proposer())),
              plan.rules(),
              tools.spending(model::spent))
          .run();
    }
  }

  private void report(CampaignReport report) throws IOException {
    if (json) {
      report.writeJson(out, warnings);
    } else {
      report.print(out);
    }
    out.flush();
  }
}
