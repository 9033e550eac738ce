package dev.codecsmith.cli.models;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.Codecsmith;
import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.cli.VectorModule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole way over both wire formats: a served model, real sandboxes, a real clip. */
class ServedModelTest {
  private static final Path SERVER =
      Path.of(System.getProperty("codecsmith.root", "."), "evolve", "target", "test-classes");

  @TempDir private Path folder;
  private String said = "";

  @BeforeAll
  static void vectors() {
    VectorModule.load();
    assumeTrue(
        Files.isDirectory(SERVER.resolve("dev/codecsmith/evolve/models/fake")),
        "the tests of the module evolve are not built, which hold the fake server");
  }

  @Test
  void claude() throws Exception {
    campaign("claude", "");
  }

  @Test
  void openai() throws Exception {
    campaign("openai", "/v1");
  }

  private void campaign(String proposer, String path) throws Exception {
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 2);
    Files.writeString(folder.resolve("key"), "secret-key\n");
    Files.writeString(
        folder.resolve("prices.json"),
        "{\"prices\": [{\"model\": \"toy\", \"input\": 3, \"cached_input\": 0.3, \"cache_write\":"
            + " 3.75, \"output\": 15}]}");
    Files.writeString(
        folder.resolve("script.json"),
        JsonMapper.shared()
            .writeValueAsString(
                Map.of(
                    "replies",
                    List.of(
                        "I would rather not.",
                        CProgramModel.reply(1),
                        CProgramModel.reply(1),
                        CProgramModel.reply(2),
                        CProgramModel.reply(3)),
                    "faults",
                    List.of(Map.of("kind", "overloaded", "calls", List.of(1))))));
    Process server = start();
    try {
      String url = server.inputReader(StandardCharsets.UTF_8).readLine();
      String[] words = {
        "run",
        "--no-dashboard",
        "--language",
        "c",
        "--clip",
        folder.resolve("tiny.y4m").toString(),
        "--proposer",
        proposer,
        "--model",
        "toy",
        "--model-url",
        url + path,
        "--key-file",
        folder.resolve("key").toString(),
        "--prices",
        folder.resolve("prices.json").toString(),
        "--data",
        folder.resolve("data").toString(),
        "--json"
      };
      JsonNode report = run(words, "--iterations", "2");
      assertThat(report.path("experiments").size()).isEqualTo(2);
      for (JsonNode experiment : report.path("experiments")) {
        assertThat(experiment.path("status").asString()).isEqualTo("succeeded");
        assertThat(experiment.path("proposer").asString()).isEqualTo(proposer);
      }
      // Call 1 was overloaded, so the first reply of the script is never sent.
      List<JsonNode> calls = calls(url);
      assertThat(calls).hasSize(4);
      assertThat(calls.get(3).path("prompt").asString()).contains("was proposed before");
      compare(report, calls);

      JsonNode limited = run(words, "--iterations", "3", "--budget-tokens", "1");
      assertThat(limited.path("experiments").size()).isEqualTo(2);
      assertThat(limited.at("/campaign/stopped").asString()).contains("budget of 1 tokens");
      JsonNode longer = run(words, "--iterations", "3");
      assertThat(longer.path("experiments").size()).isEqualTo(3);
      assertThat(calls(url)).hasSize(5);
      assertThat(said.lines().filter(line -> line.startsWith("toy: attempt 1 failed: ")))
          .singleElement(as(InstanceOfAssertFactories.STRING))
          .contains("Trying again in ");
      compare(longer, calls(url));
    } finally {
      server.destroyForcibly();
    }
  }

  /** The bill is the server's, to the token. */
  private static void compare(JsonNode report, List<JsonNode> calls) {
    String[][] kinds = {
      {"input", "input", "3"},
      {"cached_input", "cachedInput", "0.3"},
      {"cache_write", "cacheWrite", "3.75"},
      {"output", "output", "15"}
    };
    BigDecimal dollars = BigDecimal.ZERO;
    for (String[] kind : kinds) {
      long tokens = calls.stream().mapToLong(c -> c.path("tokens").path(kind[1]).asLong()).sum();
      assertThat(report.at("/campaign/token_counts/" + kind[0]).asLong())
          .as(kind[0])
          .isEqualTo(tokens);
      dollars = dollars.add(new BigDecimal(kind[2]).multiply(BigDecimal.valueOf(tokens)));
    }
    assertThat(report.at("/campaign/cost_usd").decimalValue())
        .isEqualByComparingTo(dollars.movePointLeft(6));
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            CommandProcess.lineOf(
                SERVER.toString(),
                "dev.codecsmith.evolve.models.fake.FakeModelServerMain",
                "--script",
                folder.resolve("script.json").toString(),
                "--key",
                "secret-key"))
        .redirectError(folder.resolve("server-errors").toFile())
        .start();
  }

  private JsonNode run(String[] words, String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Codecsmith.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit =
        command.execute(Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new));
    assertThat(exit).as(err.toString()).isZero();
    assertThat(err.toString()).doesNotContain("secret-key");
    said += err;
    return JsonMapper.shared().readTree(out.toString());
  }

  private static List<JsonNode> calls(String url) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String json =
          http.send(
                  HttpRequest.newBuilder(URI.create(url + "/calls")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      List<JsonNode> calls = new ArrayList<>();
      JsonMapper.shared().readTree(json).forEach(calls::add);
      return calls;
    }
  }
}
