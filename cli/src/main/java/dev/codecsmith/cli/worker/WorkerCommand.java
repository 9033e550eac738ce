package dev.codecsmith.cli.worker;

import dev.codecsmith.cli.log.ServiceFolder;
import dev.codecsmith.cli.options.CacheOptions;
import dev.codecsmith.cli.options.CloudWatchOption;
import dev.codecsmith.cli.options.DataOption;
import dev.codecsmith.cli.options.ListenOptions;
import dev.codecsmith.cli.options.Options;
import dev.codecsmith.cli.options.TokenOption;
import dev.codecsmith.cli.options.elsewhere.ClusterOption;
import dev.codecsmith.cli.options.elsewhere.Elsewhere;
import dev.codecsmith.cli.output.Interruption;
import dev.codecsmith.cli.output.Warnings;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.cli.plan.MeasurementOptions;
import dev.codecsmith.cluster.worker.StepPlace;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.DeviceGrant;
import dev.codecsmith.lab.scoring.Flags;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.program.InvalidProgramException;
import dev.codecsmith.sandbox.toolchain.Toolchain;
import dev.codecsmith.service.http.HttpSettings;
import dev.codecsmith.service.http.WorkerAbout;
import dev.codecsmith.service.http.WorkerServer;
import dev.codecsmith.service.meters.CloudWatchAddress;
import dev.codecsmith.service.meters.CloudWatchMeters;
import dev.codecsmith.service.meters.WorkerMeters;
import dev.codecsmith.service.process.ProcessAbout;
import dev.codecsmith.service.systemd.SystemdNotify;
import dev.codecsmith.service.worker.CalibratedWork;
import dev.codecsmith.service.worker.EvaluatorWork;
import dev.codecsmith.service.worker.GrantedDevices;
import dev.codecsmith.service.worker.HoldingWork;
import dev.codecsmith.service.worker.KeptReplies;
import dev.codecsmith.service.worker.Readiness;
import dev.codecsmith.service.worker.Worker;
import dev.codecsmith.service.worker.WorkerSettings;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.cache.ArtifactCache;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code codecsmith worker}: evaluates what it is sent over HTTP. */
@Command(
    name = "worker",
    description = {
      "Evaluates programs that are sent to it over HTTP, each in a sandbox.",
      "Name it with codecsmith run --worker URL, or send it programs by POST /experiment; GET"
          + " /openapi.yaml tells the protocol.",
      "With --cluster it takes work of a fleet besides, from a Temporal server.",
      "It measures how fast this machine is, and fits limits on CPU time to that.",
      "--clip, --frames, --qualities and --anchor are for programs that name none; campaigns bring"
          + " their own, but no --device that is not allowed here."
    },
    mixinStandardHelpOptions = true)
public final class WorkerCommand implements Callable<Integer> {
  private static final String KIND = "worker";

