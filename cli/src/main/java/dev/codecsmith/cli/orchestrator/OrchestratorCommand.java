package dev.codecsmith.cli.orchestrator;

import dev.codecsmith.cli.campaign.Telling;
import dev.codecsmith.cli.dashboard.PicturesOption;
import dev.codecsmith.cli.dashboard.StoredDashboard;
import dev.codecsmith.cli.dashboard.StoredFrames;
import dev.codecsmith.cli.log.ServiceFolder;
import dev.codecsmith.cli.options.ListenOptions;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.options.TellingOption;
import dev.codecsmith.cli.options.TellingPlan;
import dev.codecsmith.cli.options.elsewhere.Elsewhere;
import dev.codecsmith.cli.options.elsewhere.WorkerTokenOption;
import dev.codecsmith.cli.options.elsewhere.WorkersOption;
import dev.codecsmith.cli.output.Interruption;
import dev.codecsmith.cli.status.AskedWorkers;
import dev.codecsmith.cluster.client.FleetWorkers;
import dev.codecsmith.dashboard.actions.Control;
import dev.codecsmith.dashboard.http.Dashboard;
import dev.codecsmith.dashboard.http.DashboardShownBuilder;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.service.http.HttpListener;
import dev.codecsmith.service.http.HttpSettings;
import dev.codecsmith.service.http.OrchestratorServer;
import dev.codecsmith.service.orchestrator.DropFolder;
import dev.codecsmith.service.orchestrator.Orchestrator;
import dev.codecsmith.service.orchestrator.QueuedCampaign;
import dev.codecsmith.service.protocol.BearerToken;
import dev.codecsmith.service.systemd.SystemdNotify;
import dev.codecsmith.store.data.StoreKind;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code codecsmith orchestrator}: runs the campaigns that it is sent, one after another. */
@Command(
    name = "orchestrator",
    description = {
      "Runs campaigns one after another, those that it is sent over HTTP and those whose files are"
          + " dropped into a folder.",
      "A browser is shown them on the same port. POST /campaigns takes a campaign file; GET"
          + " /openapi.yaml tells the protocol. Whatever was taken outlives this process: the next"
          + " start goes on with it.",
      "Who may send campaigns may run commands as this user, since a campaign can name them."
    },
    mixinStandardHelpOptions = true)
public final class OrchestratorCommand implements Callable<Integer> {
  private static final String KIND = "orchestrator";

