package dev.codecsmith.cli.orchestrator;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.cli.campaign.CampaignRun;
import dev.codecsmith.cli.campaign.PlannedCampaign;
import dev.codecsmith.cli.campaign.Telling;
import dev.codecsmith.cli.campaign.WorkerEvents;
import dev.codecsmith.cli.campaign.WorkerNews;
import dev.codecsmith.cli.control.StopFile;
import dev.codecsmith.cli.log.LogFile;
import dev.codecsmith.cli.options.elsewhere.Elsewhere;
import dev.codecsmith.cli.output.Sentences;
import dev.codecsmith.cli.plan.CampaignFile;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.cli.plan.Footage;
import dev.codecsmith.cli.progress.LineProgress;
import dev.codecsmith.cluster.client.FleetWorkers;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.service.orchestrator.CampaignRequest;
import dev.codecsmith.service.orchestrator.CampaignRunner;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.source.FileAddress;
import dev.codecsmith.store.source.SourceFiles;
import dev.codecsmith.video.VideoFormatException;
import dev.codecsmith.video.clips.ClipCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Campaigns by their files' texts, run as {@code codecsmith run} does. */
final class FileCampaigns implements CampaignRunner {
  private static final String SENT = "The campaign";
  private static final Logger logger = LoggerFactory.getLogger(FileCampaigns.class);

  private final DataDirectory data;
  private final CampaignStore store;
  private final Evaluating evaluating;
  private final Telling telling;
  private final LogFile log;

  /** One clip is not converted twice at the same time. */
  private final ReentrantLock reading = new ReentrantLock();

  /** Clips on their way, by their SHA-256, so that none is fetched twice at the same time. */
  private final Set<String> fetching = new HashSet<>();

  private final AtomicInteger runs = new AtomicInteger();
  private volatile Function<String, EventListener> followers = _ -> EventListener.none();

  /**
   * @param data open for writing
   * @param store where they are kept
   * @param evaluating who evaluates
   * @param telling told how campaigns go, for whom it may concern
   * @param log told as well, line by line
   */
  FileCampaigns(
      DataDirectory data,
      CampaignStore store,
      Evaluating evaluating,
      Telling telling,
      LogFile log) {
    this.telling = telling;
    this.data = data;
    this.store = store;
    this.evaluating = evaluating;
    this.log = log;
  }

  /** Who evaluates. */
  sealed interface Evaluating {
    /** This process, in its sandbox. */
    record Here(Sandbox sandbox) implements Evaluating {}

    /**
     * Others.
     *
     * @param fleet takes what is heard of who works, where they are a fleet
     * @param figures takes those of the connection to its server
     */
    record There(Elsewhere elsewhere, FleetWorkers fleet, MeterRegistry figures)
        implements Evaluating {}
  }

  /** Has whoever is named by a campaign's id hear its events from its next run on. */
  void followedBy(Function<String, EventListener> whom) {
    followers = whom;
  }

  @Override
  public Planned plan(CampaignRequest request)
      throws BadRequestException, IOException, InterruptedException {
    PlannedCampaign campaign = read(request);
    return new Planned(campaign.id(), campaign.plan().name(), campaign.plan().iterations());
  }

