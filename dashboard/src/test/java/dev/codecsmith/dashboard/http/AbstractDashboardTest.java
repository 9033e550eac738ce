package dev.codecsmith.dashboard.http;

import static dev.codecsmith.dashboard.StoredCampaign.EVIL;
import static dev.codecsmith.dashboard.StoredCampaign.T0;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.dashboard.StoredCampaign;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignWaiting;
import dev.codecsmith.store.events.CampaignEvent.ExperimentProgress;
import dev.codecsmith.store.events.CampaignEvent.ModelCalled;
import dev.codecsmith.store.events.CampaignEvent.WorkerDown;
import dev.codecsmith.store.events.CampaignEvent.WorkerUp;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.json.Json;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The dashboard's answers, over a store that a subclass opens. */
abstract class AbstractDashboardTest extends ServedStoreTest {
  @Test
  void beforeACampaignIsStoredTheListIsEmpty() throws Exception {
    JsonNode list = json(get("/api/experiments"));
    assertThat(list.path("successful").isEmpty()).isTrue();
    assertThat(list.path("in_progress").isArray()).isTrue();
    assertThat(list.path("failed").isArray()).isTrue();
    assertThat(list.path("total").asInt(-1)).isZero();
    assertThat(list.path("campaign").isNull()).isTrue();
  }

  @Test
  void experimentsStandInThreeLists() throws Exception {
    campaign.succeeded(1, -12.5);
    campaign.failed(2);
    campaign.encoding(3);
    var _ = server.running("c");
    JsonNode list = json(get("/api/experiments"));
    assertThat(list.path("total").asInt()).isEqualTo(3);
    JsonNode good = list.path("successful").get(0);
    assertThat(good.path("id").asString()).isEqualTo(experiment(1));
    assertThat(good.path("status").asString()).isEqualTo("succeeded");
    assertThat(good.path("score").doubleValue()).isEqualTo(-12.5);
    assertThat(good.path("bd_rate").path("x264-medium").doubleValue()).isEqualTo(-12.5);
    assertThat(good.path("psnr").doubleValue()).isEqualTo(35);
    assertThat(good.path("ssim").doubleValue()).isEqualTo(0.92);
    assertThat(good.path("kbps").doubleValue()).isEqualTo(300);
    assertThat(good.path("decoder_bytes").asInt()).isEqualTo(1234);
    assertThat(good.path("encode_cpu_s").doubleValue()).isEqualTo(2.5);
    assertThat(good.path("flags").get(0).asString()).contains("same bitstreams");
    assertThat(good.path("error").isNull()).isTrue();
    JsonNode bad = list.path("failed").get(0);
    assertThat(bad.path("phase").asString()).isEqualTo("building");
    assertThat(bad.path("error").path("kind").asString()).isEqualTo("compile-error");
    assertThat(bad.path("error").path("message").asString()).isEqualTo(EVIL);
    assertThat(bad.path("psnr").isNull()).isTrue();
    JsonNode running = list.path("in_progress").get(0);
    assertThat(running.path("phase").asString()).isEqualTo("encoding");
    assertThat(running.path("score").isNull()).isTrue();
  }

  @Test
  void aPageOfOneListIsAskedFor() throws Exception {
    for (int iteration = 1; iteration <= 5; iteration++) {
      campaign.succeeded(iteration, iteration == 3 ? -9 : iteration);
    }
    campaign.failed(6);
    JsonNode second = json(get("/api/experiments?campaign=c&status=successful&page=2&limit=2"));
    assertThat(iterations(second)).containsExactly(3, 2);
    assertThat(second.path("failed").isEmpty()).isTrue();
    assertThat(second.path("total").asInt()).isEqualTo(6);
    assertThat(second.path("counts").path("failed").asInt()).isEqualTo(1);
    assertThat(iterations(json(get("/api/experiments?campaign=c&sort=score&limit=2"))))
        .containsExactly(3, 1);
    assertThat(iterations(json(get("/api/experiments?campaign=c&sort=score&page=3&limit=2"))))
        .containsExactly(5);
    assertThat(iterations(json(get("/api/experiments?campaign=c&page=99")))).isEmpty();
  }

