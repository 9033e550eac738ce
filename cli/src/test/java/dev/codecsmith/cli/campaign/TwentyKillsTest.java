package dev.codecsmith.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A served model, real programs in real sandboxes, and {@code kill -9} at random moments. */
class TwentyKillsTest {
  private static final int ITERATIONS = 14;
  private static final int KILLS = 20;
  private static final int LAG = 2;

  private static final Path SERVER =
      Path.of(System.getProperty("codecsmith.root", "."), "evolve", "target", "test-classes");

  private static final Path PROGRAM =
      Path.of(System.getProperty("codecsmith.root", "."))
          .resolve("bench/src/main/resources/dev/codecsmith/bench/trivial.c");

  @TempDir private Path folder;

  @BeforeEach
  void files() throws Exception {
    assumeTrue(
        Files.isDirectory(SERVER.resolve("dev/codecsmith/evolve/models/fake")),
        "the tests of the module evolve are not built, which hold the fake server");
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 2);
    Files.writeString(folder.resolve("key"), "secret-key\n");
    Files.copy(PROGRAM, folder.resolve("a.c"));
  }

  @Test
  void noExperimentIsLostOrFinishedTwiceAndOnlyCallsInFlightArePaidTwice() throws Exception {
    Process calm = server();
    List<String> undisturbed;
    int needed;
    try {
      String url = calm.inputReader(StandardCharsets.UTF_8).readLine();
      JsonNode report = finish("calm", url);
      undisturbed = archive(report);
      needed = calls(url);
      assertThat(report.at("/campaign/model_calls").asInt()).isEqualTo(needed);
    } finally {
      calm.destroyForcibly();
    }
    Process server = server();
    try {
      String url = server.inputReader(StandardCharsets.UTF_8).readLine();
      SplittableRandom random = new SplittableRandom(5);
      Set<String> finished = new HashSet<>();
      for (int kill = 0; kill < KILLS; kill++) {
        // A line of progress is a moment in the life of a campaign; the kill falls right behind
        // one.
        for (String ended : killedAfter(url, 1 + random.nextInt(7))) {
          assertThat(finished.add(ended)).as("finished once only: %s", ended).isTrue();
        }
      }
      JsonNode report = finish("killed", url);
      assertThat(archive(report)).isEqualTo(undisturbed);
      assertThat(report.at("/campaign/model_calls").asInt()).isEqualTo(needed);
      assertThat(calls(url)).isBetween(needed, needed + KILLS * LAG);

      int paid = calls(url);
      String id = report.at("/campaign/id").asString();
      JsonNode replayed =
          Spoken.by(
                  "replay",
                  id,
                  "--from-seed",
                  "--json",
                  "--data",
                  folder.resolve("killed").toString())
              .json();
      assertThat(replayed.path("same").asBoolean()).as(replayed.toPrettyString()).isTrue();
      assertThat(replayed.path("experiments").size()).isEqualTo(ITERATIONS);
      assertThat(calls(url)).as("a replay asks nobody").isEqualTo(paid);
    } finally {
      server.destroyForcibly();
    }
  }

  /** Runs until it has said so many lines, kills it, and returns the experiments it finished. */
  private List<String> killedAfter(String url, int lines) throws IOException, InterruptedException {
    List<String> ended = new ArrayList<>();
    Process process = run("killed", url).start();
    try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
      int read = 0;
      String line = errors.readLine();
      while (line != null && read < lines) {
        // What every start says of what it found is no moment of its own.
        read += line.startsWith("anchors") || line.startsWith("continuing") ? 0 : 1;
        if (line.contains("  score ") || line.contains("failed:")) {
          ended.add(line);
        }
        line = errors.readLine();
      }
      assertThat(line).as("the campaign ended before all kills").isNotNull();
    } finally {
      process.destroyForcibly().waitFor();
    }
    return ended;
  }

  private JsonNode finish(String data, String url) throws IOException, InterruptedException {
    Path errors = folder.resolve("errors");
    Path report = folder.resolve("report.json");
    int exit =
        run(data, url)
            .redirectError(errors.toFile())
            .redirectOutput(report.toFile())
            .start()
            .waitFor();
    assertThat(exit).as(Files.readString(errors)).isZero();
    return JsonMapper.shared().readTree(Files.readString(report));
  }

  /** What of the experiments does not depend on the machine's speed. */
  private static List<String> archive(JsonNode report) {
    List<String> rows = new ArrayList<>();
    for (JsonNode experiment : report.path("experiments")) {
      StringBuilder row = new StringBuilder();
      row.append(experiment.path("id")).append(experiment.path("status"));
      row.append(experiment.path("parents")).append(experiment.path("bd_rate"));
      experiment
          .path("points")
          .forEach(point -> row.append(point.path("bytes")).append(point.path("psnr_yuv")));
      rows.add(row.toString());
    }
    assertThat(rows).hasSize(ITERATIONS);
    return rows;
  }

  private static int calls(String url) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String json =
          http.send(
                  HttpRequest.newBuilder(URI.create(url + "/calls")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return JsonMapper.shared().readTree(json).size();
    }
  }

  private ProcessBuilder run(String data, String url) {
    return CommandProcess.of(
        "run",
        "--json",
        "--no-dashboard",
        "--clip",
        folder.resolve("tiny.y4m").toString(),
        "--proposer",
        "claude",
        "--language",
        "c",
        "--model",
        "toy",
        "--model-url",
        url,
        "--key-file",
        folder.resolve("key").toString(),
        "--notebook-every",
        "0",
        "--lag",
        Integer.toString(LAG),
        "--iterations",
        Integer.toString(ITERATIONS),
        "--data",
        folder.resolve(data).toString());
  }

  private Process server() throws IOException {
    return new ProcessBuilder(
            CommandProcess.lineOf(
                SERVER.toString(),
                "dev.codecsmith.evolve.models.fake.FakeModelServerMain",
                "--program",
                folder.resolve("a.c").toString(),
                "--key",
                "secret-key"))
        .redirectError(folder.resolve("server-errors").toFile())
        .start();
  }
}
