package dev.codecsmith.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.service.process.Abouts;
import dev.codecsmith.service.protocol.Replies;
import dev.codecsmith.service.protocol.SubmissionReader;
import dev.codecsmith.service.worker.Jobs;
import dev.codecsmith.service.worker.KeptReplies;
import dev.codecsmith.service.worker.MemoryBudget;
import dev.codecsmith.service.worker.Readiness;
import dev.codecsmith.service.worker.Run;
import dev.codecsmith.service.worker.Worker;
import dev.codecsmith.service.worker.WorkerSettings;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.cache.CacheState;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WorkerOpenApiTest extends AbstractOpenApiTest {
  private static final byte[] SENT = "sent in".getBytes(StandardCharsets.UTF_8);

  private final ArtifactStore artifacts = new MemoryArtifactStore();

  @Override
  protected List<String> known(String parameter) {
    try {
      return parameter.equals("sha256")
          ? List.of(
              artifacts.put("is here".getBytes(StandardCharsets.UTF_8)),
              DigestUtils.sha256Hex(SENT),
              "0".repeat(64))
          : List.of("known", "known", "nobody");
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected List<String> reached() {
    return List.of(
        "/experiment=post 200",
        "/experiments/{id}=get 200",
        "/experiments/{id}=delete 200",
        "/experiments/{id}/events=get 200",
        "/artifacts/{sha256}=get 200",
        "/artifacts/{sha256}=get 206",
        "/artifacts/{sha256}=get 416",
        "/artifacts/{sha256}=put 201",
        "/artifacts/{sha256}=put 400",
        "/artifacts/{sha256}=put 409",
        "/artifacts/{sha256}=head 200",
        "/artifacts/missing=post 200");
  }

  @Override
  protected Listening listen() throws Exception {
    Clock clock = Clock.systemUTC();
    Worker worker =
        new Worker(
            new WorkerSettings("w1", 2, 5, Duration.ofMinutes(1)),
            (submission, heartbeats) ->
                Replies.ofJob(
                    submission.id(), new Answer.Trial("w1", Optional.empty()), clock.instant()),
            new KeptReplies(folder.resolve("replies"), new MemoryArtifactStore()),
            clock);
    Run _ =
        worker.submit(
            SubmissionReader.read(
                "{\"experiment_id\":\"known\",\"encoding_code\":\"x\",\"decoding_code\":\"y\"}"
                    .getBytes(StandardCharsets.UTF_8)),
            MemoryBudget.none());
    WorkerServer server =
        WorkerServer.start(
            new HttpSettings("127.0.0.1", 0, Optional.empty(), Optional.empty()),
            new WorkerServer.Parts(
                worker,
                new Readiness(worker, folder, Optional::empty),
                artifacts,
                folder,
                new WorkerAbout(
                    Abouts.in(folder), "none", List.of(), List.of(), () -> CacheState.NONE)),
            clock);
    return new Listening(server.port(), server::close);
  }

  @Test
  void aJobIsDescribedAsItIsWritten() {
    assertDescribed("JobOfTheContract", Json.mapper().valueToTree(Jobs.trial("trial/1")));
    assertDescribed("JobSettings", Json.mapper().valueToTree(Jobs.trial("trial/1").settings()));
    assertDescribed(
        "ClipReference",
        Json.mapper().valueToTree(Jobs.trial("trial/1").settings().clips().getFirst()));
    JsonNode written = Json.mapper().valueToTree(Jobs.trial("trial/1").settings().options());
    assertThat(
            schema("JobSettings")
                .at("/properties/options/properties/video/enum")
                .valueStream()
                .map(JsonNode::asString))
        .contains(written.path("video").asString());
  }

  @Override
  protected byte[] body(Random random) {
    if (random.nextInt(6) == 0) {
      return SENT;
    }
    return cut(
        Json.write(ofOneOf(List.of("TwoSources", "Program", "Job", "ArtifactNames"), random)),
        random);
  }
}
