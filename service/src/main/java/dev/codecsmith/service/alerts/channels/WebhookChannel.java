package dev.codecsmith.service.alerts.channels;

import dev.codecsmith.service.alerts.Alert;
import dev.codecsmith.service.alerts.AlertChannel;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * An address that takes {@code {"text": …}} by POST, as Slack's incoming webhooks do, and those of
 * Mattermost, Rocket.Chat and others. The address itself is the secret, so no message has it, and
 * no redirect is followed.
 */
final class WebhookChannel implements AlertChannel {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int REASON_BYTES = 200;

  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  WebhookChannel(URI address) {
    this.address = address;
  }

  @Override
  public String name() {
    return "the webhook at " + address.getHost();
  }

  @Override
  public String id() {
    return ChannelIds.of("webhook", address.toString());
  }

  @Override
  public void tell(Alert alert) throws IOException, InterruptedException {
    String body =
        Json.write(Map.of("text", "*" + escaped(alert.title()) + "*\n" + escaped(alert.text())));
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream answer = response.body()) {
      if (response.statusCode() / 100 != 2) {
        String reason = new String(answer.readNBytes(REASON_BYTES), StandardCharsets.UTF_8);
        throw new IOException("It answered %d %s".formatted(response.statusCode(), reason).strip());
      }
    }
  }

  /** What Slack's markup would take for links and entities. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
