package dev.codecsmith.cluster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.cluster.server.ServerAddress.Identity;
import dev.codecsmith.cluster.server.ServerAddress.Tls;
import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.sandbox.InfrastructureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections to a server, with TLS and without. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TemporalServerTest {
  private static final String KEY = "an-api-key-of-the-tests";

  @TempDir private static Path folder;
  private static TestIdentity own;
  private static TestIdentity client;

  @BeforeAll
  static void makeCertificates() throws Exception {
    own = TestIdentity.make(folder, "server");
    client = TestIdentity.make(folder, "client");
  }

  private static ServerAddress address(
      ScriptedTemporal server,
      Optional<Path> authorities,
      Optional<TestIdentity> shown,
      Optional<String> key) {
    return new ServerAddress(
        server.target(),
        "default",
        Optional.of(
            new Tls(authorities, shown.map(each -> new Identity(each.certificate(), each.key())))),
        key);
  }

  private static ServerAddress trusted(
      ScriptedTemporal server, Optional<TestIdentity> shown, Optional<String> key) {
    return address(server, Optional.of(own.certificate()), shown, key);
  }

  private static String version(ServerAddress address) throws IOException {
    try (TemporalServer server = TemporalServer.at(address, "test")) {
      server.requireNamespace();
      return server.version();
    }
  }

  @Test
  void aServerThatTheAuthoritiesVouchForAnswersByTls() throws Exception {
    try (ScriptedTemporal server = ScriptedTemporal.tls(own, Optional.empty())) {
      assertThat(version(trusted(server, Optional.empty(), Optional.empty())))
          .isEqualTo(ScriptedTemporal.VERSION);
    }
  }

  @Test
  void aServerThatThisMachineDoesNotTrustIsRefusedInOneSentence() throws Exception {
    try (ScriptedTemporal server = ScriptedTemporal.tls(own, Optional.empty())) {
      assertThatThrownBy(
              () -> version(address(server, Optional.empty(), Optional.empty(), Optional.empty())))
          .isInstanceOfSatisfying(
              InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
          .hasMessageContaining(server.target())
          .hasMessageContaining("(unable to find valid certification path to requested target)")
          .hasMessageContaining("--cluster-ca")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void aServerThatWantsACertificateLetsInWhoShowsIt() throws Exception {
    try (ScriptedTemporal server = ScriptedTemporal.tls(own, Optional.of(client))) {
      assertThat(version(trusted(server, Optional.of(client), Optional.empty())))
          .isEqualTo(ScriptedTemporal.VERSION);
      assertThatThrownBy(() -> version(trusted(server, Optional.empty(), Optional.empty())))
          .isInstanceOf(InfrastructureException.class)
          .hasMessageContaining(server.target());
    }
  }

  @Test
  void theApiKeyIsShownToTheServerAndIsNotInTheTextOfTheAddress() throws Exception {
    try (ScriptedTemporal server = ScriptedTemporal.tls(own, Optional.empty())) {
      ServerAddress address = trusted(server, Optional.empty(), Optional.of(KEY));
      String _ = version(address);
      assertThat(server.authorization()).isEqualTo("Bearer " + KEY);
      assertThat(address.toString()).doesNotContain(KEY);
    }
    assertThatThrownBy(
            () -> new ServerAddress("a:1", "default", Optional.empty(), Optional.of(KEY)))
        .hasMessage("An API key is shown over TLS only.");
  }

  @Test
  void aNamespaceThatIsNotThereIsALastingFault() throws Exception {
    try (ScriptedTemporal server = ScriptedTemporal.plain()) {
      assertThatThrownBy(() -> version(ServerAddress.plain(server.target(), "elsewhere")))
          .isInstanceOfSatisfying(
              InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
          .hasMessageContaining("has no such namespace; make it there, or name another");
    }
  }

  @Test
  void aServerThatIsAwayHasLostTheJob() throws Exception {
    ScriptedTemporal gone = ScriptedTemporal.plain();
    String target = gone.target();
    gone.close();
    assertThatThrownBy(() -> version(ServerAddress.plain(target, "default")))
        .isInstanceOf(JobLostException.class)
        .hasMessageContaining("does not answer");
  }

  @Test
  void filesThatAreNoCertificatesAreNamed() throws Exception {
    Path other = Files.writeString(folder.resolve("other.pem"), "no certificate");
    Path missing = folder.resolve("missing.pem");
    try (ScriptedTemporal server = ScriptedTemporal.plain()) {
      for (Path each : new Path[] {other, missing}) {
        refused(
            () -> version(address(server, Optional.of(each), Optional.empty(), Optional.empty())),
            "The certificates in " + each);
        for (TestIdentity bad :
            new TestIdentity[] {
              new TestIdentity(each, client.key()), new TestIdentity(client.certificate(), each)
            }) {
          refused(
              () -> version(trusted(server, Optional.of(bad), Optional.empty())),
              "The certificate " + bad.certificate() + " and the key " + bad.key());
        }
      }
    }
  }

  private static void refused(ThrowingCallable connecting, String start) {
    assertThatThrownBy(connecting)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(start)
        .hasMessageContaining("PEM file");
  }
}
