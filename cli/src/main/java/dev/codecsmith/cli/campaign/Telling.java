package dev.codecsmith.cli.campaign;

import dev.codecsmith.cli.options.TellingPlan;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.evolve.models.budget.Budget;
import dev.codecsmith.service.alerts.rules.CampaignBudget;
import dev.codecsmith.service.alerts.watch.Alerts;
import dev.codecsmith.service.alerts.watch.PastExperiments;
import dev.codecsmith.service.client.WorkerPool.WorkerListener;
import dev.codecsmith.service.meters.CampaignMeters;
import dev.codecsmith.service.meters.CloudWatchMeters;
import dev.codecsmith.service.orchestrator.CampaignListener;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.events.EventLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Tells how campaigns go, beside the screen: incidents by alerts, and figures. */
public final class Telling implements AutoCloseable {
  private final TellingPlan plan;
  private final Alerts alerts;
  private final CampaignMeters meters;
  private final CloudWatchMeters cloudWatch;

  private Telling(
      TellingPlan plan, Alerts alerts, CampaignMeters meters, CloudWatchMeters cloudWatch) {
    this.plan = plan;
    this.alerts = alerts;
    this.meters = meters;
    this.cloudWatch = cloudWatch;
  }

  /**
   * Begins.
   *
   * @param data open for writing
   * @param workers those that are used; none where this process evaluates
   * @throws StoreException with a sentence if figures are to be sent and no region is known
   */
  public static Telling begin(TellingPlan plan, DataDirectory data, Collection<URI> workers)
      throws StoreException {
    CampaignMeters meters = new CampaignMeters();
    CloudWatchMeters cloudWatch = CloudWatchMeters.start(plan.cloudWatch(), meters);
    Alerts alerts =
        Alerts.start(
            plan.settings(),
            plan.channels(),
            data.path(),
            workers,
            "on " + machine() + ", data folder " + data.path());
    return new Telling(plan, alerts, meters, cloudWatch);
  }

  private static String machine() {
    try {
      // Asking the resolver may take seconds where it is not well.
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException _) {
      return "this machine";
    }
  }

  /** To be told of workers. */
  public WorkerListener workers() {
    return alerts.watch();
  }

  /** To be told by an orchestrator how its campaigns stand. */
  public CampaignListener campaigns() {
    return alerts.watch();
  }

  /** Figures of the campaigns, for other registries. */
  public CampaignMeters meters() {
    return meters;
  }

  /**
   * To be told of a campaign's events; it takes the place of the campaign before.
   *
   * @param past what happened in it before
   */
  public EventListener campaign(String campaignId, CampaignPlan campaign, EventLog past)
      throws StoreException {
    Budget budget =
        campaign.models().models(campaign.proposers()).isEmpty()
            ? Budget.UNLIMITED
            : campaign.models().budget();
    EventListener watch =
        alerts
            .watch()
            .campaign(
                campaignId,
                new CampaignBudget(budget.usd(), budget.tokens()),
                PastExperiments.last(past, campaignId, plan.settings().failureWindow()));
    return (time, event) -> {
      meters.on(time, event);
      watch.on(time, event);
    };
  }

  /** Ends, after what is on its way had a few seconds to arrive. */
  @Override
  public void close() {
    cloudWatch.close();
    alerts.close();
  }
}
