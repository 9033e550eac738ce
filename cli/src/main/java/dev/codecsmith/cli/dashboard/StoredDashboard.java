package dev.codecsmith.cli.dashboard;

import dev.codecsmith.cli.control.JavaCompiler;
import dev.codecsmith.cli.plan.StoredPlan;
import dev.codecsmith.cli.report.HtmlReport;
import dev.codecsmith.dashboard.actions.Control;
import dev.codecsmith.dashboard.http.Dashboard;
import dev.codecsmith.dashboard.http.DashboardServer;
import dev.codecsmith.dashboard.http.DashboardShownBuilder;
import dev.codecsmith.dashboard.live.RunElsewhere;
import dev.codecsmith.dashboard.live.WorkerStatuses;
import dev.codecsmith.evolve.models.budget.Budget;
import dev.codecsmith.lab.frames.FrameLibrary;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.service.protocol.BearerToken;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.nio.file.Path;
import java.time.Duration;

/** What is shown of a store. */
public final class StoredDashboard {
  /** A person waits for it at a browser; what it has begun to decode is there the next time. */
  private static final Duration REPORT_PATIENCE = Duration.ofSeconds(10);

  private StoredDashboard() {}

  /** All that its store holds. */
  static Dashboard.Shown of(
      DataDirectory data, RunElsewhere elsewhere, Control control, FrameLibrary frames) {
    return of(
        data.experiments(), data.artifacts(), data.clipsDirectory(), elsewhere, control, frames);
  }

  /**
   * All that a store holds.
   *
   * @param clips the folder of clips
   */
  public static Dashboard.Shown of(
      ExperimentStore experiments,
      ArtifactStore artifacts,
      Path clips,
      RunElsewhere elsewhere,
      Control control,
      FrameLibrary frames) {
    StoredAnchors anchors = new StoredAnchors(clips, experiments);
    return DashboardShownBuilder.builder()
        .experiments(experiments)
        .artifacts(artifacts)
        .anchors(anchors)
        .budgets(campaign ->
            StoredPlan.find(experiments, campaign)
                .map(plan -> plan.models().budget())
                .orElse(Budget.UNLIMITED))
        .elsewhere(elsewhere)
        .workers(WorkerStatuses.NONE)
        .compiler(new JavaCompiler(Bubblewrap::detect))
        .reports(new HtmlReport(experiments, anchors, frames, REPORT_PATIENCE))
        .control(control)
        .frames(frames)
        .build();
  }

  /**
   * Where it is, and where with the right to change something: behind the #, which is not sent. A
   * line before says if it is not where it was wanted.
   */
  static String announcement(DashboardServer server, BearerToken token) {
    return (server.takenPort().isPresent()
            ? "Port " + server.takenPort().getAsInt() + " is taken, so another one is used.\n"
            : "")
        + "Dashboard: "
        + server.address()
        + "  To change anything there: "
        + server.address()
        + "#token="
        + token.text();
  }
}
