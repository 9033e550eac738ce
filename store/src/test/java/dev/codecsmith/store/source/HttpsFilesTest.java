package dev.codecsmith.store.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real server over TLS. */
class HttpsFilesTest {
  private static final char[] PASSWORD = "secret".toCharArray();

  @TempDir private static Path folder;

  private final AtomicInteger requests = new AtomicInteger();
  private HttpsServer server = started();
  private SSLContext tls = context();

  private HttpsFilesTest() throws Exception {}

  private static HttpsServer started() throws IOException {
    return HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  private static SSLContext context() throws Exception {
    Path store = folder.resolve("keys.p12");
    if (Files.notExists(store)) {
      int code =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "server",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=localhost",
                  "-ext",
                  "san=dns:localhost",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  store.toString(),
                  "-storepass",
                  new String(PASSWORD))
              .inheritIO()
              .start()
              .waitFor();
      assertThat(code).isZero();
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  @BeforeEach
  void serve() {
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/clip",
        exchange -> {
          requests.incrementAndGet();
          String range = exchange.getRequestHeaders().getFirst("Range");
          byte[] content = "0123456789".getBytes(UTF_8);
          int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
          exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
          exchange.getResponseBody().write(content, from, content.length - from);
          exchange.close();
        });
    server.createContext("/there", exchange -> redirect(exchange, "/clip"));
    server.createContext("/plain", exchange -> redirect(exchange, "http://localhost/clip"));
    server.createContext("/file", exchange -> redirect(exchange, "file:///etc/passwd"));
    server.createContext("/round", exchange -> redirect(exchange, "/round"));
    server.createContext("/busy", exchange -> answer(exchange, 503));
    server.start();
  }

  private void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    answer(exchange, 302);
  }

  private void answer(HttpExchange exchange, int status) throws IOException {
    requests.incrementAndGet();
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private FileAddress address(String path) {
    return FileAddress.parse(
        "https://localhost:%d/%s#sha256=%s"
            .formatted(server.getAddress().getPort(), path, "ab".repeat(32)));
  }

  private String read(String path, long from) throws IOException {
    try (OpenedFile opened =
        new HttpsFiles(_ -> true, tls.getSocketFactory()).open(address(path), from)) {
      assertThat(opened.from()).isEqualTo(from);
      assertThat(opened.size()).hasValue(10);
      return new String(opened.in().readAllBytes(), UTF_8);
    }
  }

  @Test
  void aFileIsReadFromAnyByteAlsoBehindARedirect() throws Exception {
    assertThat(read("clip", 0)).isEqualTo("0123456789");
    assertThat(read("clip", 4)).isEqualTo("456789");
    assertThat(read("there", 4)).isEqualTo("456789");
  }

  @Test
  void redirectsLeadToHttpsOnlyAndNotForEver() {
    assertThatThrownBy(() -> read("plain", 0)).hasMessageContaining("no https address");
    assertThatThrownBy(() -> read("file", 0)).hasMessageContaining("no https address");
    assertThatThrownBy(() -> read("round", 0)).hasMessageContaining("more than 5 times");
    assertThat(requests).hasValue(8);
  }

  @Test
  void aFaultOfTheServerMayPassAndWhatItRefusesDoesNot() {
    assertThatThrownBy(() -> read("busy", 0))
        .isNotInstanceOf(FileServer.RefusedException.class)
        .hasMessageContaining("503");
    assertThatThrownBy(() -> read("none", 0))
        .isInstanceOf(FileServer.RefusedException.class)
        .hasMessageContaining("404");
  }

  @Test
  void aNameThatLeadsToThisMachineIsNotAskedAnything() {
    HttpsFiles files = new HttpsFiles(PublicAddresses::contains, tls.getSocketFactory());
    assertThatThrownBy(() -> files.open(address("clip"), 0))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("localhost is", "private network");
    assertThat(requests).hasValue(0);
  }

  @Test
  void aCertificateThatThisMachineDoesNotTrustIsRefused() throws Exception {
    HttpsFiles files = new HttpsFiles(_ -> true, SSLContext.getDefault().getSocketFactory());
    assertThatThrownBy(() -> files.open(address("clip"), 0)).isInstanceOf(IOException.class);
    assertThat(requests).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, true",
    "172.15.0.1, true",
    "2606:4700::1111, true",
    "127.0.0.1, false",
    "0.0.0.0, false",
    "10.1.2.3, false",
    "172.16.0.1, false",
    "192.168.0.1, false",
    "169.254.169.254, false",
    "100.64.0.1, false",
    "192.0.0.1, false",
    "198.18.0.1, false",
    "224.0.0.1, false",
    "255.255.255.255, false",
    "::1, false",
    "::, false",
    "::ffff:127.0.0.1, false",
    "::ffff:10.0.0.1, false",
    "64:ff9b::7f00:1, false",
    "2002:7f00:1::, false",
    "fe80::1, false",
    "fc00::1, false",
    "fd00:ec2::254, false",
    "ff02::1, false"
  })
  void onlyAddressesOfThePublicNetworkAreAsked(String address, boolean allowed) throws Exception {
    assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isEqualTo(allowed);
  }
}
