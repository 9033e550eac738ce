package dev.codecsmith.bench;

import dev.codecsmith.cluster.client.FleetEvaluator;
import dev.codecsmith.cluster.client.FleetListener;
import dev.codecsmith.cluster.client.FleetWatch;
import dev.codecsmith.cluster.client.FleetWorkers;
import dev.codecsmith.cluster.server.ServerAddress;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.ResourceFiles;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.clips.GeneratedClipSpec;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import dev.codecsmith.video.scenes.SceneKind;
import io.temporal.api.history.v1.History;
import io.temporal.api.workflowservice.v1.ListClosedWorkflowExecutionsRequest;
import io.temporal.testserver.TestServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a fleet costs, and how it grows, on Temporal's own test server in this process and worker
 * processes of one slot each, which share a folder of artifacts.
 *
 * <ul>
 *   <li>Overhead: a program that does next to nothing, evaluated in this process and by a fleet of
 *       one worker in turns, at 4 and at 8 points; what the 4 points more cost the one and the
 *       other is what a rate point costs.
 *   <li>What the server keeps: events and bytes of the history of an experiment, by the same two.
 *   <li>Scaling: programs that mostly wait, by 1, 2, 4 and 8 workers; how many points a minute.
 * </ul>
 *
 * <p>Arguments: how many seconds each half of a waiting program waits (default 2), how many such
 * programs a fleet evaluates for each of its workers (default 4), how many turns the overhead is
 * measured in (default 15; 0 for none). As much work for each worker, so that what the last program
 * leaves idle at the end counts alike.
 */
public final class ClusterBenchmark implements AutoCloseable {
  private static final List<Integer> WORKERS = List.of(1, 2, 4, 8);
  private static final String FOUR = "20,40,60,80";
  private static final String EIGHT = "10,20,30,40,50,60,70,80";

  private final Path folder;
  private final String address;
  private final ArtifactStore artifacts;
  private final Toolchains toolchains;
  private final Evaluator here;
  private final Clip clip;
  private final List<Process> workers = new ArrayList<>();
  private int attempts;

  /** The artifact with the anchors' curves, once they are measured. */
  private String known = "";

