package dev.codecsmith.service.client;

import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.clips.CopiedClips;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Evaluations;
import dev.codecsmith.lab.job.AbstractEvaluatorTest;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.scoring.Flags;
import dev.codecsmith.service.http.HttpSettings;
import dev.codecsmith.service.http.WorkerAbout;
import dev.codecsmith.service.http.WorkerServer;
import dev.codecsmith.service.process.Abouts;
import dev.codecsmith.service.worker.EvaluatorWork;
import dev.codecsmith.service.worker.KeptReplies;
import dev.codecsmith.service.worker.Readiness;
import dev.codecsmith.service.worker.Worker;
import dev.codecsmith.service.worker.WorkerSettings;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.cache.CacheState;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The evaluation contract, by a worker that listens on a port, with a token. */
class HttpEvaluatorTest extends AbstractEvaluatorTest {
  private static final Optional<String> TOKEN = Optional.of("a token of the tests");

  private final List<WorkerServer> servers = new ArrayList<>();

  /**
   * A worker's artifacts.
   *
   * @param evaluation where its evaluator takes from and leaves
   * @param served what is sent and fetched over HTTP
   * @param shared the store that it says it shares
   */
  record Artifacts(
      LocalEvaluations.Storage evaluation, ArtifactStore served, Optional<String> shared) {}

  /** Those of a worker that shares no store. */
  Artifacts artifacts(Parts parts) throws IOException {
    ArtifactStore workers =
        FileArtifactStore.open(parts.folder().resolve("artifacts"), parts.worker());
    return new Artifacts(
        new LocalEvaluations.Storage(
            workers, new CopiedClips(workers, parts.folder().resolve("work").resolve("clips"))),
        workers,
        Optional.empty());
  }

  /** The caller's clips, where workers may share its store. */
  Optional<SharedClips> clips(Parts parts) {
    return Optional.empty();
  }

  @Override
  protected Evaluator evaluator(Parts parts) throws IOException {
    Artifacts workers = artifacts(parts);
    Evaluator local =
        LocalEvaluations.worker(
            parts.worker(),
            workers.evaluation(),
            parts.sandbox(),
            parts.toolchains(),
            2,
            parts.folder().resolve("work"));
    Clock clock = Clock.systemUTC();
    ExperimentStore store = new MemoryExperimentStore();
    Worker worker =
        new Worker(
            new WorkerSettings(parts.worker(), 2, 10, Duration.ofMinutes(1)),
            new EvaluatorWork(
                local, new NoPrograms(), Optional::empty, Flags.of(store), workers.served(), clock),
            new KeptReplies(parts.folder().resolve("replies"), workers.served()),
            clock);
    WorkerServer server =
        WorkerServer.start(
            new HttpSettings("127.0.0.1", 0, TOKEN, Optional.empty()),
            new WorkerServer.Parts(
                worker,
                new Readiness(worker, parts.folder(), Optional::empty),
                workers.served(),
                parts.folder(),
                new WorkerAbout(
                    Abouts.in(parts.folder()),
                    "bubblewrap",
                    List.of(),
                    List.of(),
                    () -> new CacheState(0, 0, 0, workers.shared()))),
            clock);
    servers.add(server);
    return new HttpEvaluator(
        URI.create("http://127.0.0.1:" + server.port()), TOKEN, parts.artifacts(), clips(parts));
  }

  @AfterEach
  void stop() {
    servers.forEach(WorkerServer::close);
  }

  /** These workers are sent jobs only. */
  private static final class NoPrograms implements Evaluations {
    @Override
    public void prepare(EvaluationSettings settings, PreparationListener listener) {
      throw new AssertionError();
    }

    @Override
    public Optional<Failure> trial(EvaluationRequest request) {
      throw new AssertionError();
    }

    @Override
    public Evaluation evaluate(EvaluationRequest request, EvaluationListener listener) {
      throw new AssertionError();
    }
  }
}
