package dev.codecsmith.service.alerts.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.service.alerts.Alert;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** Mail, handed in to a real server. */
@Timeout(60)
class MailChannelTest {
  private static final char[] PASSWORD = "of the tests".toCharArray();
  private static final Alert ALERT =
      new Alert(
          "all clear, after 2 min: worker down: http://wörker:8080",
          "It can be given work again.\nSince then.",
          Instant.parse("2026-01-01T12:00:00Z"));

  @TempDir private static Path folder;
  private static SSLContext certified;

  private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
  private final List<SMTPServer> servers = new ArrayList<>();

  /** A certificate of 127.0.0.1, which its own holder trusts. */
  @BeforeAll
  static void certify() throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "mail",
                "-dname",
                "CN=mail",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    certified = SSLContext.getInstance("TLS");
    certified.init(own.getKeyManagers(), trust.getTrustManagers(), null);
  }

  @AfterEach
  void stop() {
    servers.forEach(SMTPServer::stop);
  }

  private int start(UnaryOperator<SMTPServer.Builder> how) {
    SMTPServer server =
        how.apply(
                SMTPServer.port(0)
                    .bindAddress(InetAddress.getLoopbackAddress())
                    .authenticationHandlerFactory(
                        new EasyAuthenticationHandlerFactory((user, password, _) -> {
                          if (!user.equals("me@example.org") || !password.equals("right")) {
                            throw new LoginFailedException("Who is that?");
                          }
                        }))
                    .messageHandler((_, _, _, message) -> arrived.add(message)))
            .build();
    servers.add(server);
    server.start();
    return server.getPortAllocated();
  }

  private MailChannel channel(boolean smtps, int port, Optional<String> password, boolean trusting)
      throws Exception {
    return new MailChannel(
        new InternetAddress("you@example.org"),
        new InternetAddress("me@example.org"),
        new SmtpServer(smtps, password.map(_ -> "me@example.org"), "127.0.0.1", port, password),
        trusting ? Optional.of(certified.getSocketFactory()) : Optional.empty());
  }

  private void arrives() throws Exception {
    MimeMessage message =
        new MimeMessage(
            Session.getInstance(new Properties()), new ByteArrayInputStream(arrived.take()));
    assertThat(message.getSubject()).isEqualTo("[codecsmith] " + ALERT.title());
    assertThat(message.getFrom()).containsExactly(new InternetAddress("me@example.org"));
    assertThat(message.getAllRecipients()).containsExactly(new InternetAddress("you@example.org"));
    assertThat(message.getSentDate()).isEqualTo(Date.from(ALERT.time()));
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(message.getContent().toString().replace("\r\n", "\n"))
        .isEqualTo(ALERT.title() + "\n\n" + ALERT.text() + "\n");
  }

  @Test
  void itArrivesBySmtps() throws Exception {
    int port = start(with -> with.serverSocketFactory(certified).requireAuth());
    channel(true, port, Optional.of("right"), true).tell(ALERT);
    arrives();
  }

  @Test
  void itArrivesByStarttls() throws Exception {
    int port =
        start(with -> with.startTlsSocketFactory(certified).enableTLS().requireTLS().requireAuth());
    channel(false, port, Optional.of("right"), true).tell(ALERT);
    arrives();
  }

  @Test
  void itArrivesWithoutAnythingAtAServerOfThisMachine() throws Exception {
    int port = start(with -> with);
    channel(false, port, Optional.empty(), false).tell(ALERT);
    arrives();
  }

  @Test
  void aWrongPasswordIsAFaultThatDoesNotShowIt() throws Exception {
    int port = start(with -> with.serverSocketFactory(certified).requireAuth());
    MailChannel channel = channel(true, port, Optional.of("wrong one"), true);
    assertThatThrownBy(() -> channel.tell(ALERT))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("smtps://me@example.org@127.0.0.1:" + port + " did not take it")
        .message()
        .doesNotContain("wrong one");
    assertThat(arrived).isEmpty();
  }

  @Test
  void aServerThatCannotProveWhoItIsGetsNothing() throws Exception {
    int port = start(with -> with.serverSocketFactory(certified).requireAuth());
    MailChannel channel = channel(true, port, Optional.of("right"), false);
    assertThatThrownBy(() -> channel.tell(ALERT)).isInstanceOf(IOException.class);
    assertThat(arrived).isEmpty();
  }

  @Test
  void aPasswordDoesNotGoToAServerElsewhereWithoutTls() throws Exception {
    int port = start(with -> with.hideTLS());
    // It leads to this machine, and nobody would know by its name.
    String elsewhere = "0.0.0.0";
    MailChannel channel =
        new MailChannel(
            new InternetAddress("you@example.org"),
            new InternetAddress("me@example.org"),
            new SmtpServer(
                false, Optional.of("me@example.org"), elsewhere, port, Optional.of("right")),
            Optional.empty());
    assertThatThrownBy(() -> channel.tell(ALERT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("STARTTLS");
    assertThat(arrived).isEmpty();
  }

  @Test
  void theTextIsUtf8() throws Exception {
    int port = start(with -> with);
    channel(false, port, Optional.empty(), false).tell(ALERT);
    assertThat(new String(arrived.take(), StandardCharsets.US_ASCII))
        .containsIgnoringCase("charset=UTF-8");
  }
}
