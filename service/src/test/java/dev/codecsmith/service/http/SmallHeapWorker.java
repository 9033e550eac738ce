package dev.codecsmith.service.http;

import dev.codecsmith.service.process.Abouts;
import dev.codecsmith.service.worker.KeptReplies;
import dev.codecsmith.service.worker.Readiness;
import dev.codecsmith.service.worker.Worker;
import dev.codecsmith.service.worker.WorkerSettings;
import dev.codecsmith.store.cache.CacheState;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.node.JsonNodeFactory;

/** A worker in a process of its own that works on everything for ever and prints its port. */
final class SmallHeapWorker {
  private SmallHeapWorker() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Clock clock = Clock.systemUTC();
    CountDownLatch never = new CountDownLatch(1);
    Worker worker =
        new Worker(
            new WorkerSettings("w1", 2, 256, Duration.ofMinutes(1)),
            (submission, heartbeats) -> {
              never.await();
              return JsonNodeFactory.instance.objectNode();
            },
            new KeptReplies(folder.resolve("replies"), new MemoryArtifactStore()),
            clock);
    WorkerServer server =
        WorkerServer.start(
            new HttpSettings("127.0.0.1", 0, Optional.empty(), Optional.empty()),
            new WorkerServer.Parts(
                worker,
                new Readiness(worker, folder, Optional::empty),
                new MemoryArtifactStore(),
                folder,
                new WorkerAbout(
                    Abouts.in(folder), "none", List.of(), List.of(), () -> CacheState.NONE)),
            clock);
    System.out.println(server.port());
    never.await();
  }
}
