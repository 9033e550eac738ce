package dev.codecsmith.cli.dashboard;

import dev.codecsmith.cli.plan.StoredPlan;
import dev.codecsmith.dashboard.actions.Control;
import dev.codecsmith.dashboard.http.Dashboard;
import dev.codecsmith.dashboard.http.DashboardServer;
import dev.codecsmith.dashboard.http.DashboardShownBuilder;
import dev.codecsmith.dashboard.live.RunElsewhere;
import dev.codecsmith.evolve.models.budget.Budget;
import dev.codecsmith.service.protocol.BearerToken;
import dev.codecsmith.store.data.DataDirectory;

/** What is shown of a data folder. */
final class StoredDashboard {
  private StoredDashboard() {}

  /** All that its store holds. */
  static Dashboard.Shown of(DataDirectory data, RunElsewhere elsewhere, Control control) {
    return DashboardShownBuilder.builder()
        .experiments(data.experiments())
        .artifacts(data.artifacts())
        .anchors(new StoredAnchors(data))
        .budgets(campaign ->
            StoredPlan.find(data.experiments(), campaign)
                .map(plan -> plan.models().budget())
                .orElse(Budget.UNLIMITED))
        .elsewhere(elsewhere)
        .control(control)
        .build();
  }

  /** Where it is, and where with the right to change something: behind the #, which is not sent. */
  static String announcement(DashboardServer server, BearerToken token) {
    return "Dashboard: "
        + server.address()
        + "  To change anything there: "
        + server.address()
        + "#token="
        + token.text();
  }
}
