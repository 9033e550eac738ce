package dev.codecsmith.dashboard.downloads;

import dev.codecsmith.dashboard.live.LiveCampaigns;
import dev.codecsmith.dashboard.requests.Attachments;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Refusal;
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

  public ReportRoutes(ExperimentStore store, LiveCampaigns live, CampaignReports reports) {
    this.store = store;
    this.live = live;
    this.reports = reports;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/campaigns/{id}/report.html", this::report);
  }

  private void report(Context context) throws Refusal, IOException, InterruptedException {
    CampaignRecord campaign = CampaignChoice.named(store, context);
    Attachments.head(
            context, "text/html; charset=utf-8", Attachments.safe(campaign.id()) + "_report.html")
        .result(reports.of(campaign, live.state(campaign.id())));
  }
}
