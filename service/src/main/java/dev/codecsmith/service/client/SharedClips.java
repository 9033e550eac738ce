package dev.codecsmith.service.client;

import dev.codecsmith.lab.job.ClipReference;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The clips of a caller whose artifacts lie where workers may reach them. A worker that says that
 * it shares that store gets clips by it. That it says so is not relied upon: what it then says it
 * has not, it is sent.
 */
final class SharedClips {
  private static final Logger log = LoggerFactory.getLogger(SharedClips.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;

  private final String place;
  private final ClipsAndArtifacts artifacts;

  /**
   * @param place of the artifacts, see {@link dev.codecsmith.store.aws.AwsAddress#artifactsPlace}
   */
  SharedClips(String place, ClipsAndArtifacts artifacts) {
    this.place = place;
    this.artifacts = artifacts;
  }

  /** Puts the clips of a job into the store, if the worker shares it. */
  void share(Job<?> job, WorkerConnection worker) throws StoreException, InterruptedException {
    if (isSharedBy(worker)) {
      for (ClipReference clip : job.settings().clips()) {
        artifacts.share(clip.sha256());
      }
    }
  }

  private boolean isSharedBy(WorkerConnection worker) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          worker.send(
              worker.to("/status").timeout(PATIENCE).GET().build(), WorkerConnection.text());
      return answer.statusCode() == OK
          && Json.read(answer.body(), JsonNode.class)
              .at("/cache/shared")
              .asString("")
              .equals(place);
    } catch (IOException | JacksonException e) {
      // Whatever is wrong with it, the job finds out.
      log.info("{} does not say which store it shares: {}", worker.address(), e.toString());
      return false;
    }
  }
}
