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
import org.junit.jupiter.api.io.TempDir;
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
    return parsed(Files.readString(DEPLOY.resolve("kubernetes").resolve(file)));
  }

  private static List<JsonNode> parsed(String yaml) {
    List<JsonNode> found = new ArrayList<>();
    for (Object each : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
      assertThat(each).isInstanceOf(Map.class);
      found.add(JSON.valueToTree(each));
    }
    return found;
  }

  private static JsonNode pod() throws IOException {
    return documents("worker.yaml").getFirst().at("/spec/template/spec");
  }

  private static List<String> arguments() throws IOException {
    return arguments(pod());
  }

  private static List<String> arguments(JsonNode pod) {
    return pod.at("/containers/0/args").valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void itsOptionsAreThoseOfTheCommand() throws Exception {
    String help = Spoken.by("worker", "--help").well().out();
    assertThat(arguments()).startsWith("worker").hasSizeGreaterThan(5);
    for (String argument : arguments().subList(1, arguments().size())) {
      assertThat(help).contains(argument.substring(0, argument.indexOf('=')));
    }
  }

  /** What {@code worker.yaml} has for a server with TLS stands behind a "#" without a space. */
  @Test
  void withWhatItHasForTlsItsFilesLieWhereTheCommandLooks(@TempDir Path folder) throws Exception {
    String plain = Files.readString(DEPLOY.resolve("kubernetes/worker.yaml"));
    String byTls = plain.replaceAll("(?m)^( *)#(- |  )", "$1$2");
    for (String each : List.of("worker.yaml", "scaling.yaml")) {
      Files.copy(DEPLOY.resolve("kubernetes").resolve(each), folder.resolve(each));
    }
    Files.writeString(folder.resolve("worker.yaml"), byTls);
    Checked checked = Checked.by(DEPLOY.resolve("kubernetes/check"), folder.toString());
    assertThat(checked.code()).as(checked.said()).isZero();

    JsonNode pod = parsed(byTls).getFirst().at("/spec/template/spec");
    List<String> more = new ArrayList<>(arguments(pod));
    more.removeAll(arguments());
    assertThat(more)
        .containsExactly(
            "--cluster-ca=/run/secrets/temporal/ca.crt",
            "--cluster-cert=/run/secrets/temporal/tls.crt",
            "--cluster-key=/run/secrets/temporal/tls.key");
    String help = Spoken.by("worker", "--help").well().out();
    assertThat(more).allSatisfy(each -> assertThat(help).contains(each.split("=", 2)[0]));
    assertThat(pod.at("/containers/0/volumeMounts").toString())
        .contains(
            "{\"name\":\"temporal\",\"mountPath\":\"/run/secrets/temporal\",\"readOnly\":true}");
    String secret =
        pod.at("/volumes").valueStream().toList().getLast().at("/secret/secretName").asString();
    assertThat(Files.readString(DEPLOY.resolve("kubernetes/README.md")))
        .contains(
            "generic " + secret + " --from-file=ca.crt --from-file=tls.crt --from-file=tls.key");
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
