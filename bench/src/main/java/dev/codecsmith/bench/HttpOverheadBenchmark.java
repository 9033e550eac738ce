package dev.codecsmith.bench;

import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.clips.CachedClips;
import dev.codecsmith.lab.dispatch.JobEvaluations;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.scoring.Flags;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.service.client.RemoteEvaluations;
import dev.codecsmith.service.client.WorkerPool;
import dev.codecsmith.service.http.HttpSettings;
import dev.codecsmith.service.http.WorkerAbout;
import dev.codecsmith.service.http.WorkerServer;
import dev.codecsmith.service.process.ProcessAbout;
import dev.codecsmith.service.process.ProcessLog;
import dev.codecsmith.service.worker.EvaluatorWork;
import dev.codecsmith.service.worker.KeptReplies;
import dev.codecsmith.service.worker.Readiness;
import dev.codecsmith.service.worker.Worker;
import dev.codecsmith.service.worker.WorkerSettings;
import dev.codecsmith.store.cache.ArtifactCache;
import dev.codecsmith.store.cache.CacheState;
import dev.codecsmith.store.data.DataDirectory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an experiment costs more where a worker does it over HTTP on loopback than in this process:
 * the same trivial program, that fails on the smoke frames, evaluated by the one and the other in
 * turns, each with everything around it (artifacts sent, events followed, the answer and its log
 * fetched), the worker's in a cache as in the command.
 *
 * <p>Argument: how many turns, at least 4 (default 800). The first and the last quarter are told.
 */
public final class HttpOverheadBenchmark {
  private HttpOverheadBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int turns = arguments.length == 0 ? 800 : Math.max(4, Integer.parseInt(arguments[0]));
    Path folder = Files.createTempDirectory("codecsmith-bench");
    try (Rig rig = Rig.over(folder.resolve("here"));
        DataDirectory there =
            DataDirectory.open(folder.resolve("there"), DataDirectory.Access.WRITE);
        WorkerServer server = server(there, rig)) {
      try (RemoteEvaluations remote =
          RemoteEvaluations.over(
              rig.data(),
              List.of(URI.create("http://127.0.0.1:" + server.port())),
              Optional.empty(),
              new Quiet())) {
        compare(rig, remote.evaluations(), turns);
      }
    } finally {
      Folders.remove(folder);
    }
  }

  private static WorkerServer server(DataDirectory data, Rig rig) throws Exception {
    Clock clock = Clock.systemUTC();
    ArtifactCache cache =
        ArtifactCache.open(
            data.path().resolve("artifacts"), "there-cache", OptionalLong.empty(), clock);
    LocalEvaluations.Local local =
        LocalEvaluations.named(
            "there",
            data,
            new LocalEvaluations.Storage(cache, new CachedClips(cache)),
            Bubblewrap.detect(),
            rig.toolchains(),
            Runtime.getRuntime().availableProcessors());
    Worker worker =
        new Worker(
            new WorkerSettings("there", 2, 10, Duration.ofMinutes(1)),
            new EvaluatorWork(
                local.evaluator(),
                local.evaluations(),
                Optional::empty,
                Flags.of(data.experiments()),
                cache,
                clock),
            new KeptReplies(data.path().resolve("replies"), cache),
            clock);
    return WorkerServer.start(
        new HttpSettings("127.0.0.1", 0, Optional.empty(), Optional.empty()),
        new WorkerServer.Parts(
            worker,
            new Readiness(worker, data.path(), Optional::empty),
            cache,
            data.workDirectory(),
            new WorkerAbout(
                about(data.path()), "bubblewrap", List.of(), List.of(), () -> CacheState.NONE)),
        clock);
  }

  private static ProcessAbout about(Path folder) {
    return new ProcessAbout(
        "bench",
        folder,
        "SQLite and files",
        new ProcessLog(folder.resolve("worker.log"), Optional::empty, Optional.empty()));
  }

  private static void compare(Rig rig, JobEvaluations remote, int turns) throws Exception {
    EvaluationSettings settings = rig.settings(32, 32, 2);
    rig.evaluations().prepare(settings, (done, total) -> {});
    remote.prepare(settings, (done, total) -> {});
    List<Double> here = new ArrayList<>();
    List<Double> there = new ArrayList<>();
    for (int i = 0; i < turns; i++) {
      here.add(milliseconds(rig.evaluations(), settings, "here" + i));
      there.add(milliseconds(remote, settings, "there" + i));
    }
    // A worker runs for days; what its first minute costs is the JVM's compilers at work.
    report("first", here.subList(0, turns / 4), there.subList(0, turns / 4));
    report("last", here.subList(turns - turns / 4, turns), there.subList(turns - turns / 4, turns));
  }

  private static void report(String which, List<Double> here, List<Double> there) {
    double inProcess = median(here);
    double overHttp = median(there);
    System.out.printf(
        Locale.ROOT,
        "the %s %d turns: %.1f ms in this process, %.1f ms over HTTP, medians; over HTTP takes %.1f ms more%n",
        which,
        here.size(),
        inProcess,
        overHttp,
        overHttp - inProcess);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private static double milliseconds(
      JobEvaluations evaluations, EvaluationSettings settings, String text) throws Exception {
    Program program =
        Program.of("python", "codec.py", Map.of("codec.py", "raise SystemExit('" + text + "')\n"));
    long begin = System.nanoTime();
    var _ =
        evaluations.evaluate(
            new EvaluationRequest("exp_iter1_" + text, program, settings),
            EvaluationListener.none());
    return (System.nanoTime() - begin) / 1e6;
  }

  /** Hears of the worker, and says nothing. */
  private static final class Quiet implements WorkerPool.WorkerListener {
    @Override
    public void up(URI worker, String about) {}

    @Override
    public void down(URI worker, String reason) {}

    @Override
    public void waiting() {}
  }
}
