package dev.codecsmith.dashboard.http;

import dev.codecsmith.dashboard.actions.ActionRoutes;
import dev.codecsmith.dashboard.actions.Control;
import dev.codecsmith.dashboard.campaigns.AnchorRoutes;
import dev.codecsmith.dashboard.campaigns.CampaignRoutes;
import dev.codecsmith.dashboard.campaigns.CascadeRoutes;
import dev.codecsmith.dashboard.campaigns.ScoreRoutes;
import dev.codecsmith.dashboard.compare.CompareRoutes;
import dev.codecsmith.dashboard.downloads.CampaignReports;
import dev.codecsmith.dashboard.downloads.DownloadRoutes;
import dev.codecsmith.dashboard.downloads.ReportRoutes;
import dev.codecsmith.dashboard.experiments.BitsRoutes;
import dev.codecsmith.dashboard.experiments.ExperimentRoutes;
import dev.codecsmith.dashboard.experiments.ProgramRoutes;
import dev.codecsmith.dashboard.lineage.LineageRoutes;
import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.live.CampaignBudgets;
import dev.codecsmith.dashboard.live.LiveCampaigns;
import dev.codecsmith.dashboard.live.RunElsewhere;
import dev.codecsmith.dashboard.live.WorkerStatuses;
import dev.codecsmith.dashboard.pages.ClipRoutes;
import dev.codecsmith.dashboard.pages.ModelRoutes;
import dev.codecsmith.dashboard.pages.WorkerRoutes;
import dev.codecsmith.dashboard.pictures.PictureRoutes;
import dev.codecsmith.dashboard.pictures.VideoRoutes;
import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.dashboard.requests.Turns;
import dev.codecsmith.lab.frames.FrameLibrary;
import dev.codecsmith.lab.packaging.CodecPackage;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.experiments.ExperimentStore;
import io.javalin.config.RoutesConfig;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;

/** What the dashboard answers, whatever server it is added to. */
public final class Dashboard implements AutoCloseable {
  /** How long a request waits for what others have made. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Each takes some 24 bytes of memory a pixel. */
  private static final int PICTURES_AT_ONCE = 2;

  /** Zip files and reports, each sort by itself. */
  private static final int FILES_AT_ONCE = 2;

  /** Each is sent for as long as its reader takes, with a frame in memory. */
  private static final int VIDEOS_AT_ONCE = 4;

  /** Each is read through before it is sent, in a shared store from afar. */
  private static final int ARTIFACTS_AT_ONCE = 16;

  /** Each takes a thread that waits and a connection; a person's tabs take one, the one in view. */
  private static final int STREAMS_AT_ONCE = 2000;

  private final Shown shown;
  private final LiveCampaigns live;
  private final Clock clock;

  /**
   * What is shown.
   *
   * @param anchors what programs are held against
   * @param budgets what campaigns may spend
   * @param elsewhere which campaign another process runs in this store
   * @param workers what they say of themselves
   * @param compiler of programs in Java that are packaged
   * @param reports campaigns as files
   * @param control what may be done, and by whom
   * @param frames of clips and of what was coded; whoever opened it closes it after the server
   */
  @RecordBuilder
  public record Shown(
      ExperimentStore experiments,
      ArtifactStore artifacts,
      CampaignAnchors anchors,
      CampaignBudgets budgets,
      RunElsewhere elsewhere,
      WorkerStatuses workers,
      CodecPackage.JavaBuild compiler,
      CampaignReports reports,
      Control control,
      FrameLibrary frames) {}

  public Dashboard(Shown shown, Clock clock) {
    this.shown = shown;
    this.live = new LiveCampaigns(shown.experiments(), shown.elsewhere());
    this.clock = clock;
  }

  /** Whether a path is one of its. */
  public static boolean answers(String path) {
    return path.startsWith("/api/") || PageRoutes.PATHS.contains(path);
  }

  /**
   * Adds all of it to a server that tells faults by {@code HttpListener.refusals}.
   *
   * @param isOfThisMachine whether only this machine is listened to
   * @param guarded paths whose requests are checked here, such as {@link #answers}
   */
  public void addTo(RoutesConfig routes, boolean isOfThisMachine, Predicate<String> guarded) {
    Guard guard = new Guard(shown.control().token(), isOfThisMachine, PageRoutes.PATHS);
    routes.before(context -> {
      if (guarded.test(context.path())) {
        guard.check(context);
      }
    });
    new CampaignRoutes(shown.experiments(), shown.budgets(), shown.control().actions(), live, clock)
        .addTo(routes);
    new CascadeRoutes(shown.experiments(), live).addTo(routes);
    new ScoreRoutes(shown.experiments(), live, shown.anchors()).addTo(routes);
    new AnchorRoutes(shown.experiments(), shown.anchors()).addTo(routes);
    new ExperimentRoutes(shown.experiments(), live, shown.anchors()).addTo(routes);
    new BitsRoutes(shown.experiments(), shown.artifacts()).addTo(routes);
    new ProgramRoutes(shown.experiments(), shown.artifacts()).addTo(routes);
    new DownloadRoutes(
            shown.experiments(),
            shown.artifacts(),
            shown.compiler(),
            turns(1, "Another codec is being packed"),
            turns(FILES_AT_ONCE, "Other files are being packed"))
        .addTo(routes);
    new ReportRoutes(
            shown.experiments(),
            live,
            shown.reports(),
            turns(FILES_AT_ONCE, "Other reports are being written"))
        .addTo(routes);
    new ModelRoutes(shown.experiments(), live).addTo(routes);
    new WorkerRoutes(shown.experiments(), live, shown.workers(), clock).addTo(routes);
    new ClipRoutes(shown.experiments(), shown.anchors()).addTo(routes);
    new CompareRoutes(shown.experiments(), shown.anchors()).addTo(routes);
    new LineageRoutes(shown.experiments(), live).addTo(routes);
    new PictureRoutes(
            shown.experiments(),
            shown.anchors(),
            shown.frames(),
            turns(PICTURES_AT_ONCE, "Other pictures are being made"))
        .addTo(routes);
    new VideoRoutes(
            shown.experiments(),
            shown.anchors(),
            shown.frames(),
            turns(VIDEOS_AT_ONCE, "Other videos are being sent"))
        .addTo(routes);
    new ArtifactRoutes(
            shown.artifacts(), turns(ARTIFACTS_AT_ONCE, "Other artifacts are being sent"))
        .addTo(routes);
    new EventRoutes(
            new CampaignChoice(shown.experiments(), live),
            live,
            new Turns(
                STREAMS_AT_ONCE,
                Duration.ZERO,
                "All " + STREAMS_AT_ONCE + " event streams of this dashboard are taken."))
        .addTo(routes);
    new ActionRoutes(shown.experiments(), shown.control().actions(), clock).addTo(routes);
    PageRoutes.addTo(routes);
    routes.exception(Refusal.class, Answers::refuse);
    routes.exception(InterruptedException.class, (_, _) -> Thread.currentThread().interrupt());
  }

  private static Turns turns(int atOnce, String others) {
    return new Turns(atOnce, PATIENCE, others + "; ask again in a moment.");
  }

  /** Shows first a campaign that this process runs, whose events come to what is returned. */
  public EventListener running(String campaignId) {
    return live.running(campaignId);
  }

  /** What hears the events of a campaign that is about to run; which one runs, others say. */
  public EventListener listening(String campaignId) {
    return live.feed(campaignId);
  }

  /** Ends all streams. */
  @Override
  public void close() {
    live.close();
  }
}
