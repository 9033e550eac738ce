package dev.codecsmith.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.Spoken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The example for Kubernetes is held to the command, to the container and to the figures that there
 * are.
 */
class KubernetesExampleTest {
  private static final Path DEPLOY =
      Path.of(System.getProperty("codecsmith.root", "..")).resolve("deploy");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static List<JsonNode> documents(String file) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    for (Object each :
        new Load(LoadSettings.builder().build())
            .loadAllFromString(Files.readString(DEPLOY.resolve("kubernetes").resolve(file)))) {
      assertThat(each).isInstanceOf(Map.class);
      found.add(JSON.valueToTree(each));
    }
    return found;
  }

  private static JsonNode pod() throws IOException {
    return documents("worker.yaml").getFirst().at("/spec/template/spec");
  }

  private static List<String> arguments() throws IOException {
    return pod().at("/containers/0/args").valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void itsOptionsAreThoseOfTheCommand() throws Exception {
    String help = Spoken.by("worker", "--help").well().out();
    assertThat(arguments()).startsWith("worker").hasSizeGreaterThan(5);
    for (String argument : arguments().subList(1, arguments().size())) {
      assertThat(help).contains(argument.substring(0, argument.indexOf('=')));
    }
  }

  @Test
  void aWorkerHasTimeToDrain() throws Exception {
    String drain =
        arguments().stream()
            .filter(each -> each.startsWith("--drain="))
            .findFirst()
            .orElseThrow()
            .substring("--drain=".length());
    assertThat(pod().path("terminationGracePeriodSeconds").asInt())
        .isGreaterThanOrEqualTo(Integer.parseInt(drain) + 30);
  }

  @Test
  void itsRightsAreThoseThatTheContainerNeeds() throws Exception {
    JsonNode container = pod().at("/containers/0/securityContext");
    assertThat(container.at("/capabilities").toString())
        .isEqualTo("{\"drop\":[\"ALL\"],\"add\":[\"SETUID\",\"SETGID\"]}");
    assertThat(container.has("privileged")).isFalse();
    assertThat(pod().at("/securityContext/runAsUser").asInt()).isEqualTo(10001);
    assertThat(Files.readString(DEPLOY.resolve("container/Containerfile")))
        .contains("useradd --uid 10001");
    assertThat(pod().at("/securityContext/seccompProfile/type").asString()).isEqualTo("Localhost");
    assertThat(Files.readString(DEPLOY.resolve("kubernetes/README.md")))
        .contains(
            "deploy/container/seccomp.json",
            pod().at("/securityContext/seccompProfile/localhostProfile").asString());
  }

  @Test
  void itScalesByFiguresThatThereAre() throws Exception {
    JsonNode scaled = documents("scaling.yaml").getFirst();
    assertThat(scaled.at("/spec/scaleTargetRef/name").asString())
        .isEqualTo(documents("worker.yaml").getFirst().at("/metadata/name").asString());
    assertThat(arguments())
        .contains("--parallel=" + scaled.at("/spec/triggers/0/metadata/threshold").asString());
    String query = scaled.at("/spec/triggers/0/metadata/query").asString();
    Matcher figure = Pattern.compile("codecsmith_[a-z_]+").matcher(query);
    List<String> figures = new ArrayList<>();
    while (figure.find()) {
      figures.add(figure.group());
      assertThat(sources()).contains('"' + figure.group().replace('_', '.') + '"');
    }
    assertThat(figures).hasSize(3);
  }

  /** Of those who make figures. */
  private static String sources() throws IOException {
    Path root = DEPLOY.resolve("..");
    StringBuilder all = new StringBuilder();
    for (String file :
        List.of(
            "service/src/main/java/dev/codecsmith/service/meters/CampaignMeters.java",
            "cluster/src/main/java/dev/codecsmith/cluster/server/QueueDepths.java",
            "cli/src/main/java/dev/codecsmith/cli/worker/FleetService.java")) {
      all.append(Files.readString(root.resolve(file)));
    }
    return all.toString();
  }
}