  private PlannedCampaign read(CampaignRequest request)
      throws BadRequestException, IOException, InterruptedException {
    ClipCatalogue clips = new ClipCatalogue(data.clipsDirectory());
    try {
      CampaignPlan plan = parsed(request);
      fetch(plan, Footage.sources(clips));
      return read(plan, clips);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(Sentences.sentence(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (isOfTheRequest(e)) {
        throw new BadRequestException(Sentences.of(e));
      }
      throw e instanceof InfrastructureException || e instanceof StoreException
          ? e
          : new InfrastructureException(Sentences.of(e), e);
    }
  }

  /** Before the clips are read, so that nobody waits for a server who needs none. */
  private void fetch(CampaignPlan plan, SourceFiles sources)
      throws IOException, InterruptedException {
    for (FileAddress address : Campaigns.addresses(plan)) {
      synchronized (fetching) {
        while (!fetching.add(address.sha256())) {
          fetching.wait();
        }
      }
      try {
        Path _ = sources.fetch(address);
      } finally {
        synchronized (fetching) {
          fetching.remove(address.sha256());
          fetching.notifyAll();
        }
      }
    }
  }

  private PlannedCampaign read(CampaignPlan plan, ClipCatalogue clips)
      throws IOException, InterruptedException {
    reading.lockInterruptibly();
    try {
      return PlannedCampaign.of(plan, clips, true, this::warn);
    } finally {
      reading.unlock();
    }
  }

  /** Whether another campaign's file is needed, and not another hour or more disk. */
  private static boolean isOfTheRequest(IOException fault) {
    return fault instanceof VideoFormatException
        || fault instanceof NoSuchFileException
        || fault instanceof AccessDeniedException
        || (fault instanceof StoreException store && store.isLasting());
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
    return store.use(opened -> run(campaign, opened, stop));
  }

  private Optional<String> run(
      PlannedCampaign campaign, DataDirectory opened, Supplier<Optional<String>> stop)
      throws IOException, InterruptedException {
    String id = campaign.id();
    StopFile file = StopFile.of(opened, id);
    WorkerEvents events = new WorkerEvents();
    WorkerNews news = new WorkerNews();
    news.join(events);
    news.join(telling.workers());
    EventListener told = telling.campaign(id, campaign.plan(), opened.events());
    EventListener shown = followers.apply(id);
    try (Workbench bench = workbench(opened, campaign.plan(), news);
        LineProgress progress = LineProgress.ofCampaign(log.lines())) {
      EventListener all =
          (time, event) -> {
            told.on(time, event);
            shown.on(time, event);
            progress.on(time, event);
          };
      CampaignRun run =
          new CampaignRun(bench, events, opened.owner() + "-" + runs.incrementAndGet());
      EvaluationHistory.View _ =
          told(() ->
              run.run(
                  campaign,
                  () -> stop.get().or(() -> byFile(file, id)),
                  new CampaignRun.Audience(all, log::say)));
      return progress.view().stopReason();
    } finally {
      tidy(file);
    }
  }

  /** A run of a campaign. */
  @FunctionalInterface
  private interface Run {
    EvaluationHistory.View run() throws IOException, InterruptedException;
  }

  /** Faults of machine and store may pass; others wait for a person, as a missing key does. */
  private static EvaluationHistory.View told(Run run) throws IOException, InterruptedException {
    try {
      return run.run();
    } catch (StoreException e) {
      throw e;
    } catch (InfrastructureException e) {
      throw isOfAModel(e) ? InfrastructureException.lasting(Sentences.of(e), e) : e;
    } catch (IOException e) {
      throw InfrastructureException.lasting(Sentences.of(e), e);
    }
  }

  /** Whether a model is asked in vain until somebody changes something. */
  private static boolean isOfAModel(InfrastructureException fault) {
    return fault.getCause() instanceof ModelException model
        && model.kind().triedAgain() == ModelException.TriedAgain.NEVER
        && model.kind() != ModelException.Kind.WAIT_ASKED_FOR;
  }

  /** Whatever this meets, the campaign has ended as it has. */
  private void tidy(StopFile file) {
    try {
      file.forget();
    } catch (IOException e) {
      logger.warn("What asked a campaign to stop cannot be deleted: {}", e.toString());
    }
    try {
      rest();
    } catch (IOException e) {
      logger.warn("{}", e.getMessage());
    }
  }

  private Workbench workbench(DataDirectory opened, CampaignPlan plan, WorkerNews news)
      throws IOException {
    return switch (evaluating) {
      case Evaluating.Here(Sandbox sandbox) -> Workbench.local(opened, sandbox, plan.parallel());
      case Evaluating.There(Elsewhere elsewhere, FleetWorkers fleet, MeterRegistry figures) ->
          Workbench.remote(opened, elsewhere, news, fleet, Optional.of(figures));
    };
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