  private ClusterBenchmark(Path folder) throws Exception {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "localhost:" + free.getLocalPort();
    }
    TestServer.PortBoundTestServer server =
        TestServer.createPortBoundServer(Integer.parseInt(address.split(":", 2)[1]), true);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    artifacts = FileArtifactStore.open(folder.resolve("artifacts"), "here");
    var sandbox = Bubblewrap.detect();
    toolchains = Toolchains.in(sandbox, CacheFolder.ofTheUser());
    here =
        LocalEvaluations.worker("here", artifacts, sandbox, toolchains, 1, folder.resolve("here"));
    clip =
        new ClipCatalogue(folder.resolve("clips"))
            .generated(
                new GeneratedClipSpec(
                    "tiny",
                    new VideoFormat(64, 48, PixelFormat.YUV420P, new Rational(25, 1)),
                    4,
                    7,
                    List.of(SceneKind.LANDSCAPE)));
    String _ = artifacts.put(clip.y4m());
  }

  public static void main(String[] arguments) throws Exception {
    double wait = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 2;
    int programs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
    int turns = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 15;
    Path folder = Files.createTempDirectory("codecsmith-cluster");
    try (ClusterBenchmark benchmark = new ClusterBenchmark(folder)) {
      if (turns > 0) {
        benchmark.overhead(turns);
      }
      benchmark.scaling(wait, programs);
    } finally {
      Folders.remove(folder);
    }
  }

  private void overhead(int turns) throws Exception {
    try (Fleet fleet = new Fleet("overhead", 1)) {
      double[][] seconds = new double[4][turns];
      for (int turn = -2; turn < turns; turn++) {
        double[] now = {
          evaluated(here, job(FOUR, 0)),
          evaluated(here, job(EIGHT, 0)),
          evaluated(fleet.evaluator, job(FOUR, 0)),
          evaluated(fleet.evaluator, job(EIGHT, 0))
        };
        for (int i = 0; turn >= 0 && i < now.length; i++) {
          seconds[i][turn] = now[i];
        }
      }
      fleet.history();
      double local = (median(seconds[1]) - median(seconds[0])) / 4;
      double byFleet = (median(seconds[3]) - median(seconds[2])) / 4;
      System.out.printf(
          Locale.ROOT,
          "a rate point: %.0f ms in this process, %.0f ms by a fleet of one, medians of %d turns: %.0f ms more; an experiment of 4 points: %.0f and %.0f ms%n",
          1000 * local,
          1000 * byFleet,
          turns,
          1000 * (byFleet - local),
          1000 * median(seconds[0]),
          1000 * median(seconds[2]));
    }
  }

  private void scaling(double wait, int programsEach) throws Exception {
    double first = 0;
    for (int count : WORKERS) {
      try (Fleet fleet = new Fleet("scaling-" + count, count)) {
        // Each worker has its first program built and its classes loaded before it is timed.
        double _ = all(fleet.evaluator, 2 * count, 0);
        int programs = programsEach * count;
        double seconds = all(fleet.evaluator, programs, wait);
        double rate = 60 * 4 * programs / seconds;
        first = first == 0 ? rate : first;
        System.out.printf(
            Locale.ROOT,
            "%d workers: %.1f points a minute (%d programs of 4 points that wait %.1f s in each half, %.1f s), %.2f of linear%n",
            count,
            rate,
            programs,
            wait,
            seconds,
            rate / first / count);
      }
    }
  }

  /** Seconds that several programs took, all of them asked for at once. */
  private double all(Evaluator evaluator, int programs, double wait) throws Exception {
    List<Job.Evaluate> jobs = new ArrayList<>();
    for (int i = 0; i < programs; i++) {
      jobs.add(job(FOUR, wait));
    }
    long begin = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Double>> running = new ArrayList<>();
      for (Job.Evaluate each : jobs) {
        running.add(threads.submit(() -> evaluated(evaluator, each)));
      }
      for (Future<Double> each : running) {
        double _ = each.get();
      }
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private static double evaluated(Evaluator evaluator, Job.Evaluate job) throws Exception {
    long begin = System.nanoTime();
    var evaluation = evaluator.run(job, Heartbeats.none()).evaluation();
    if (evaluation.failure().isPresent()) {
      throw new IllegalStateException(evaluation.failure().get().message());
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  /** Of a program that nobody has built before. */
  private Job.Evaluate job(String qualities, double wait) throws Exception {
    int number = ++attempts;
    String source =
        "import time\ntime.sleep(%s)\n".formatted(wait)
            + ResourceFiles.text(ClusterBenchmark.class, "trivial.py")
                .replace("SALT = 0", "SALT = " + number);
    JobSettings settings =
        JobSettings.of(
            new EvaluationSettings(
                List.of(clip),
                List.of(),
                Qualities.parse(qualities),
                List.of(Anchors.named(Anchors.DEFAULT)),
                CodingLimits.defaults(),
                Extras.NONE));
    Job.Anchors anchors =
        new Job.Anchors(
            "anchors/1",
            settings,
            known,
            new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()).origin());
    if (known.isEmpty()) {
      known =
          artifacts.put(
              Json.mapper().writeValueAsBytes(here.run(anchors, Heartbeats.none()).curves()));
    }
    return new Job.Evaluate(
        "exp_iter" + number + "_bench/1",
        settings,
        ProgramReference.store(
            artifacts, Program.of("python", "codec.py", Map.of("codec.py", source))),
        known,
        "",
        OptionalDouble.empty());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Worker processes and an evaluator that has them do its jobs. */
  private final class Fleet implements AutoCloseable {
    private final TemporalServer server;
    private final FleetWatch watch;
    private final FleetEvaluator evaluator;
    private final List<Process> processes = new ArrayList<>();

    Fleet(String name, int count) throws Exception {
      for (int i = 0; i < count; i++) {
        processes.add(
            ClusterWorker.start(
                new ClusterWorker.Place(
                    address, name, folder.resolve("artifacts"), folder.resolve(name + "-" + i))));
      }
      workers.addAll(processes);
      server = TemporalServer.at(ServerAddress.plain(address, "default"), "bench");
      watch = FleetWatch.start(server, new TaskQueues(name), new Quiet(), new FleetWorkers(), 1000);
      evaluator =
          new FleetEvaluator(
              server,
              watch,
              FleetEvaluator.Fleet.named(name, Duration.ofSeconds(30)),
              artifacts,
              new FleetEvaluator.Labels(
                  folder.resolve("artifacts").toString(), Optional.empty(), false));
    }

    /** Of the last two experiments, of 4 and 8 points. */
    void history() throws Exception {
      int[] events = new int[2];
      int[] bytes = new int[2];
      for (int i = 0; i < 2; i++) {
        String attempt = "exp_iter" + (attempts - 1 + i) + "_";
        String id =
            server
                .stubs()
                .blockingStub()
                .listClosedWorkflowExecutions(
                    ListClosedWorkflowExecutionsRequest.newBuilder()
                        .setNamespace("default")
                        .build())
                .getExecutionsList()
                .stream()
                .map(each -> each.getExecution().getWorkflowId())
                .filter(each -> each.startsWith(attempt))
                .findFirst()
                .orElseThrow();
        History found = server.client().fetchHistory(id).getHistory();
        events[i] = found.getEventsCount();
        bytes[i] = found.getSerializedSize();
      }
      System.out.printf(
          Locale.ROOT,
          "history of an experiment of 4 points: %d events, %d KiB; of 8: %d events, %d KiB; a point: %.1f events, %.1f KiB%n",
          events[0],
          bytes[0] >> 10,
          events[1],
          bytes[1] >> 10,
          (events[1] - events[0]) / 4.0,
          (bytes[1] - bytes[0]) / 4.0 / 1024);
    }

    @Override
    public void close() {
      for (Process each : processes) {
        each.destroyForcibly().onExit().join();
      }
      watch.close();
      server.close();
    }
  }

  /** Hears of the fleet, and says nothing. */
  private static final class Quiet implements FleetListener {
    @Override
    public void up(String about) {}

    @Override
    public void down(String reason) {}

    @Override
    public void waiting() {}
  }

  @Override
  public void close() {
    workers.forEach(Process::destroyForcibly);
    toolchains.close();
  }
}
