package dev.codecsmith.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.aws.TestCredentials;
import dev.codecsmith.store.cloud.CloudStoreSetup;
import dev.codecsmith.store.dynamo.DynamoServer;
import dev.codecsmith.store.s3.S3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Agents that bring programs to a campaign of a store that machines share. */
@Timeout(300)
class SharedStoreProposalTest {
  private static final String TOKEN = "a token of these tests";

  @TempDir private Path folder;
  private final Deque<Process> started = new ArrayDeque<>();
  private String store = "";

  @AfterEach
  void end() {
    for (Process each : started) {
      Process _ = each.destroyForcibly().onExit().join();
    }
  }

  /** What it says on standard error. */
  private BufferedReader start(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--store", store));
    ProcessBuilder command = CommandProcess.of(all.toArray(String[]::new));
    command.environment().put("AWS_ACCESS_KEY_ID", TestCredentials.ID);
    command.environment().put("AWS_SECRET_ACCESS_KEY", TestCredentials.SECRET);
    Process process = command.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    started.push(process);
    return process.errorReader(StandardCharsets.UTF_8);
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

  /** Of a server with a data folder. */
  private Agent agent(String data) throws IOException {
    String said =
        awaitLine(
            start(
                "mcp",
                "--http",
                "--port",
                "0",
                "--data",
                folder.resolve(data).toString(),
                "--token-file",
                folder.resolve("token").toString()),
            "MCP server: ");
    return Agent.connecting(said.replaceFirst("MCP server: (http://.*)/mcp .*", "$1"), TOKEN);
  }

  @Test
  void aProposalIsTakenWhereTheCampaignRunsAndRefusedElsewhere() throws Exception {
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 2);
    Files.writeString(folder.resolve("token"), TOKEN);
    String name = S3Server.newBucket();
    AwsAddress address =
        AwsAddress.parse(
            "aws:table=mcp-%s,bucket=mcp-%s,endpoint=%s,s3-endpoint=%s,path-style,region=eu-central-1"
                .formatted(name, name, DynamoServer.endpoint(), S3Server.endpoint()));
    store = address.toString();
    CloudStoreSetup.Made _ = CloudStoreSetup.make(address);
    BufferedReader run =
        start(
            "run",
            "--clip",
            folder.resolve("tiny.y4m").toString(),
            "--proposer",
            "outside",
            "--no-dashboard",
            "--iterations",
            "1",
            "--data",
            folder.resolve("here").toString());
    awaitLine(run, "It waits for a proposal from outside.");
    String source =
        CProgramModel.reply(1).replaceFirst("(?s).*```c\n", "").replaceFirst("(?s)```\n$", "");
    Map<String, Object> proposal =
        Map.of(
            "name",
            "mine",
            "reasoning",
            "It is mine.",
            "language",
            "c",
            "entry",
            "a.c",
            "files",
            Map.of("a.c", source));
    try (Agent elsewhere = agent("elsewhere")) {
      assertThat(elsewhere.refused("propose", proposal))
          .contains(
              "is not run with the data folder " + folder.resolve("elsewhere"),
              "propose on the machine that runs it");
    }
    try (Agent here = agent("here")) {
      JsonNode brought = here.ask("propose", proposal);
      assertThat(brought.path("note").asString()).contains("next iteration");
      awaitLine(run, "  score ");
      JsonNode taken =
          here.ask("get_proposal", Map.of("proposal", brought.path("proposal").asString()));
      assertThat(taken.path("state").asString()).isEqualTo("taken");
      JsonNode experiment =
          here.ask("get_experiment", Map.of("id", taken.path("experiment").asString()));
      assertThat(experiment.path("reasoning").asString()).isEqualTo("It is mine.");
    }
  }
}