  /** A job that its sender has not asked about for so long is nobody's any more. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Logger log = LoggerFactory.getLogger(WorkerCommand.class);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();
  @Mixin private MeasurementOptions options = new MeasurementOptions();
  @Mixin private TokenOption token = new TokenOption();
  @Mixin private CloudWatchOption cloudWatch = new CloudWatchOption();
  @Mixin private ListenOptions listen = new ListenOptions();
  @Mixin private CacheOptions cache = new CacheOptions();
  @Mixin private ClusterOption cluster = new ClusterOption();

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "The port of its API; where it is taken the worker does not start. 0 is any that is free."
              + " Default: 8080")
  private int port = 8080;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What results call it. Default: this machine's name and the port")
  private @Nullable String name;

  @Option(
      names = "--queue",
      paramLabel = "N",
      description = "How many submissions may wait; more are told to come again. Default: 256")
  private int queue = 256;

  @Option(
      names = "--drain",
      paramLabel = "SECONDS",
      description =
          "With --cluster: how long it goes on with what it has begun when it is told to stop; what"
              + " takes longer is left to other workers. Default: 90")
  private @Nullable Integer drain;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CampaignPlan plan = options.over(CampaignPlan.defaults());
    Campaigns.checkMeasuring(plan);
    Options.between("--queue", queue, 0, 100_000);
    Optional<CloudWatchAddress> _ = cloudWatch.address();
    OptionalLong _ = cache.limitBytes();
    Optional<AwsAddress> _ = cache.shared();
    Optional<Elsewhere.Cluster> fleet = cluster.cluster();
    Duration draining = draining(fleet);
    HttpSettings http = listen.settings(port, token.token());
    return Interruption.stopping(
        spec.commandLine().getErr(),
        "The worker has stopped.",
        draining,
        () -> {
          serve(plan, http, fleet, draining);
          return 0;
        });
  }

  /** Checks what goes together. */
  private Duration draining(Optional<Elsewhere.Cluster> fleet) {
    if (fleet.isEmpty() && drain != null) {
      throw new IllegalArgumentException("--drain is for workers of a fleet: name its --cluster.");
    }
    if (fleet.isPresent() && cache.shared().isEmpty()) {
      throw new IllegalArgumentException(
          "The workers of a fleet take programs and clips from a store that they share with the"
              + " campaigns, and leave there what they measure: name its bucket with --store.");
    }
    if (fleet.isEmpty()) {
      return Duration.ZERO;
    }
    int seconds = drain == null ? 90 : drain;
    Options.between("--drain", seconds, 0, 86_400);
    return Duration.ofSeconds(seconds);
  }

  private void serve(
      CampaignPlan plan, HttpSettings http, Optional<Elsewhere.Cluster> fleet, Duration draining)
      throws IOException, InterruptedException {
    Clock clock = Clock.systemUTC();
    // Side by side with the folder, since to try the sandbox takes a third of a start.
    FutureTask<Sandbox> detection = new FutureTask<>(Bubblewrap::detect);
    Thread _ = Thread.ofPlatform().daemon().name("sandbox").start(detection);
    Thread _ = Thread.ofPlatform().daemon().name("listener").start(WorkerServer::prepare);
    try (ServiceFolder opened =
        ServiceFolder.open(data, KIND, spec.commandLine().getErr(), clock)) {
      serve(plan, new Serving(http, fleet, draining), opened, got(detection), clock);
    }
  }

  /** Whom it works for. */
  private record Serving(HttpSettings http, Optional<Elsewhere.Cluster> fleet, Duration draining) {}

