package dev.codecsmith.cli.worker;

import dev.codecsmith.cli.options.CacheOptions;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.clips.CachedClips;
import dev.codecsmith.service.process.ProcessLog;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.cache.ArtifactCache;
import dev.codecsmith.store.cache.CacheState;
import dev.codecsmith.store.cache.ServedArtifacts;
import dev.codecsmith.store.cache.SharedArtifacts;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.s3.S3ArtifactStore;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A worker's artifacts: a cache in its data folder, and through it the store that it shares. */
final class WorkerStorage implements AutoCloseable {
  private final ArtifactCache cache;
  private final Optional<Shared> shared;

  /** What was opened besides the cache. */
  private record Shared(AwsAddress address, S3ArtifactStore bucket, SharedArtifacts artifacts) {}

  private WorkerStorage(ArtifactCache cache, Optional<Shared> shared) {
    this.cache = cache;
    this.shared = shared;
  }

  /**
   * Opens them.
   *
   * @param folder open for writing
   * @throws IOException with a sentence if the shared store is not as it must be
   */
  static WorkerStorage open(DataDirectory folder, CacheOptions options, Clock clock)
      throws IOException {
    ArtifactCache cache =
        ArtifactCache.open(
            folder.path().resolve("artifacts"),
            folder.owner() + "-cache",
            options.limitBytes(),
            clock);
    Optional<AwsAddress> address = options.shared();
    if (address.isEmpty()) {
      return new WorkerStorage(cache, Optional.empty());
    }
    S3ArtifactStore bucket = S3ArtifactStore.open(address.get());
    boolean opened = false;
    try {
      SharedArtifacts artifacts =
          SharedArtifacts.open(bucket, cache, folder.path().resolve("undelivered"));
      artifacts.start();
      opened = true;
      return new WorkerStorage(cache, Optional.of(new Shared(address.get(), bucket, artifacts)));
    } finally {
      if (!opened) {
        bucket.close();
      }
    }
  }

  ArtifactCache cache() {
    return cache;
  }

  /** Where programs and lists come from and results go. */
  ArtifactStore artifacts() {
    return shared.<ArtifactStore>map(Shared::artifacts).orElse(cache);
  }

  /** The same with clips. */
  LocalEvaluations.Storage forEvaluation() {
    return new LocalEvaluations.Storage(
        artifacts(),
        shared
            .map(each -> new CachedClips(each.artifacts()))
            .orElseGet(() -> new CachedClips(cache)));
  }

  /** What others may send and fetch over HTTP. */
  ArtifactStore served() {
    return new ServedArtifacts(cache, artifacts());
  }

  CacheState state() {
    return new CacheState(
        cache.bytes(),
        cache.limitBytes(),
        shared.map(each -> each.artifacts().waiting()).orElse(0),
        shared.map(each -> each.address().artifactsPlace()));
  }

  /**
   * Keeps the log of a crash, which the status names, for as long as it does, and has it go where
   * all else goes that is made here.
   */
  void keep(Optional<ProcessLog.Crash> crash) throws StoreException {
    if (crash.isPresent()) {
      String log = crash.get().log();
      ArtifactCache.Hold _ = cache.hold(List.of(log));
      if (shared.isPresent()) {
        String _ = shared.get().artifacts().put(cache.file(log));
      }
    }
  }

  @Override
  public void close() {
    shared.ifPresent(each -> {
      each.artifacts().close();
      each.bucket().close();
    });
  }
}
