package dev.codecsmith.cli.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.codecsmith.cli.Spoken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Channels that a person tries, and those that cannot be. */
@Timeout(60)
class AlertsCommandTest {
  private final List<String> arrived = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;

  @TempDir private Path folder;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          arrived.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          boolean good = exchange.getRequestURI().getPath().equals("/good");
          exchange.sendResponseHeaders(good ? 200 : 410, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String webhook(String path) {
    return "webhook=http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
  }

  @Test
  void oneAlertIsSentThroughEachChannel() {
    Spoken spoken =
        Spoken.by("alerts", "test", "--alert", webhook("good"), "--alert", webhook("good")).well();
    assertThat(spoken.out().lines())
        .containsExactly(
            "the webhook at 127.0.0.1: sent, and taken",
            "the webhook at 127.0.0.1: sent, and taken");
    assertThat(arrived)
        .hasSize(2)
        .allSatisfy(body -> assertThat(body).startsWith("{\"text\":\"*a test*"));
  }

  @Test
  void whichDidNotArriveIsSaid() {
    Spoken spoken =
        Spoken.by("alerts", "test", "--alert", webhook("gone"), "--alert", webhook("good"));
    assertThat(spoken.exit()).isEqualTo(1);
    assertThat(spoken.out().lines())
        .containsExactly(
            "the webhook at 127.0.0.1: NOT SENT. It answered 410",
            "the webhook at 127.0.0.1: sent, and taken");
  }

  @Test
  void withoutAChannelThereIsNothingToTry() {
    Spoken.by("alerts", "test").refuses("There is nothing to try", "--alert");
  }

  @Test
  void aWrongAddressIsToldBeforeAnythingBegins() throws IOException {
    Path data = folder.resolve("data");
    String at = data.toString();
    Spoken.by("run", "--data", at, "--alert", "pager=1").refuses("'pager' is none of them");
    Spoken.by("run", "--data", at, "--alert", "mail=me@example.org").refuses("--smtp");
    Spoken.by("run", "--data", at, "--alert-stalled", "0").refuses("--alert-stalled");
    Spoken.by("run", "--data", at, "--alert-disk", "-1").refuses("--alert-disk");
    Spoken.by("run", "--data", at, "--cloudwatch", "AWS/x").refuses("--cloudwatch");
    Spoken.by("worker", "--data", at, "--cloudwatch", "AWS/x").refuses("--cloudwatch");
    assertThat(Files.exists(data)).isFalse();
  }

  @Test
  void aPasswordStandsInAFile() throws IOException {
    Path password = folder.resolve("password");
    String[] words = {
      "alerts",
      "test",
      "--alert",
      "mail=me@example.org",
      "--smtp",
      "smtp://me@127.0.0.1:1",
      "--smtp-password-file",
      password.toString()
    };
    Spoken.by(words).complainsOf("The password file " + password + " cannot be read");
    Files.writeString(password, "the secret\n");
    Spoken spoken = Spoken.by(words);
    assertThat(spoken.exit()).isEqualTo(1);
    assertThat(spoken.out())
        .startsWith("mail to me@example.org by 127.0.0.1: NOT SENT. smtp://me@127.0.0.1:1 did not")
        .doesNotContain("the secret");
  }
}
