package dev.codecsmith.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.service.http.HttpListener;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An orchestrator's page as people outside reach it: the browser speaks https with CloudFront,
 * which speaks http with the orchestrator and passes on what the browser said, its Host among that.
 */
@Timeout(60)
class BehindCloudFrontTest {
  private static final String NAME = "d111111abcdef8.cloudfront.net";
  private static final String SHOWN =
      "Authorization: Bearer " + ServedStoreTest.TOKEN.text() + "\r\n";
  private static final String OF_THE_PAGE =
      "Origin: https://%s\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n"
          .formatted(NAME);

  private final MemoryExperimentStore store = new MemoryExperimentStore();
  private final Javalin server =
      HttpListener.server(
          (jetty, http) -> {
            ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
            connector.setHost("127.0.0.1");
            return connector;
          },
          routes -> {
            HttpListener.refusals(routes);
            new Dashboard(
                    ServedStoreTest.shown(store, new MemoryArtifactStore(), new RecordedActions()),
                    Clock.systemUTC())
                .addTo(routes, false, Dashboard::answers);
          });

  @BeforeEach
  void start() {
    Javalin _ = server.start();
  }

  @AfterEach
  void stop() {
    Javalin _ = server.stop();
    store.close();
  }

  /** The answer to a request as CloudFront sends it. */
  private String answer(String line, String host, String headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              """
              %s HTTP/1.1
              Host: %s
              X-Amz-Cf-Id: VPyV23WNEb2fSDQ3VdPLDOCBu7IMZJ4Ux3xhGAWKALRgfVYEJqmg7Q==
              X-Forwarded-For: 203.0.113.7
              Via: 2.0 3d2a2e5e0b5f4ec4bb8f3ecaa7e3a1c0.cloudfront.net (CloudFront)
              Connection: close
              Content-Length: 0
              """
                  .formatted(line, host)
                  .replace("\n", "\r\n")
                  .concat(headers + "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void thePageIsLetInWithTheTokenAndReadsWithACookieThatTravelsByHttpsOnly() throws Exception {
    assertThat(answer("GET /", NAME, "")).startsWith("HTTP/1.1 200");
    assertThat(answer("POST /api/token", NAME, OF_THE_PAGE)).startsWith("HTTP/1.1 401");
    String letIn = answer("POST /api/token", NAME, OF_THE_PAGE + SHOWN);
    assertThat(letIn).startsWith("HTTP/1.1 200");
    Matcher cookie = Pattern.compile("Set-Cookie: ([^;]+);([^\r]*)").matcher(letIn);
    assertThat(cookie.find()).as(letIn).isTrue();
    assertThat(cookie.group(2)).contains("Secure", "HttpOnly", "SameSite=Strict");
    assertThat(answer("GET /api/campaigns", NAME, "Cookie: " + cookie.group(1) + "\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(answer("GET /api/campaigns", NAME, "")).startsWith("HTTP/1.1 401");
  }

  @Test
  void aPageOfAnotherServerIsNotEvenWithTheToken() throws Exception {
    String foreign = OF_THE_PAGE.replace(NAME, "d222222abcdef8.cloudfront.net");
    assertThat(answer("POST /api/token", NAME, foreign + SHOWN)).startsWith("HTTP/1.1 403");
  }

  /** So the origin request policy must be one that sends the viewer's; deploy/check holds it. */
  @Test
  void whereTheOriginsOwnNameComesInPlaceOfTheViewersNothingCanBeDone() throws Exception {
    assertThat(
            answer(
                "POST /api/token",
                "ip-10-0-0-7.eu-central-1.compute.internal",
                OF_THE_PAGE + SHOWN))
        .startsWith("HTTP/1.1 403");
  }
}
