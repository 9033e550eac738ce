package dev.codecsmith.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.codecsmith.cluster.server.ServerAddress;
import dev.codecsmith.cluster.server.ServerAddress.Identity;
import dev.codecsmith.cluster.server.ServerAddress.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the variables of the environment say that the server of the tests is reached. */
class NamedServerTest {
  @TempDir private Path folder;

  @Test
  void withoutAServerTheOtherVariablesCountForNothing() throws Exception {
    NamedServer named = new NamedServer(Map.of(NamedServer.TLS, "1", NamedServer.NAMESPACE, "n"));
    assertThat(named.target()).isEmpty();
    assertThat(named.address("here:1")).isEqualTo(ServerAddress.plain("here:1", "default"));
    assertThat(named.options("here:1")).containsExactly("--cluster", "here:1");
  }

  @Test
  void aServerAloneIsReachedAsWithoutOptions() throws Exception {
    NamedServer named =
        new NamedServer(Map.of(NamedServer.VARIABLE, "there:7233", NamedServer.API_KEY_FILE, ""));
    assertThat(named.target()).contains("there:7233");
    assertThat(named.address("there:7233")).isEqualTo(ServerAddress.plain("there:7233", "default"));
    assertThat(named.options("door:1")).containsExactly("--cluster", "door:1");
  }

  @Test
  void eachVariableIsAnOptionOfTheCommand() throws Exception {
    Path apiKey = Files.writeString(folder.resolve("api-key"), "secret\n");
    NamedServer named =
        new NamedServer(
            Map.of(
                NamedServer.VARIABLE, "there:7233",
                NamedServer.NAMESPACE, "video",
                NamedServer.TLS, "1",
                NamedServer.AUTHORITIES, "ca.pem",
                NamedServer.CERTIFICATE, "own.pem",
                NamedServer.KEY, "own.key",
                NamedServer.API_KEY_FILE, apiKey.toString()));
    assertThat(named.address("there:7233"))
        .isEqualTo(
            new ServerAddress(
                "there:7233",
                "video",
                Optional.of(
                    new Tls(
                        Optional.of(Path.of("ca.pem")),
                        Optional.of(new Identity(Path.of("own.pem"), Path.of("own.key"))))),
                Optional.of("secret")));
    assertThat(named.options("there:7233"))
        .startsWith("--cluster", "there:7233")
        .contains("--cluster-tls")
        .containsSequence("--cluster-namespace", "video")
        .containsSequence("--cluster-ca", "ca.pem")
        .containsSequence("--cluster-cert", "own.pem")
        .containsSequence("--cluster-key", "own.key")
        .containsSequence("--cluster-api-key-file", apiKey.toString())
        .hasSize(13);
  }

  @Test
  void anApiKeyIsShownByTlsAndACertificateHasAKey() throws Exception {
    Path apiKey = Files.writeString(folder.resolve("api-key"), "secret\n");
    assertThat(
            new NamedServer(
                    Map.of(
                        NamedServer.VARIABLE,
                        "there:7233",
                        NamedServer.API_KEY_FILE,
                        apiKey.toString()))
                .address("there:7233")
                .tls())
        .contains(new Tls(Optional.empty(), Optional.empty()));
    NamedServer keyless =
        new NamedServer(
            Map.of(NamedServer.VARIABLE, "there:7233", NamedServer.CERTIFICATE, "own.pem"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keyless.address("there:7233"))
        .withMessage(
            "CODECSMITH_TEST_TEMPORAL_CERT needs the key in CODECSMITH_TEST_TEMPORAL_KEY.");
  }
}
