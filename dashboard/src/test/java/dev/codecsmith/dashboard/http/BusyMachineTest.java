package dev.codecsmith.dashboard.http;

import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.dashboard.PicturedClips;
import dev.codecsmith.dashboard.downloads.DownloadRoutes;
import dev.codecsmith.dashboard.downloads.ReportRoutes;
import dev.codecsmith.dashboard.live.LiveCampaigns;
import dev.codecsmith.dashboard.pictures.PictureRoutes;
import dev.codecsmith.dashboard.pictures.VideoRoutes;
import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.dashboard.requests.Turns;
import dev.codecsmith.lab.frames.FrameLibrary;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that take much of the machine, while others have their turns. */
class BusyMachineTest extends ServedStoreTest {
  private static final String FRAME = "/api/campaigns/c/pictures/carphone/frames/0";

  private final Turns turns = new Turns(2, Duration.ZERO, "Others have their turn.");
  private FrameLibrary library;
  private Javalin routes;

  @Override
  ExperimentStore open() {
    return new MemoryExperimentStore();
  }

  @BeforeEach
  void serve() throws IOException {
    Program program = Program.of("python", "a.py", Map.of("a.py", "pass"));
    campaign.of(1, program, ProgramReference.store(artifacts, program).artifact());
    campaign.measured(2, artifacts.put(new byte[] {1, 2, 3}), "carphone");
    PicturedClips clips = new PicturedClips(scratch.resolve("clips"));
    library = new FrameLibrary(scratch.resolve("more-frames"), 0, decoder());
    routes =
        Javalin.create(
                config -> {
                  new PictureRoutes(store, clips, library, turns).addTo(config.routes);
                  new VideoRoutes(store, clips, library, turns).addTo(config.routes);
                  new DownloadRoutes(store, artifacts, shown().compiler(), turns, turns)
                      .addTo(config.routes);
                  LiveCampaigns live = new LiveCampaigns(store, Optional::empty);
                  new ReportRoutes(store, live, shown().reports(), turns).addTo(config.routes);
                  new ArtifactRoutes(artifacts, turns).addTo(config.routes);
                  new EventRoutes(new CampaignChoice(store, live), live, turns)
                      .addTo(config.routes);
                  config.routes.exception(Refusal.class, Answers::refuse);
                })
            .start("127.0.0.1", 0);
  }

  @AfterEach
  void leave() {
    routes.stop();
    library.close();
  }

  @Test
  void aPictureBeyondThoseThatAreMadeIsToBeAskedForAgain() throws Exception {
    isToBeAskedForAgain(FRAME);
  }

  @Test
  void aPackageBeyondThoseThatAreMadeIsToBeAskedForAgain() throws Exception {
    isToBeAskedForAgain("/api/experiments/" + experiment(1) + "/package.zip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/experiments/exp_iter1_c/program.zip",
        "/api/experiments/exp_iter2_c/bitstreams.zip",
        "/api/campaigns/c/report.html",
        "/api/campaigns/c/pictures/carphone/video.y4m"
      })
  void aFileBeyondThoseThatAreWrittenIsToBeAskedForAgain(String path) throws Exception {
    isToBeAskedForAgain(path);
  }

  @Test
  void anArtifactBeyondThoseThatAreSentIsToBeAskedForAgain() throws Exception {
    isToBeAskedForAgain("/api/artifacts/" + artifacts.put(new byte[] {1, 2, 3}));
  }

  @Test
  void ofEventStreamsThereAreSoManyAndNoMore() throws Exception {
    try (Turns.Turn _ = turns.take();
        Turns.Turn _ = turns.take()) {
      assertThat(ask("/api/events?campaign=c").statusCode()).isEqualTo(503);
    }
  }

  /** Hundreds of requests that each hold a frame would fill the memory of a process that runs. */
  @Test
  void noFrameIsReadBeforeItHasItsTurn() throws Exception {
    try (Stream<Path> files = Files.walk(scratch.resolve("clips"))) {
      for (Path clip : files.filter(file -> file.toString().endsWith(".y4m")).toList()) {
        Files.delete(clip);
      }
    }
    try (Turns.Turn _ = turns.take();
        Turns.Turn _ = turns.take()) {
      assertThat(json(ask(FRAME)).path("error").asString()).isEqualTo("Others have their turn.");
    }
    assertThat(ask(FRAME).statusCode()).isGreaterThanOrEqualTo(500);
  }

  private void isToBeAskedForAgain(String path) throws Exception {
    try (Turns.Turn _ = turns.take()) {
      try (Turns.Turn _ = turns.take()) {
        HttpResponse<String> busy = ask(path);
        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(busy.headers().firstValueAsLong("Retry-After")).hasValue(2);
        assertThat(json(busy).path("error").asString()).isEqualTo("Others have their turn.");
      }
      for (int time = 1; time <= 3; time++) {
        assertThat(ask(path).statusCode()).as("each gives its turn back").isEqualTo(200);
      }
    }
  }

  private HttpResponse<String> ask(String path) throws Exception {
    URI at = URI.create("http://127.0.0.1:" + routes.port() + path);
    return client.send(HttpRequest.newBuilder(at).build(), BodyHandlers.ofString());
  }
}
