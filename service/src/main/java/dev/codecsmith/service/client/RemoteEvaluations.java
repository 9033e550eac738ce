package dev.codecsmith.service.client;

import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.dispatch.AnchorMemory;
import dev.codecsmith.lab.dispatch.JobEvaluations;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What a campaign asks, done by workers elsewhere. */
public final class RemoteEvaluations implements AutoCloseable {
  private final WorkerPool pool;
  private final JobEvaluations evaluations;

  private RemoteEvaluations(WorkerPool pool, JobEvaluations evaluations) {
    this.pool = pool;
    this.evaluations = evaluations;
  }

  /**
   * Begins to look after workers.
   *
   * @param data opened for writing
   * @param workers their addresses
   * @param token what they want to be shown
   * @param listener told of workers that come and go
   */
  public static RemoteEvaluations over(
      DataDirectory data,
      List<URI> workers,
      Optional<String> token,
      WorkerPool.WorkerListener listener)
      throws IOException {
    ClipsAndArtifacts artifacts = new ClipsAndArtifacts(data.artifacts());
    Optional<SharedClips> shared =
        data.artifactsPlace().map(place -> new SharedClips(place, artifacts));
    WorkerPool pool =
        new WorkerPool(
            workers.stream()
                .map(each -> new HttpEvaluator(each, token, artifacts, shared))
                .toList(),
            token,
            WorkerProbe.Pace.STANDARD,
            listener);
    AnchorCodec codec = new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled());
    return new RemoteEvaluations(
        pool,
        new JobEvaluations(
            pool,
            artifacts,
            new AnchorMemory(codec, data.experiments()),
            data.experiments(),
            artifacts::add));
  }

  public JobEvaluations evaluations() {
    return evaluations;
  }

  @Override
  public void close() {
    pool.close();
  }
}