  /** How often the folder of dropped files is looked at. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(OrchestratorCommand.class);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();
  @Mixin private ListenOptions listen = new ListenOptions();
  @Mixin private WorkersOption workers = new WorkersOption();
  @Mixin private WorkerTokenOption workerToken = new WorkerTokenOption();
  @Mixin private TellingOption telling = new TellingOption();
  @Mixin private PicturesOption pictures = new PicturesOption();

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "The one port of its API and of its page in a browser, http://127.0.0.1:N/; where it is"
              + " taken the orchestrator does not start. 0 is any that is free. Default: 8090")
  private int port = 8090;

  @Option(
      names = "--campaigns",
      paramLabel = "DIR",
      description =
          "A folder that is watched for campaign files, *.yaml and *.yml. Default: campaigns in the"
              + " data folder")
  private @Nullable Path campaigns;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<String> token = workers.token();
    HttpSettings http = listen.settings(port, token);
    Optional<Elsewhere> elsewhere = workers.elsewhere(data, workerToken.token(token));
    TellingPlan toTell = telling.plan();
    Optional<StoreKind> shared = data.elsewhere();
    return Interruption.stopping(
        spec.commandLine().getErr(),
        "The orchestrator has stopped.",
        () -> {
          serve(http, elsewhere, toTell, shared);
          return 0;
        });
  }

  private void serve(
      HttpSettings http,
      Optional<Elsewhere> elsewhere,
      TellingPlan toTell,
      Optional<StoreKind> shared)
      throws IOException, InterruptedException {
    FleetWorkers fleet = new FleetWorkers();
    // Connections are made before there is a server that shows their figures.
    CompositeMeterRegistry connections = new CompositeMeterRegistry();
    FileCampaigns.Evaluating evaluating =
        elsewhere.isPresent()
            ? new FileCampaigns.Evaluating.There(elsewhere.get(), fleet, connections)
            : new FileCampaigns.Evaluating.Here(Bubblewrap.detect());
    List<URI> addresses = elsewhere.map(Elsewhere::addresses).orElseGet(List::of);
    Clock clock = Clock.systemUTC();
    try (ServiceFolder folder = ServiceFolder.open(data, KIND, spec.commandLine().getErr(), clock);
        CampaignStore store = CampaignStore.open(folder.data(), shared);
        FleetBacklog backlog = FleetBacklog.of(elsewhere, folder.data().owner(), connections);
        Telling told = Telling.begin(toTell, folder.data(), addresses);
        StoredFrames frames =
            new StoredFrames(
                store.artifacts(),
                pictures.refusal(elsewhere.isPresent()),
                folder.data().workDirectory().resolve("frames"))) {
      FileCampaigns runner =
          new FileCampaigns(folder.data(), store, evaluating, told, folder.log());
      Orchestrator orchestrator =
          Orchestrator.open(folder.data().path().resolve("queue"), runner, told.campaigns(), clock);
      BearerToken token = http.token().map(BearerToken::new).orElseGet(BearerToken::made);
      Dashboard shown =
          new Dashboard(
              DashboardShownBuilder.builder(
                      StoredDashboard.of(
                          store.experiments(),
                          store.artifacts(),
                          folder.data().clipsDirectory(),
                          () -> orchestrator.running().map(QueuedCampaign::id),
                          new Control(new OrchestratorActions(orchestrator, store), token),
                          frames.library()))
                  .workers(AskedWorkers.of(elsewhere, fleet))
                  .build(),
              clock);
      runner.followedBy(shown::listening);
      Path watched =
          Optional.ofNullable(campaigns).orElse(folder.data().path().resolve("campaigns"));
      DropFolder dropped = new DropFolder(watched, orchestrator::submit);
      OrchestratorServer.Parts parts =
          new OrchestratorServer.Parts(
              orchestrator,
              store.experiments(),
              store.artifacts(),
              addresses,
              registry -> {
                told.meters().bindTo(registry);
                backlog.bindTo(registry);
                var _ = connections.add(registry);
              },
              folder.about(String.join(" ", spec.root().version()), store.words()),
              new HttpListener.Guarded(
                  Dashboard::answers,
                  routes -> shown.addTo(routes, http.isOfThisMachine(), Dashboard::answers)));
      try (OrchestratorServer server = OrchestratorServer.start(http, parts, clock);
          Dashboard _ = shown;
          SystemdNotify service = SystemdNotify.ofEnvironment()) {
        folder
            .log()
            .say(
                "The orchestrator listens on %s and takes campaign files in %s. Stop it with Ctrl+C."
                    .formatted(listen.address(server.port()), watched));
        if (http.token().isEmpty()) {
          // One that was given is known to who gave it, and stands in no log.
          spec.commandLine()
              .getErr()
              .println(
                  "Its page with the right to change something: "
                      + listen.address(server.port())
                      + "/#token="
                      + token.text());
          spec.commandLine().getErr().flush();
        }
        orchestrator.begin();
        service.ready(orchestrator::summary, server::trouble);
        watch(dropped);
      }
    }
  }

  private static void watch(DropFolder dropped) throws InterruptedException {
    String told = "";
    while (true) {
      String fault = "";
      try {
        dropped.look();
      } catch (IOException | UncheckedIOException e) {
        fault = String.valueOf(e.getMessage());
      }
      if (!fault.isEmpty() && !fault.equals(told)) {
        log.error("Dropped campaign files cannot be looked for: {}", fault);
      }
      told = fault;
      Thread.sleep(LOOK);
    }
  }
}