  private void serve(
      CampaignPlan plan, Serving serving, ServiceFolder opened, Sandbox sandbox, Clock clock)
      throws IOException, InterruptedException {
    try (WorkerStorage storage = WorkerStorage.open(opened.data(), cache, clock);
        Toolchains toolchains = Toolchains.in(sandbox, CacheFolder.ofTheUser())) {
      DataDirectory folder = opened.data();
      ProcessAbout process =
          opened.about(String.join(" ", spec.root().version()), "SQLite and files");
      storage.keep(process.log().lastCrash());
      LocalEvaluations.Local local =
          LocalEvaluations.named(
              name(), folder, storage.forEvaluation(), sandbox, toolchains, plan.parallel());
      KeptCalibration calibration =
          new KeptCalibration(new MachineCalibration(local, folder.clipsDirectory()));
      DeviceGrant grant = DeviceGrant.of(plan.devices());
      List<String> clips = new CopyOnWriteArrayList<>();
      List<String> languages = new CopyOnWriteArrayList<>();
      FutureTask<Optional<EvaluationSettings>> own =
          new FutureTask<>(() -> own(plan, folder, clips));
      // A long clip takes long to read, and whoever asks for health should not wait for it.
      Thread reading = Thread.ofVirtual().name("clips").start(own);
      Worker worker =
          new Worker(
              new WorkerSettings(name(), plan.parallel(), queue, PATIENCE),
              new GrantedDevices(
                  new HoldingWork(
                      new CalibratedWork(
                          new EvaluatorWork(
                              local.evaluator(),
                              local.evaluations(),
                              () -> got(own),
                              Flags.of(folder.experiments()),
                              storage.artifacts(),
                              clock),
                          calibration::await),
                      storage.cache()),
                  grant),
              new KeptReplies(folder.path().resolve("replies"), storage.served()),
              clock);
      Optional<FleetService> fleet =
          serving
              .fleet()
              .map(cluster ->
                  new FleetService(
                      cluster,
                      place(local, storage, grant),
                      calibration,
                      plan.parallel(),
                      serving.draining()));
      WorkerServer.Parts parts =
          new WorkerServer.Parts(
              worker,
              new Readiness(
                  worker,
                  folder.path(),
                  () ->
                      own.isDone()
                          ? storage
                              .cache()
                              .reasonAgainst()
                              .or(() -> fleet.flatMap(FleetService::trouble))
                          : Optional.of("It is reading its clips.")),
              storage.served(),
              folder.workDirectory(),
              new WorkerAbout(
                  process,
                  sandbox.description(),
                  languages,
                  clips,
                  storage::state,
                  () -> fleet.map(FleetService::state)));
      MeterBinder more = fleet.<MeterBinder>map(each -> each).orElse(_ -> {});
      try (WorkerServer server = WorkerServer.start(serving.http(), parts, more, clock);
          CloudWatchMeters _ =
              CloudWatchMeters.start(cloudWatch.address(), new WorkerMeters(worker));
          SystemdNotify service = SystemdNotify.ofEnvironment();
          KeptCalibration kept = calibration) {
        opened
            .log()
            .say(
                "Worker %s listens on %s, %d at once. Stop it with Ctrl+C."
                    .formatted(name(), listen.address(server.port()), plan.parallel()));
        // Finding a language may take seconds, which whoever asks for health does not wait for.
        Thread finding =
            Thread.ofVirtual().name("languages").start(() -> find(toolchains, languages));
        Optional<EvaluationSettings> _ = got(own);
        service.ready(worker::summary, server::trouble);
        kept.begin();
        if (fleet.isPresent()) {
          try (FleetService taking = fleet.get()) {
            finding.join();
            taking.serve(List.copyOf(languages), opened.log()::say);
          }
        } else {
          opened.log().say(speed(calibration));
          new CountDownLatch(1).await();
        }
      } finally {
        reading.interrupt();
      }
    }
  }

  /** A worker that is sent its work does it also where its speed is not known. */
  private static String speed(KeptCalibration calibration) throws InterruptedException {
    try {
      return calibration.found();
    } catch (InfrastructureException e) {
      return "warning: Limits on CPU time hold here as they stand, as it could not be measured how fast this machine is: "
          + e.getMessage();
    }
  }

  private StepPlace place(LocalEvaluations.Local local, WorkerStorage storage, DeviceGrant grant) {
    return new StepPlace(
        name(),
        String.join(" ", spec.root().version()),
        local.steps(),
        storage.artifacts(),
        storage.state().shared().orElseThrow(),
        job -> {
          Set<String> needed = new HashSet<>(job.artifacts());
          job.settings().clips().forEach(clip -> needed.add(clip.sha256()));
          ArtifactCache.Hold hold = storage.cache().hold(needed);
          return hold::close;
        },
        grant);
  }

  private static <T> T got(FutureTask<T> task)
      throws InfrastructureException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException fault -> throw InfrastructureException.of(fault);
        case RuntimeException fault -> throw fault;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private Optional<EvaluationSettings> own(
      CampaignPlan plan, DataDirectory folder, List<String> names) throws IOException {
    if (plan.clips().isEmpty()) {
      return Optional.empty();
    }
    Warnings warnings = new Warnings(spec.commandLine().getErr());
    EvaluationSettings settings =
        Campaigns.evaluation(plan, new ClipCatalogue(folder.clipsDirectory()), warnings::add);
    Campaigns.keepFiles(plan, settings, folder.artifacts());
    names.addAll(settings.clips().stream().map(Clip::name).toList());
    return Optional.of(settings);
  }

  private static void find(Toolchains toolchains, List<String> found) {
    for (String language : Toolchains.languages()) {
      try {
        Toolchain _ = toolchains.of(language);
        found.add(language);
      } catch (InfrastructureException e) {
        log.info("{}", e.getMessage());
      } catch (InvalidProgramException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private String name() {
    return Optional.ofNullable(name).orElseGet(() -> machine() + ":" + port);
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
