package dev.codecsmith.dashboard.downloads;

import dev.codecsmith.dashboard.live.LiveCampaigns;
import dev.codecsmith.dashboard.requests.Attachments;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.dashboard.requests.Turns;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.experiments.ExperimentStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** A campaign as one file to keep. */
public final class ReportRoutes {
  private final ExperimentStore store;
  private final LiveCampaigns live;
  private final CampaignReports reports;
  private final Turns turns;

  /**
   * @param turns of writing a report
   */
  public ReportRoutes(
      ExperimentStore store, LiveCampaigns live, CampaignReports reports, Turns turns) {
    this.store = store;
    this.live = live;
    this.reports = reports;
    this.turns = turns;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/campaigns/{id}/report.html", this::report);
  }

  private void report(Context context) throws Refusal, IOException, InterruptedException {
    CampaignRecord campaign = CampaignChoice.named(store, context);
    byte[] report;
    try (Turns.Turn _ = turns.take()) {
      report = reports.of(campaign, live.state(campaign.id()));
    }
    Attachments.head(
            context, "text/html; charset=utf-8", Attachments.safe(campaign.id()) + "_report.html")
        .result(report);
  }
}
