package dev.codecsmith.cli.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the page of the workers is told of a campaign that runs. */
final class FleetPage implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String address;

  /**
   * @param announcement the line in which the campaign says where it is shown
   */
  FleetPage(String announcement) {
    address = announcement.replaceFirst(".*Dashboard: (http://[^ ]*/) .*", "$1");
  }

  /** Waits until the page has a rate point that this worker measures, for the so many-th time. */
  void awaitPoint(String worker, int attempt) throws IOException, InterruptedException {
    String campaign = json("api/campaigns").path("running").asString();
    while (json("api/campaigns/" + campaign + "/workers")
        .at("/workers/0/status/workers")
        .valueStream()
        .filter(each -> each.path("name").asString().equals(worker))
        .flatMap(each -> each.path("steps").valueStream())
        .noneMatch(step -> isPoint(step, attempt))) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static boolean isPoint(JsonNode step, int attempt) {
    return step.path("kind").asString().equals("rate point")
        && step.path("attempt").asInt() == attempt
        && step.path("experiment").asString("").startsWith("exp_iter1_")
        && step.path("version").isString();
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return JsonMapper.shared()
        .readTree(
            client
                .send(
                    HttpRequest.newBuilder(URI.create(address + path)).build(),
                    BodyHandlers.ofString())
                .body());
  }

  @Override
  public void close() {
    client.close();
  }
}
