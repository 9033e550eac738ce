package dev.codecsmith.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.lab.evaluation.Constraints;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.data.DataDirectory;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Agents as they meet the command: by the protocol's own client, with a real process. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpCommandTest {
  private static final String TOKEN = "an agent's own secret";

  @TempDir private static Path folder;
  private String campaign = "";
  private String first = "";

  @BeforeAll
  void campaign() throws Exception {
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 3);
    TestFootage.write(folder.resolve("concealed.y4m"), 32, 32, 2);
    JsonNode ran = Spoken.by(run(data(), "2", "--json")).json();
    campaign = ran.at("/campaign/id").asString();
    first = ran.at("/experiments/0/id").asString();
    program("good", source(7));
    program("tunable", source(7).replace("padding = 7;", "padding = 7; // tune: 0..16"));
    program("bad", "int main(void) { return oops; }\n");
  }

  private String[] run(String data, String iterations, String... more) {
    return Stream.concat(
            Stream.of(
                CProgramModel.with(
                    "run",
                    "--clip",
                    folder.resolve("tiny.y4m").toString(),
                    "--hold-out",
                    folder.resolve("concealed.y4m").toString(),
                    "--proposer",
                    "outside",
                    "--no-dashboard",
                    "--data",
                    data,
                    "--iterations",
                    iterations)),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private static String source(int number) throws IOException {
    String reply = CProgramModel.reply(number);
    String begin = "```c\n";
    return reply.substring(reply.indexOf(begin) + begin.length(), reply.lastIndexOf("```"));
  }

  private void program(String name, String source) throws IOException {
    Path program = Files.createDirectories(folder.resolve("programs").resolve(name));
    Files.writeString(program.resolve("program.json"), "{\"language\": \"c\", \"entry\": \"a.c\"}");
    Files.writeString(program.resolve("a.c"), source);
  }

  private Agent agent(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("mcp", "--data", data(), "--programs", folder.resolve("programs").toString()));
    words.addAll(List.of(more));
    return Agent.starting(words.toArray(String[]::new));
  }

  @Test
  void whatConstraintsAskOfAProgramIsSaidInWords() throws Exception {
    Path elsewhere = folder.resolve("constrained");
    try (DataDirectory data = DataDirectory.open(elsewhere, DataDirectory.Access.WRITE)) {
      for (String settings :
          List.of("{\"constraints\":{\"random_access\":8,\"low_delay\":true}}", "{}")) {
        String id = settings.equals("{}") ? "free" : "bound";
        CampaignRecord _ =
            data.experiments()
                .putCampaignIfAbsent(new CampaignRecord(id, id, settings, Instant.EPOCH));
      }
    }
    try (Agent agent = Agent.starting("mcp", "--data", elsewhere.toString())) {
      JsonNode listed = agent.ask("list_campaigns", Map.of()).path("campaigns");
      assertThat(listed.at("/0/constraints_in_words").valueStream())
          .extracting(JsonNode::asString)
          .isEqualTo(Constraints.NONE.withRandomAccess(8).withLowDelay().eachInWords())
          .first()
          .asString()
          .contains("each 8 frames", "`random-access: FRAME OFFSET`");
      assertThat(listed.at("/1/id").asString()).isEqualTo("free");
      assertThat(listed.path(1).propertyNames())
          .doesNotContain("constraints", "constraints_in_words");
    }
  }

  @Test
  void anAgentListsReadsAndComparesAndNothingTellsOfHeldOutClips() throws Exception {
    try (Agent agent = agent()) {
      assertThat(agent.client().listTools().tools())
          .extracting(Tool::name)
          .containsExactlyInAnyOrder(
              "list_campaigns",
              "list_experiments",
              "get_experiment",
              "get_program",
              "get_log",
              "compare",
              "get_contract",
              "evaluate",
              "propose",
              "get_proposal");
      JsonNode listed = agent.ask("list_campaigns", Map.of()).at("/campaigns/0");
      assertThat(listed.path("id").asString()).isEqualTo(campaign);
      assertThat(listed.at("/search_clips/0/name").asString()).isEqualTo("tiny");
      assertThat(listed.path("takes_proposals").asBoolean()).isTrue();
      assertThat(listed.path("runs_now").asBoolean()).isFalse();

      JsonNode best =
          agent.ask(
              "list_experiments", Map.of("sort", "score", "limit", 1, "status", "successful"));
      assertThat(best.path("total").asInt()).isEqualTo(2);
      assertThat(best.path("objective").asString())
          .isEqualTo("BD-rate by PSNR-YUV against x264-medium");
      assertThat(best.path("experiments").size()).isEqualTo(1);
      JsonNode second =
          agent.ask("list_experiments", Map.of("sort", "score", "limit", 1, "page", 2));
      assertThat(second.at("/experiments/0/score").doubleValue())
          .isGreaterThanOrEqualTo(best.at("/experiments/0/score").doubleValue());

      JsonNode read = agent.ask("get_experiment", Map.of("id", first));
      assertThat(read.path("points").valueStream().map(point -> point.path("clip").asString()))
          .isNotEmpty()
          .containsOnly("tiny");
      assertThat(read.path("bd_rate").propertyNames())
          .contains("x264-medium")
          .noneMatch(name -> name.contains("held-out"));
      assertThat(agent.ask("get_program", Map.of("id", first)).at("/files/0/path").asString())
          .isEqualTo("a.c");
      List<String> part =
          agent.texts("get_program", Map.of("id", first, "path", "a.c", "limit", 50));
      assertThat(part.getFirst()).hasSize(50);
      assertThat(part.getLast()).contains("\"next_offset\":50");
      assertThat(agent.texts("get_log", Map.of("id", first)).getFirst()).contains("build");
      assertThat(agent.texts("get_log", Map.of("id", first, "part", "prompt")).getFirst())
          .contains("tiny");

      JsonNode compared = agent.ask("compare", Map.of("of", List.of("anchor/x264-medium", first)));
      assertThat(compared.path("clips").valueStream().map(JsonNode::asString))
          .containsExactly("tiny");
      assertThat(compared.at("/contestants/1/bd_rate/psnr_yuv/mean").doubleValue())
          .isEqualTo(read.path("score").doubleValue(), within(1e-6));
      assertThat(agent.texts("get_contract", Map.of("language", "c")).getFirst())
          .contains("QUALITY");

      assertThat(agent.refused("get_experiment", Map.of("id", "exp_nothing")))
          .startsWith("There is no experiment 'exp_nothing'");
      assertThat(agent.refused("list_experiments", Map.of("sort", "luck")))
          .startsWith("The argument sort must be one of iteration, -iteration");
      assertThat(agent.refused("get_experiment", Map.of()))
          .isEqualTo("The argument id is missing.");
      assertThat(agent.answers()).contains("tiny").doesNotContain("concealed", "held-out", "flags");
    }
  }

  @Test
  void anAgentEvaluatesItsProgramsUntilTheBudgetIsUsedUp() throws Exception {
    try (Agent agent = agent("--evaluations", "2")) {
      assertThat(agent.refused("evaluate", Map.of("folder", "../..")))
          .contains("Programs are read from", "--programs DIR");
      assertThat(agent.refused("evaluate", Map.of("folder", "none"))).contains("is not a folder");
      assertThat(agent.refused("evaluate", Map.of()))
          .isEqualTo("A program is given by folder, or by files, language and entry.");

      JsonNode good = agent.ask("evaluate", Map.of("folder", "good"));
      assertThat(good.path("status").asString()).isEqualTo("succeeded");
      assertThat(good.path("score").isNumber()).isTrue();
      assertThat(good.path("points").valueStream().map(point -> point.path("clip").asString()))
          .isNotEmpty()
          .containsOnly("tiny");
      assertThat(good.path("budget").asString())
          .contains(" of 20.0 min of CPU time and 1 of 2 evaluations are left.");
      assertThat(agent.progress()).contains("encoding");

      JsonNode bad = agent.ask("evaluate", Map.of("folder", "bad"));
      assertThat(bad.at("/failure/kind").asString()).isEqualTo("compile-error");
      assertThat(bad.at("/failure/message").asString()).contains("oops");
      assertThat(bad.path("budget").asString()).contains(" and 0 of 2 evaluations are left.");

      assertThat(
              agent.refused(
                  "evaluate",
                  Map.of("files", Map.of("a.c", source(8)), "language", "c", "entry", "a.c")))
          .startsWith("The budget of this server is used up: ")
          .endsWith(" and 0 of 2 evaluations are left.");
      assertThat(agent.answers()).doesNotContain("concealed");
      assertThat(agent.ask("list_experiments", Map.of()).path("total").asInt())
          .as("what was tried is no experiment")
          .isEqualTo(2);
    }
  }

  @Test
  void anAgentLooksAtFirstFramesBesideAParentProfilesAndTunes() throws Exception {
    try (Agent agent = agent()) {
      Map<String, Object> quick =
          Map.of("folder", "good", "measure", "quick", "frames", 2, "parent", first);
      JsonNode looked = agent.ask("evaluate", quick);
      assertThat(looked.path("scored").asBoolean()).as(looked.toString()).isTrue();
      assertThat(looked.path("text").asString())
          .contains("than the parent: ", "over the first 2 frames of one clip", "| tiny-2f | 30 |");
      assertThat(looked.path("budget").asString()).endsWith(" of 20.0 min of CPU time are left.");
      assertThat(
              agent
                  .ask("evaluate", Map.of("folder", "good", "measure", "quick"))
                  .path("text")
                  .asString())
          .as("beside the campaign's best unless another is named, and never the whole clip")
          .contains("than the parent: ", "over the first 2 frames of one clip");
      assertThat(
              agent
                  .ask("evaluate", Map.of("folder", "bad", "measure", "quick"))
                  .path("text")
                  .asString())
          .contains("It failed (compile-error", "oops");
      assertThat(
              agent
                  .ask(
                      "evaluate",
                      Map.of("folder", "good", "measure", "profile", "frames", 2, "quality", 60))
                  .path("text")
                  .asString())
          .contains("tiny, 2 frames, QUALITY 60", "Encoder: ", "Decoder: ");
      assertThat(agent.refused("evaluate", Map.of("folder", "good", "measure", "tune")))
          .contains("marks no constant");
      JsonNode tuned =
          agent.ask(
              "evaluate",
              Map.of("folder", "tunable", "measure", "tune", "frames", 2, "settings", 2));
      assertThat(tuned.path("text").asString()).contains("Each against the best before it:");
      assertThat(
              agent.refused(
                  "evaluate", Map.of("folder", "good", "measure", "quick", "clips", List.of("no"))))
          .isEqualTo("There is no clip 'no'; the clips are tiny.");
      assertThat(agent.answers()).doesNotContain("concealed");
    }
  }

  @Test
  void withoutCpuTimeNothingIsEvaluated() {
    try (Agent agent = agent("--cpu-minutes", "0")) {
      assertThat(agent.refused("evaluate", Map.of("folder", "good", "measure", "quick")))
          .isEqualTo("The budget of this server is used up: 0.0 of 0.0 min of CPU time are left.");
    }
  }

  @Test
  void aProposalBecomesAnExperimentOfTheCampaignThatRuns() throws Exception {
    String elsewhere = folder.resolve("elsewhere").toString();
    String replayedId;
    String[] words = {
      "run",
      "--clip",
      folder.resolve("tiny.y4m").toString(),
      "--hold-out",
      folder.resolve("concealed.y4m").toString(),
      "--proposer",
      "outside",
      "--no-dashboard",
      "--data",
      elsewhere,
      "--iterations",
      "2"
    };
    Process running =
        CommandProcess.of(words).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader errors = running.errorReader(StandardCharsets.UTF_8)) {
      awaitLine(errors, "It waits for a proposal from outside.");
      Path token = Files.writeString(folder.resolve("token"), TOKEN);
      Process server =
          CommandProcess.of(
                  "mcp",
                  "--http",
                  "--port",
                  "0",
                  "--data",
                  elsewhere,
                  "--token-file",
                  token.toString(),
                  "--evaluations",
                  "0")
              .start();
      try (BufferedReader said = server.errorReader(StandardCharsets.UTF_8)) {
        String address =
            awaitLine(said, "MCP server: ").replaceFirst("MCP server: (http://.*)/mcp .*", "$1");
        assertThat(posted(address, "no such secret at all", address, "{}").statusCode())
            .isEqualTo(401);
        assertThat(posted(address, TOKEN, "http://example.org", "{}").statusCode())
            .as("a page of others, by a browser")
            .isEqualTo(403);
        assertThat(posted(address, TOKEN, address, "no JSON").statusCode()).isEqualTo(400);
        assertThat(posted(address, TOKEN, address, "no JSON").body())
            .doesNotContainIgnoringCase("trace");
        String tooLong = "\"" + "a".repeat(HttpAgents.MOST_BODY_BYTES) + "\"";
        assertThat(posted(address, TOKEN, address, tooLong).statusCode()).isEqualTo(413);
        try (Agent agent = Agent.connecting(address, TOKEN)) {
          JsonNode listed = agent.ask("list_campaigns", Map.of()).at("/campaigns/0");
          assertThat(listed.path("runs_now").asBoolean()).isTrue();
          replayedId = listed.path("id").asString();
          assertThat(agent.refused("evaluate", files(21))).contains("is used up");
          Map<String, Object> proposal = proposal(21);
          JsonNode brought = agent.ask("propose", proposal);
          assertThat(brought.path("note").asString()).contains("next iteration");
          String id = brought.path("proposal").asString();
          JsonNode next = agent.ask("propose", proposal(22));
          awaitLine(errors, "exp_iter2_");
          assertThat(running.waitFor()).isZero();
          JsonNode taken = agent.ask("get_proposal", Map.of("proposal", id));
          assertThat(taken.path("state").asString()).isEqualTo("taken");
          assertThat(taken.path("iteration").asInt()).isEqualTo(1);
          assertThat(taken.path("status").asString()).isEqualTo("succeeded");
          JsonNode experiment =
              agent.ask("get_experiment", Map.of("id", taken.path("experiment").asString()));
          assertThat(experiment.path("proposer").asString()).isEqualTo("outside:test-agent");
          assertThat(experiment.path("reasoning").asString()).isEqualTo("It is 21.");
          assertThat(
                  agent
                      .ask("get_proposal", Map.of("proposal", next.path("proposal").asString()))
                      .path("iteration")
                      .asInt())
              .isEqualTo(2);
          assertThat(agent.ask("propose", proposal(23)).path("note").asString())
              .contains("has begun its last iteration", "--iterations N");
          assertThat(agent.answers()).contains("tiny").doesNotContain("concealed", "held-out");
        }
      } finally {
        Process _ = server.destroyForcibly().onExit().join();
      }
    } finally {
      Process _ = running.destroyForcibly().onExit().join();
    }
    JsonNode replayed =
        Spoken.by("replay", replayedId, "--from-seed", "--data", elsewhere, "--json").json();
    assertThat(replayed.toString()).contains("exp_iter1_", "exp_iter2_");
  }

  private static Map<String, Object> files(int number) throws IOException {
    return files(source(number));
  }

  private Map<String, Object> proposal(int number) throws IOException {
    Map<String, Object> all = new HashMap<>(files(number));
    all.put("name", "number " + number);
    all.put("reasoning", "It is " + number + ".");
    return all;
  }

  private static String awaitLine(BufferedReader errors, String part) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      all.append(line).append('\n');
      if (line.contains(part)) {
        return line;
      }
    }
    throw new AssertionError("it never said '" + part + "': " + all);
  }

  private static HttpResponse<String> posted(
      String address, String token, String origin, String body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(address + "/mcp"))
              .header("Authorization", "Bearer " + token)
              .header("Origin", origin)
              .header("Content-Type", "application/json")
              .header("Accept", "application/json, text/event-stream")
              .POST(BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }
  }

  @Test
  void aCampaignThatTakesNoProposalsSaysHowOneIsStarted() throws Exception {
    String data = folder.resolve("closed").toString();
    JsonNode ran =
        Spoken.by(
                CProgramModel.with(
                    "run",
                    "--clip",
                    folder.resolve("tiny.y4m").toString(),
                    "--no-dashboard",
                    "--json",
                    "--data",
                    data,
                    "--iterations",
                    "1"))
            .json();
    try (Agent agent = Agent.starting("mcp", "--data", data)) {
      assertThat(agent.refused("propose", proposal(1)))
          .isEqualTo(
              ran.at("/campaign/id").asString()
                  + " takes no proposals: only a campaign that was started with --proposer outside,"
                  + " beside others or alone, does.");
    }
  }

  @Test
  void aProposalWaitsForItsCampaignAndItsFailureOnAHeldOutClipTellsNothing() throws Exception {
    String data = folder.resolve("later").toString();
    JsonNode begun = Spoken.by(run(data, "1", "--json")).json();
    String source =
        source(31)
            .replace(
                "int size = width",
                "if (width == 32) { fputs(\"secret of a clip\", stderr); return 3; }\n  int size ="
                    + " width");
    try (Agent agent = Agent.starting("mcp", "--data", data)) {
      Map<String, Object> proposal = proposal(31);
      proposal.put("files", Map.of("a.c", source));
      proposal.put("parents", List.of(begun.at("/experiments/0/id").asString()));
      JsonNode brought = agent.ask("propose", proposal);
      assertThat(brought.path("note").asString()).contains("has begun its last iteration");
      proposal.put("parents", List.of("exp_iter1_none"));
      assertThat(agent.refused("propose", proposal)).contains("has no experiment exp_iter1_none");
      JsonNode ran = Spoken.by(run(data, "2", "--json")).json().at("/experiments/1");
      assertThat(ran.path("failure").toString()).contains("concealed", "secret of a clip");

      Map<String, Object> id = Map.of("id", ran.path("id").asString());
      JsonNode listed = agent.ask("list_experiments", Map.of("status", "failed"));
      assertThat(listed.at("/experiments/0/failure/message").asString())
          .isEqualTo("It failed on footage that is held out.");
      JsonNode read = agent.ask("get_experiment", id);
      assertThat(read.at("/failure/message").asString())
          .isEqualTo("It failed on footage that is held out.");
      assertThat(read.at("/parents/0")).isEqualTo(begun.at("/experiments/0/id"));
      assertThat(agent.texts("get_log", id)).isNotEmpty();
      assertThat(agent.ask("evaluate", files(source)).path("status").asString())
          .as("on search clips it does well")
          .isEqualTo("succeeded");
      assertThat(agent.answers()).doesNotContain("concealed", "secret of a clip");
    }
  }

  private static Map<String, Object> files(String source) {
    return Map.of("files", Map.of("a.c", source), "language", "c", "entry", "a.c");
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    Spoken.by("mcp", "--data", data(), "--port", "9000").refuses("--port is for --http.");
    Spoken.by("mcp", "--data", data(), "--http", "--host", "0.0.0.0")
        .refuses("Without a token only this machine may be listened to");
    Spoken.by("mcp", "--data", data(), "--evaluations", "-1").refuses("--evaluations");
    Spoken.by("mcp", "--data", folder.resolve("none").toString())
        .complainsOf("There is no data folder");
  }
}
