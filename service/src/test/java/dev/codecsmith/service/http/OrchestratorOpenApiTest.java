package dev.codecsmith.service.http;

import dev.codecsmith.service.orchestrator.FakeCampaigns;
import dev.codecsmith.service.orchestrator.Orchestrator;
import dev.codecsmith.service.process.Abouts;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class OrchestratorOpenApiTest extends AbstractOpenApiTest {
  @Override
  protected Listening listen() throws IOException {
    FakeCampaigns campaigns = new FakeCampaigns();
    Orchestrator orchestrator =
        Orchestrator.open(folder.resolve("queue"), campaigns, campaigns, Clock.systemUTC());
    OrchestratorServer server =
        OrchestratorServer.start(
            new HttpSettings("127.0.0.1", 0, Optional.empty(), Optional.empty()),
            new OrchestratorServer.Parts(
                orchestrator,
                new MemoryExperimentStore(),
                new MemoryArtifactStore(),
                List.of(),
                registry -> {},
                Abouts.in(folder),
                HttpListener.Guarded.NONE),
            Clock.systemUTC());
    orchestrator.begin();
    return new Listening(server.port(), server::close);
  }

  @Override
  protected byte[] body(Random random) {
    return cut(random.nextBoolean() ? "c" + random.nextInt(5) + " x" : strange(random), random);
  }
}
