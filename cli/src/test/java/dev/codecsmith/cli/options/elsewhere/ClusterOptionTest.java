package dev.codecsmith.cli.options.elsewhere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.cluster.NamedServer;
import dev.codecsmith.cluster.server.ServerAddress;
import dev.codecsmith.cluster.server.ServerAddress.Identity;
import dev.codecsmith.cluster.server.ServerAddress.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is taken of the options of a fleet's server, and what is refused. */
class ClusterOptionTest {
  private static final String KEY = "an api key of the tests";

  @TempDir private Path folder;

  private static Optional<Elsewhere.Cluster> cluster(String... words) throws IOException {
    return CommandLine.populateCommand(new ClusterOption(), words).cluster();
  }

  private static ServerAddress server(String... words) throws IOException {
    return cluster(words).orElseThrow().server();
  }

  private static void refused(String sentence, String... words) {
    assertThatIllegalArgumentException().isThrownBy(() -> cluster(words)).withMessage(sentence);
  }

  @Test
  void aServerAloneIsTheFleetOfThatNameWithoutTls() throws Exception {
    assertThat(cluster("--cluster", "here:7233"))
        .contains(
            new Elsewhere.Cluster(
                ServerAddress.plain("here:7233", "default"), "codecsmith", Duration.ofSeconds(30)));
    assertThat(cluster()).isEmpty();
  }

  @Test
  void whatIsGivenIsWhatTheConnectionIsMadeOf() throws Exception {
    assertThat(
            cluster(
                "--cluster",
                "[::1]:7233",
                "--cluster-namespace",
                "video",
                "--cluster-fleet",
                "night.2",
                "--cluster-ca",
                "ca.pem",
                "--cluster-cert",
                "own.pem",
                "--cluster-key",
                "own.key"))
        .contains(
            new Elsewhere.Cluster(
                new ServerAddress(
                    "[::1]:7233",
                    "video",
                    Optional.of(
                        new Tls(
                            Optional.of(Path.of("ca.pem")),
                            Optional.of(new Identity(Path.of("own.pem"), Path.of("own.key"))))),
                    Optional.empty()),
                "night.2",
                Duration.ofSeconds(30)));
    assertThat(server("--cluster", "here:7233", "--cluster-tls").tls())
        .contains(new Tls(Optional.empty(), Optional.empty()));
  }

  @Test
  void theServerOfTheTestsIsReachedAlikeByVariablesAndByOptions() throws Exception {
    Path key = Files.writeString(folder.resolve("key"), KEY + "\n");
    String variable = NamedServer.VARIABLE;
    NamedServer named =
        new NamedServer(
            Map.of(
                variable,
                "there:7233",
                variable + "_NAMESPACE",
                "video",
                variable + "_TLS",
                "1",
                variable + "_CA",
                "ca.pem",
                variable + "_CERT",
                "own.pem",
                variable + "_KEY",
                "own.key",
                variable + "_API_KEY_FILE",
                key.toString()));
    assertThat(server(named.options("there:7233").toArray(String[]::new)))
        .isEqualTo(named.address("there:7233"));
  }

  @Test
  void anApiKeyIsShownByTls() throws Exception {
    Path file = Files.writeString(folder.resolve("key"), KEY + "\n");
    ServerAddress server =
        server("--cluster", "here:7233", "--cluster-api-key-file", file.toString());
    assertThat(server.apiKey()).contains(KEY);
    assertThat(server.tls()).contains(new Tls(Optional.empty(), Optional.empty()));
  }

  @Test
  void theFileOfAnApiKeyThatCannotBeReadIsNamedWithItsOption() {
    Path none = folder.resolve("none");
    assertThatThrownBy(
            () -> cluster("--cluster", "here:7233", "--cluster-api-key-file", none.toString()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "The file %s of --cluster-api-key-file cannot be read: There is no file %s."
                .formatted(none, none));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--cluster-namespace video",
        "--cluster-fleet night",
        "--cluster-tls",
        "--cluster-ca ca.pem",
        "--cluster-cert own.pem",
        "--cluster-key own.key",
        "--cluster-api-key-file key"
      })
  void whatSaysHowAServerIsReachedNeedsOne(String words) {
    refused(
        "What begins with --cluster- says how a Temporal server is reached: name it with --cluster"
            + " HOST:PORT.",
        words.split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--cluster-cert own.pem", "--cluster-key own.key"})
  void aCertificateAndItsKeyGoTogether(String words) {
    refused(
        "--cluster-cert and --cluster-key go together.",
        ("--cluster here:7233 " + words).split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-night", "day/night", "ünder"})
  void aFleetHasAPlainName(String name) {
    refused(
        "--cluster-fleet takes letters, digits, '.', '_' and '-', found '" + name + "'.",
        "--cluster",
        "here:7233",
        "--cluster-fleet",
        name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"here", "here:", ":7233", "http://here:7233", "me@here:7233", "a b:1"})
  void anAddressIsAHostAndAPort(String address) {
    refused(
        "'"
            + address
            + "' is no address of a Temporal server: it is written HOST:PORT, such as"
            + " localhost:7233.",
        "--cluster",
        address);
  }
}
