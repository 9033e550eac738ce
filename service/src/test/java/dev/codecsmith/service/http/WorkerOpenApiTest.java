package dev.codecsmith.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.service.process.Abouts;
import dev.codecsmith.service.worker.Jobs;
import dev.codecsmith.service.worker.KeptReplies;
import dev.codecsmith.service.worker.Readiness;
import dev.codecsmith.service.worker.Worker;
import dev.codecsmith.service.worker.WorkerSettings;
import dev.codecsmith.store.cache.CacheState;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class WorkerOpenApiTest extends AbstractOpenApiTest {
  @Override
  protected Listening listen() throws IOException {
    Clock clock = Clock.systemUTC();
    Worker worker =
        new Worker(
            new WorkerSettings("w1", 2, 5, Duration.ofMinutes(1)),
            (submission, heartbeats) ->
                JsonNodeFactory.instance.objectNode().put("status", "success"),
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
    return cut(
        Json.write(ofOneOf(List.of("TwoSources", "Program", "Job", "ArtifactNames"), random)),
        random);
  }
}