  @Test
  void aListIsSearchedAndFailuresAreCountedByKind() throws Exception {
    for (int iteration = 1; iteration <= 12; iteration++) {
      if (iteration % 3 == 0) {
        campaign.failed(iteration);
      } else {
        campaign.succeeded(iteration, iteration);
      }
    }
    JsonNode found = json(get("/api/experiments?campaign=c&search=iter1&limit=2&sort=-score"));
    assertThat(iterations(found)).containsExactly(11, 10);
    assertThat(found.path("matching").path("successful").asInt()).isEqualTo(3);
    assertThat(found.path("counts").path("successful").asInt()).isEqualTo(8);
    assertThat(found.path("failures").path("compile-error").asInt()).isEqualTo(4);
    JsonNode crashed = json(get("/api/experiments?campaign=c&kind=crashed"));
    assertThat(crashed.path("failed").isEmpty()).isTrue();
    assertThat(crashed.path("matching").path("failed").asInt()).isZero();
    assertThat(iterations(crashed)).as("kind is of the failed only").hasSize(8);
  }

  private static List<Integer> iterations(JsonNode list) {
    return list.path("successful")
        .valueStream()
        .map(line -> line.path("iteration").asInt())
        .toList();
  }

  @Test
  void nonsenseIsRefusedInASentence() throws Exception {
    for (String query :
        List.of("limit=0", "limit=201", "page=x", "status=done", "sort=x", "kind=x")) {
      HttpResponse<String> answer = get("/api/experiments?campaign=c&" + query);
      assertThat(answer.statusCode()).as(query).isEqualTo(400);
      assertThat(json(answer).path("error").asString()).endsWith(".");
    }
    assertThat(get("/api/experiments?campaign=none").statusCode()).isEqualTo(404);
    assertThat(get("/api/campaigns/none").statusCode()).isEqualTo(404);
    assertThat(get("/api/campaigns?from=none").statusCode()).isEqualTo(400);
    assertThat(get("/api/experiments/none").statusCode()).isEqualTo(404);
    assertThat(get("/api/artifacts/none").statusCode()).isEqualTo(400);
    assertThat(get("/api/artifacts/" + "0".repeat(64)).statusCode()).isEqualTo(404);
    assertThat(get("/api/events?campaign=none").statusCode()).isEqualTo(404);
    assertThat(get("/api/events?campaign=c&after=x").statusCode()).isEqualTo(400);
    assertThat(get("/../../etc/passwd").statusCode()).isIn(400, 404);
    assertThat(get("/nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  void aCampaignTellsHowItStands() throws Exception {
    campaign.succeeded(1, 4);
    append(new CampaignBegun("n", 40));
    append(new WorkerUp("http://a", "two cores"));
    append(new WorkerDown("http://b", "It does not answer."));
    append(new CampaignWaiting("It pauses.", Optional.of(T0.plusSeconds(1))));
    JsonNode waiting = json(get("/api/campaigns/c"));
    assertThat(waiting.path("iterations").asInt()).isEqualTo(40);
    assertThat(waiting.path("waiting").path("reason").asString()).isEqualTo("It pauses.");
    assertThat(waiting.path("workers").get(0).path("up").asBoolean()).isTrue();
    assertThat(waiting.path("workers").get(1).path("about").asString())
        .isEqualTo("It does not answer.");
    assertThat(waiting.path("best").path("score").doubleValue()).isEqualTo(4);
    assertThat(waiting.path("last_event").asInt()).isEqualTo(4);
    assertThat(waiting.path("asked").isNull()).isTrue();
    append(new ModelCalled("m", "iteration 2"));
    append(new CampaignEvent.CampaignContinued(1, 50, Optional.of(4.0)));
    JsonNode on = json(get("/api/campaigns/c"));
    assertThat(on.path("waiting").isNull()).isTrue();
    assertThat(on.path("workers").isEmpty()).as("those of the run before").isTrue();
    assertThat(on.path("iterations").asInt()).isEqualTo(50);
    assertThat(on.path("asked").path("slot").asString()).isEqualTo("iteration 2");
    StoredCampaign.in(store, "d");
    JsonNode all = json(get("/api/campaigns?limit=1"));
    assertThat(all.path("campaigns").get(0).path("name").asString()).isEqualTo("name of c");
    JsonNode rest = json(get("/api/campaigns?from=" + all.path("next").asString()));
    assertThat(rest.path("campaigns").get(0).path("id").asString()).isEqualTo("d");
  }

  @Test
  void anExperimentTellsAllThatIsKnownAndItsTextStaysText() throws Exception {
    campaign.failed(1);
    campaign.succeeded(2, 1);
    HttpResponse<String> answer = get("/api/experiments/" + experiment(1));
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode bad = json(answer);
    assertThat(bad.path("failure").path("message").asString()).isEqualTo(EVIL + "\nsecond line");
    assertThat(bad.path("reasoning").asString()).isEqualTo(EVIL);
    assertThat(bad.path("name").asString()).isEqualTo(EVIL);
    JsonNode good = json(get("/api/experiments/" + experiment(2)));
    assertThat(good.path("points").size()).isEqualTo(2);
    assertThat(good.path("bd_rate_per_clip").path("x264-medium").path("carphone").asInt())
        .isEqualTo(1);
    assertThat(good.path("warnings").size()).as("flags stand apart").isEqualTo(1);
    assertThat(good.path("flags").size()).isEqualTo(1);
  }

  @Test
  void anArtifactIsAFileToKeepAndNothingToShow() throws Exception {
    String hash = artifacts.put(EVIL.getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer = get("/api/artifacts/" + hash);
    assertThat(answer.body()).isEqualTo(EVIL);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
    assertThat(answer.headers().firstValue("Content-Disposition")).contains("attachment");
    assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(EVIL.length());
    HttpResponse<String> head =
        client.send(to("/api/artifacts/" + hash).HEAD().build(), BodyHandlers.ofString());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(EVIL.length());
  }

  @Test
  void everyAnswerForbidsTheBrowserWhatThePageDoesNotNeed() throws Exception {
    for (String path :
        List.of("/", "/dashboard.js", "/api/experiments", "/nowhere", "/health", "/icon.svg")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .as(path)
          .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
          .doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
    assertThat(get("/").body()).doesNotContain("<style", " style=", " onclick=", "javascript:");
  }

  @Test
  void onlyRequestsToThisMachineByItsOwnNameAreAnswered() throws Exception {
    int port = port();
    assertThat(status("GET", "127.0.0.1:" + port)).isEqualTo(200);
    assertThat(status("GET", "localhost:" + port)).isEqualTo(200);
    assertThat(status("GET", "LOCALHOST:" + port)).isEqualTo(200);
    assertThat(status("GET", "[::1]:" + port)).isEqualTo(200);
    assertThat(status("GET", "evil.example:" + port)).isEqualTo(403);
    assertThat(status("GET", "localhost.evil.example:" + port)).isEqualTo(403);
    assertThat(status("GET", "127.0.0.1")).as("of another port").isEqualTo(403);
    assertThat(status("GET", "127.0.0.1:" + (port - 1))).isEqualTo(403);
  }

  @Test
  void aPageOfAnotherServerMayLinkHereAndReadNothing() throws Exception {
    String link = "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: ";
    for (String site : List.of("cross-site", "same-site")) {
      String from = "localhost:" + port() + "\r\nSec-Fetch-Site: " + site;
      String document = from + "\r\n" + link + "document";
      assertThat(status("GET", "/api/experiments", from)).as(site).isEqualTo(403);
      assertThat(status("GET", "/api/experiments", document)).as(site).isEqualTo(403);
      assertThat(status("GET", "/", from + "\r\n" + link + "iframe")).as(site).isEqualTo(403);
      assertThat(status("GET", "/", document)).as(site).isEqualTo(200);
    }
    for (String site : List.of("same-origin", "none")) {
      assertThat(
              status(
                  "GET", "/api/experiments", "localhost:" + port() + "\r\nSec-Fetch-Site: " + site))
          .isEqualTo(200);
    }
  }

  @Test
  void aStreamThatWasCutGoesOnBehindWhatWasHeard() throws Exception {
    append(new CampaignBegun("n", 3));
    append(new ModelCalled("m", "iteration 1"));
    try (Stream<String> first = events("/api/events?campaign=c", Optional.empty())) {
      assertThat(data(first, 2)).containsExactly("campaign-begun 1", "model-called 2");
    }
    append(new ModelCalled("m", "iteration 2"));
    try (Stream<String> second = events("/api/events?campaign=c", Optional.of("1"))) {
      assertThat(data(second, 2)).containsExactly("model-called 2", "model-called 3");
    }
    try (Stream<String> third = events("/api/events?campaign=c&after=2", Optional.empty())) {
      assertThat(data(third, 1)).containsExactly("model-called 3");
    }
  }

  @Test
  void aStreamThatBeginsNowHasNothingOfWhatHappenedBefore() throws Exception {
    append(new CampaignBegun("n", 3));
    try (Stream<String> stream = events("/api/events?campaign=c&after=now", Optional.empty())) {
      append(new ModelCalled("m", "iteration 1"));
      assertThat(data(stream, 1)).containsExactly("model-called 2");
    }
  }

  @Test
  void whatHappensWhileAStreamIsOpenComesAtOnceAndFineProgressToo() throws Exception {
    EventListener live = server.running("c");
    live.on(T0, new ExperimentProgress("x", 1, ExperimentStatus.ENCODING, 1, 9));
    try (Stream<String> stream = events("/api/events", Optional.empty())) {
      var lines = stream.iterator();
      assertThat(next(lines)).as("opened late").isEqualTo("experiment-progress -");
      append(new CampaignBegun("n", 3));
      assertThat(next(lines)).isEqualTo("campaign-begun 1");
      live.on(T0, new ExperimentProgress("x", 1, ExperimentStatus.ENCODING, 2, 9));
      assertThat(next(lines)).isEqualTo("experiment-progress -");
    }
  }

  @Test
  void whereNothingIsRunAStreamWaitsForTheNextCampaign() throws Exception {
    try (Stream<String> stream = events("/api/events", Optional.empty())) {
      append(new CampaignBegun("n", 3));
      EventListener _ = server.running("c");
      assertThat(data(stream, 1)).containsExactly("campaign-begun 1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/events?campaign=c", "/api/events"})
  void aServerThatEndsEndsItsStreams(String path) throws Exception {
    try (Stream<String> stream = events(path, Optional.empty())) {
      server.close();
      assertThat(stream.filter(line -> line.startsWith("data:"))).isEmpty();
    } catch (UncheckedIOException e) {
      assertThat(e)
          .as("cut off, which is an end as well")
          .hasRootCauseInstanceOf(EOFException.class);
    }
  }

  @Test
  void aPortThatIsTakenGivesWayToAFreeOne() throws Exception {
    try (DashboardServer other =
        DashboardServer.start(
            port(), shown(), sentence -> assertThat(sentence).isEmpty(), Clock.systemUTC())) {
      assertThat(other.address()).isNotEqualTo(server.address());
      assertThat(other.takenPort()).hasValue(port());
      assertThat(server.takenPort()).isEmpty();
      HttpRequest request = HttpRequest.newBuilder(URI.create(other.address() + "health")).build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  private Stream<String> events(String path, Optional<String> last) throws Exception {
    HttpRequest.Builder request = to(path);
    last.ifPresent(number -> request.header("Last-Event-ID", number));
    HttpResponse<Stream<String>> answer = client.send(request.build(), BodyHandlers.ofLines());
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    return answer.body();
  }

  /** Kind and number of the next so many events. */
  private static List<String> data(Stream<String> lines, int events) {
    return lines
        .filter(line -> line.startsWith("data: "))
        .limit(events)
        .map(AbstractDashboardTest::text)
        .toList();
  }

  private static String next(Iterator<String> lines) {
    String line = lines.next();
    while (!line.startsWith("data: ")) {
      line = lines.next();
    }
    return text(line);
  }

  private static String text(String line) {
    JsonNode data = Json.mapper().readTree(line.substring("data: ".length()));
    return data.path("type").asString() + " " + data.path("number").asString("-");
  }

  /** The JDK's client names the server by itself. */
  private int status(String method, String host) throws IOException {
    return status(method, "/api/experiments", host);
  }

  /**
   * @param host with what other headers follow
   */
  private int status(String method, String path, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      String request =
          "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(method, path, host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      return Integer.parseInt(answer.readLine().split(" ", 3)[1]);
    }
  }
}
