package dev.codecsmith.cli.campaign;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.cli.control.StopFile;
import dev.codecsmith.cli.dashboard.DashboardOption;
import dev.codecsmith.cli.dashboard.RunDashboard;
import dev.codecsmith.cli.options.NextCommand;
import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.options.TellingOption;
import dev.codecsmith.cli.options.TellingPlan;
import dev.codecsmith.cli.options.elsewhere.Elsewhere;
import dev.codecsmith.cli.options.elsewhere.WorkersOption;
import dev.codecsmith.cli.output.Interruption;
import dev.codecsmith.cli.output.Warnings;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.progress.CampaignProgress;
import dev.codecsmith.cli.progress.CampaignView;
import dev.codecsmith.cli.status.AskedWorkers;
import dev.codecsmith.cluster.client.FleetWorkers;
import dev.codecsmith.dashboard.actions.Action;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.EventListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Runs a campaign for who waits for it: with its progress, and its report at the end. */
final class ReportedRun {
  private final PrintWriter out;
  private final PrintWriter errors;
  private final boolean json;
  private final Warnings warnings;
  private final WorkersOption workers;
  private final TellingOption telling;
  private final DashboardOption dashboard;
  private final WorkerEvents workerEvents = new WorkerEvents();
  private final WorkerNews workerNews = new WorkerNews();
  private final FleetWorkers fleet = new FleetWorkers();

  /**
   * @param json whether the report is a JSON object
   * @param workers who evaluates
   * @param telling who is told how it goes, beside who looks at the screen
   * @param dashboard where it is shown in a browser
   */
  ReportedRun(
      PrintWriter out,
      PrintWriter errors,
      boolean json,
      WorkersOption workers,
      TellingOption telling,
      DashboardOption dashboard) {
    this.workers = workers;
    this.dashboard = dashboard;
    this.telling = telling;
    workerNews.join(workerEvents);
    this.out = out;
    this.errors = errors;
    this.json = json;
    this.warnings = new Warnings(errors);
  }

  /** Runs what was planned; an interrupt by the user ends it with a sentence. */
  int run(StoreOption data, SandboxOption sandbox, CampaignPlan plan)
      throws IOException, InterruptedException {
    return run(data, sandbox, Optional.empty(), plan);
  }

  /**
   * Goes on with a campaign.
   *
   * @throws IOException with a sentence also if the plan is another campaign's
   */
  int resume(StoreOption data, SandboxOption sandbox, String campaignId, CampaignPlan plan)
      throws IOException, InterruptedException {
    return run(data, sandbox, Optional.of(campaignId), plan);
  }

  private int run(
      StoreOption data, SandboxOption sandbox, Optional<String> resumed, CampaignPlan plan)
      throws IOException, InterruptedException {
    TellingPlan toTell = telling.plan();
    Optional<Integer> port = dashboard.port();
    Optional<Elsewhere> elsewhere = workers.elsewhere(data, sandbox);
    List<URI> addresses = elsewhere.map(Elsewhere::addresses).orElseGet(List::of);
    return Interruption.stopping(
        errors,
        "Stopped. The same command continues this campaign.",
        () -> {
          try (Workbench bench = open(data, elsewhere, sandbox, plan);
              Telling told = Telling.begin(toTell, bench.data(), addresses)) {
            workerNews.join(told.workers());
            // Whoever asks from now on means this run.
            StopFile.forgetAll(bench.data().path());
            PlannedCampaign campaign =
                PlannedCampaign.of(plan, bench.clips(), !sandbox.isNone(), warnings::add);
            check(campaign, resumed, bench.data());
            try (RunDashboard shown =
                RunDashboard.beside(
                    port,
                    data,
                    bench.data(),
                    new RunDashboard.Machines(
                        dashboard.pictures().refusal(elsewhere.isPresent()),
                        AskedWorkers.of(elsewhere, fleet)),
                    this::say)) {
              run(campaign, resumed.isPresent(), bench, told, shown);
            }
            return 0;
          }
        });
  }

  private Workbench open(
      StoreOption data, Optional<Elsewhere> elsewhere, SandboxOption sandbox, CampaignPlan plan)
      throws IOException {
    return elsewhere.isPresent()
        ? Workbench.remote(data, elsewhere.get(), workerNews, fleet)
        : Workbench.open(data, sandbox, plan.parallel());
  }

  private static void check(PlannedCampaign campaign, Optional<String> resumed, DataDirectory data)
      throws IOException {
    if (resumed.isPresent() && !resumed.get().equals(campaign.id())) {
      throw new IOException(
          campaign.isWithOtherSandbox(resumed.get())
              ? sandboxDiffers(resumed.get(), campaign.sandboxed())
              : isAnother(campaign.id(), resumed.get(), data));
    }
  }

  private void run(
      PlannedCampaign campaign,
      boolean resumed,
      Workbench bench,
      Telling telling,
      RunDashboard shown)
      throws IOException, InterruptedException {
    bench
        .data()
        .experiments()
        .findCampaign(campaign.id())
        .filter(stored -> !resumed && !stored.name().equals(campaign.plan().name()))
        .ifPresent(stored ->
            say(
                "This is %s, stored under the name '%s', and goes on there. A new name does not start a new campaign; a new --seed does."
                    .formatted(stored.id(), stored.name())));
    PlannedCampaign given = campaign;
    Ended ended = run(given, bench, telling, shown);
    Optional<Action.NewBudget> budget = shown.newBudget();
    while (budget.isPresent() && !ended.isStopped()) {
      given = given.with(budget.get());
      ended = run(given, bench, telling, shown);
      budget = shown.newBudget();
    }
    report(
        CampaignReport.of(
            bench.data(), given.settings(), given.evaluation(), ended.experiments(), ended.view()));
  }

  /**
   * How a run ended.
   *
   * @param isStopped whether somebody asked for that
   */
  private record Ended(EvaluationHistory.View experiments, CampaignView view, boolean isStopped) {}

  private Ended run(PlannedCampaign campaign, Workbench bench, Telling telling, RunDashboard shown)
      throws IOException, InterruptedException {
    StopFile stop = StopFile.of(bench.data(), campaign.id());
    EventListener told = telling.campaign(campaign.id(), campaign.plan(), bench.data().events());
    try (CampaignProgress progress =
        CampaignProgress.on(errors, campaign.settings().iterations())) {
      if (!campaign.evaluation().objective().isDefault()) {
        progress.said(
            "Scores: "
                + campaign
                    .evaluation()
                    .objective()
                    .inWords(campaign.evaluation().mainAnchor().name())
                + ", lower is better");
      }
      if (bench.runsProgramsHere()) {
        campaign.idleSlots().ifPresent(progress::said);
      }
      EventListener followers =
          shown.campaign(
              campaign.id(),
              budget -> {
                PlannedCampaign _ = campaign.with(budget);
              });
      EventListener all =
          (time, event) -> {
            told.on(time, event);
            followers.on(time, event);
            progress.on(time, event);
          };
      CampaignRun run = new CampaignRun(bench, workerEvents, bench.data().owner());
      EvaluationHistory.View experiments =
          run.run(
              campaign,
              () -> stop.sentence().or(shown::pause),
              new CampaignRun.Audience(all, this::say));
      return new Ended(
          experiments, progress.view(), stop.sentence().isPresent() || run.isToldToEnd());
    } finally {
      stop.forget();
    }
  }

  private static String isAnother(String planned, String resumed, DataDirectory data) {
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

  private void say(String sentence) {
    errors.println(sentence);
    errors.flush();
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
