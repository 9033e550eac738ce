package dev.codecsmith.cli.orchestrator;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.cli.campaign.CampaignRun;
import dev.codecsmith.cli.campaign.PlannedCampaign;
import dev.codecsmith.cli.campaign.StopFile;
import dev.codecsmith.cli.campaign.Telling;
import dev.codecsmith.cli.campaign.WorkerEvents;
import dev.codecsmith.cli.campaign.WorkerNews;
import dev.codecsmith.cli.log.LogFile;
import dev.codecsmith.cli.options.WorkersOption;
import dev.codecsmith.cli.output.Sentences;
import dev.codecsmith.cli.plan.CampaignFile;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.cli.progress.LineProgress;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.service.orchestrator.CampaignRequest;
import dev.codecsmith.service.orchestrator.CampaignRunner;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.video.clips.ClipCatalogue;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Campaigns by their files' texts, run in one data folder as {@code codecsmith run} does. */
final class FileCampaigns implements CampaignRunner {
  private static final String SENT = "The campaign";

  private final DataDirectory data;
  private final Optional<Sandbox> sandbox;
  private final WorkersOption workers;
  private final Telling telling;
  private final LogFile log;

  /** One clip is not converted twice at the same time. */
  private final ReentrantLock reading = new ReentrantLock();

  private final AtomicInteger runs = new AtomicInteger();

  /**
   * @param data open for writing
   * @param sandbox where programs run here; empty where workers evaluate
   * @param telling told how campaigns go, for whom it may concern
   * @param log told as well, line by line
   */
  FileCampaigns(
      DataDirectory data,
      Optional<Sandbox> sandbox,
      WorkersOption workers,
      Telling telling,
      LogFile log) {
    this.telling = telling;
    this.data = data;
    this.sandbox = sandbox;
    this.workers = workers;
    this.log = log;
  }

  @Override
  public Planned plan(CampaignRequest request)
      throws BadRequestException, IOException, InterruptedException {
    PlannedCampaign campaign = read(request);
    return new Planned(campaign.id(), campaign.plan().name(), campaign.plan().iterations());
  }

  private PlannedCampaign read(CampaignRequest request)
      throws BadRequestException, IOException, InterruptedException {
    reading.lockInterruptibly();
    try {
      return PlannedCampaign.of(
          parsed(request), new ClipCatalogue(data.clipsDirectory()), true, this::warn);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(Sentences.sentence(String.valueOf(e.getMessage())));
    } catch (InfrastructureException | StoreException e) {
      throw e;
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw new BadRequestException(Sentences.of(e));
    } finally {
      reading.unlock();
    }
  }

  private static CampaignPlan parsed(CampaignRequest request) {
    CampaignPlan plan =
        request.file().isPresent()
            ? CampaignFile.of(request.file().get(), request.yaml())
            : CampaignFile.of(SENT, request.yaml());
    Campaigns.check(plan);
    return request.name().map(plan::named).orElse(plan);
  }

  private void warn(String sentence) {
    log.say("warning: " + sentence);
  }

  @Override
  public Optional<String> run(CampaignRequest request, String id, Supplier<Optional<String>> stop)
      throws BadRequestException, IOException, InterruptedException {
    PlannedCampaign campaign = read(request);
    if (!campaign.id().equals(id)) {
      throw new BadRequestException(
          "Its clips have changed since it was sent, so that it would be another campaign, "
              + campaign.id()
              + "; send it again.");
    }
    StopFile file = StopFile.of(data, id);
    WorkerEvents events = new WorkerEvents();
    WorkerNews news = new WorkerNews();
    news.join(events);
    news.join(telling.workers());
    EventListener told = telling.campaign(id, campaign.plan());
    try (Workbench bench = open(campaign.plan(), news);
        LineProgress progress = LineProgress.ofCampaign(log.lines())) {
      EventListener all =
          (time, event) -> {
            told.on(time, event);
            progress.on(time, event);
          };
      EvaluationHistory.View _ =
          new CampaignRun(bench, events, data.owner() + "-" + runs.incrementAndGet())
              .run(
                  campaign,
                  () -> stop.get().or(() -> byFile(file, id)),
                  new CampaignRun.Audience(all, log::say));
      return progress.view().stopReason();
    } finally {
      file.forget();
      rest();
    }
  }

  private Workbench open(CampaignPlan plan, WorkerNews news) throws IOException {
    return sandbox.isPresent()
        ? Workbench.local(data, sandbox.get(), plan.parallel())
        : Workbench.remote(data, workers, news);
  }

  private static Optional<String> byFile(StopFile file, String id) {
    return file.sentence()
        .map(_ -> "It was asked to stop; POST /campaigns/" + id + "/resume goes on.");
  }

  private void rest() throws StoreException {
    // An interrupted thread would close the lock's file, and with it let go of the folder.
    boolean interrupted = Thread.interrupted();
    data.rest();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
