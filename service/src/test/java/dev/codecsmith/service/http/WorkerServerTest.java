package dev.codecsmith.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.service.limits.ServerLimits;
import dev.codecsmith.service.process.Abouts;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.worker.KeptReplies;
import dev.codecsmith.service.worker.MemoryBudget;
import dev.codecsmith.service.worker.Readiness;
import dev.codecsmith.service.worker.Work;
import dev.codecsmith.service.worker.Worker;
import dev.codecsmith.service.worker.WorkerSettings;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.cache.CacheState;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@Timeout(60)
class WorkerServerTest {
  private static final String TOKEN = "a token of the tests";
  private static final int STREAMS = 4;

  @TempDir private Path folder;
  private final ArtifactStore artifacts = new MemoryArtifactStore();
  private final CountDownLatch door = new CountDownLatch(1);
  private Optional<String> preparing = Optional.empty();
  private WorkerServer server;

  private final Work work =
      (submission, heartbeats) -> {
        heartbeats.hear(new Heartbeat.Phase(ExperimentStatus.ENCODING, 1, 4));
        switch (submission.id().experiment()) {
          case "slow" -> door.await();
          case "full" -> throw new InfrastructureException("The disk is full.");
          case "asking" -> throw new BadRequestException("This worker has no clip.");
          case "lost" -> throw InfrastructureException.lasting("There is no compiler.");
          default -> {}
        }
        return JsonNodeFactory.instance
            .objectNode()
            .put("status", "success")
            .put("experiment_id", submission.id().experiment());
      };

  @BeforeEach
  void start() throws Exception {
    Clock clock = Clock.systemUTC();
    Worker worker =
        new Worker(
            new WorkerSettings("w1", 1, 1, Duration.ofMinutes(1)),
            work,
            new KeptReplies(folder.resolve("replies"), new MemoryArtifactStore()),
            clock);
    server =
        WorkerServer.start(
            new HttpSettings("127.0.0.1", 0, Optional.of(TOKEN), Optional.empty()),
            new WorkerServer.Parts(
                worker,
                new Readiness(worker, folder, () -> preparing),
                artifacts,
                folder.resolve("incoming"),
                new WorkerAbout(
                    Abouts.in(folder),
                    "bubblewrap",
                    List.of("c"),
                    List.of("carphone"),
                    () -> new CacheState(7, 9, 1, Optional.of("s3://bucket")))),
            new ServerLimits(new MemoryBudget(1L << 30), STREAMS),
            clock);
  }

  @AfterEach
  void stop() {
    door.countDown();
    server.close();
  }

  @Test
  void aServerThatAnswersHasNoTroubleWhetherReadyOrNot() {
    assertThat(server.trouble()).isEmpty();
    preparing = Optional.of("It is reading its clips.");
    assertThat(server.trouble()).isEmpty();
    server.close();
    assertThat(server.trouble().orElseThrow()).contains("does not answer");
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Authorization", "Bearer " + TOKEN);
  }

  private HttpRequest.Builder bare(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(to(path).GET());
  }

  private HttpResponse<String> post(String body, String... headers) throws Exception {
    HttpRequest.Builder request = to("/experiment").POST(BodyPublishers.ofString(body));
    return send(headers.length > 0 ? request.headers(headers) : request);
  }

  private static String sources(String id) {
    return "{\"experiment_id\":\"" + id + "\",\"encoding_code\":\"x\",\"decoding_code\":\"y\"}";
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.read(answer.body(), JsonNode.class);
  }

  @Test
  void anExperimentIsAnsweredWhenItIsDone() throws Exception {
    HttpResponse<String> answer = post(sources("a"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).path("experiment_id").asString()).isEqualTo("a");
  }

  @Test
  void orAtOnceWithAPlaceToLookAt() throws Exception {
    HttpResponse<String> answer = post(sources("slow"), "Prefer", "respond-async");
    assertThat(answer.statusCode()).isEqualTo(202);
    String place = answer.headers().firstValue("Location").orElseThrow();
    assertThat(place).isEqualTo("/experiments/slow");
    assertThat(json(get(place)).path("state").asString()).isIn("queued", "running");
    door.countDown();
    assertThat(json(post(sources("slow"))).path("status").asString()).isEqualTo("success");
    assertThat(json(get(place)).path("state").asString()).isEqualTo("ended");
    assertThat(json(get(place)).path("phase").asString()).isEqualTo("encoding");
  }

  @Test
  void faultsOfTheMachineAreNoAnswers() throws Exception {
    assertThat(post(sources("full")).statusCode()).isEqualTo(503);
    HttpResponse<String> lasting = post(sources("lost"));
    assertThat(lasting.statusCode()).isEqualTo(500);
    assertThat(json(lasting).path("fault").path("message").asString())
        .isEqualTo("There is no compiler.");
  }

  @Test
  void whatAWorkerDoesNotHaveIsTheSendersMistakeAndNoFaultOfTheMachine() throws Exception {
    HttpResponse<String> answer = post(sources("asking"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("fault").path("message").asString())
        .isEqualTo("This worker has no clip.");
    assertThat(json(get("/status")).path("failed").asInt(-1)).isZero();
    // With other clips it may be measured another time.
    assertThat(post(sources("asking")).statusCode()).isEqualTo(400);
  }

  @Test
  void nonsenseIsRefusedInASentence() throws Exception {
    HttpResponse<String> answer = post("{\"experiment_id\":\"../../x\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("error").asString()).startsWith("experiment_id must");
    assertThat(post("").statusCode()).isEqualTo(400);
    assertThat(get("/experiments/..%2F..%2Fx").statusCode()).isEqualTo(400);
    assertThat(get("/experiments/a.b.c").statusCode()).isEqualTo(400);
    assertThat(get("/experiments/nobody").statusCode()).isEqualTo(404);
    assertThat(get("/nowhere").statusCode()).isEqualTo(404);
    assertThat(send(to("/experiment").GET()).statusCode()).isEqualTo(405);
  }

  @Test
  void aBodyWithoutEndIsCutOff() throws Exception {
    byte[] much = new byte[(64 << 20) + 1];
    HttpResponse<String> answer =
        send(to("/experiment").expectContinue(true).POST(BodyPublishers.ofByteArray(much)));
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void requestsByTheThousandAreRefusedOneByOne() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      List<HttpRequest.Builder> kinds =
          List.of(
              to("/experiment").POST(BodyPublishers.ofString("{")),
              to("/experiments/..%2F..%2Fetc"),
              to("/artifacts/..%2Fstore.sqlite"),
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/status")));
      for (int i = 0; i < 1000; i++) {
        HttpRequest request = kinds.get(i % kinds.size()).build();
        answers.add(
            threads.submit(() -> client.send(request, BodyHandlers.discarding()).statusCode()));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(i % kinds.size() == 3 ? 401 : 400);
      }
    }
    assertThat(json(get("/health")).path("ready").asBoolean()).isTrue();
    assertThat(post(sources("a")).statusCode()).isEqualTo(200);
  }

  @Test
  void withoutTheTokenThereIsHealthOnly() throws Exception {
    String artifact = "/artifacts/" + artifacts.put(new byte[3]);
    for (String path :
        List.of("/status", "/metrics", "/openapi.yaml", "/experiments/a", "/log", artifact)) {
      HttpRequest.Builder bare = bare(path);
      assertThat(send(bare.copy().GET()).statusCode()).as(path).isEqualTo(401);
      assertThat(send(bare.copy().GET().header("Authorization", "Bearer wrong")).statusCode())
          .as(path)
          .isEqualTo(401);
      assertThat(get(path).statusCode()).as(path).isNotEqualTo(401);
    }
    byte[] bytes = "of a stranger".getBytes(StandardCharsets.UTF_8);
    String hash = DigestUtils.sha256Hex(bytes);
    for (HttpRequest.Builder request :
        List.of(
            bare("/artifacts/" + hash).PUT(BodyPublishers.ofByteArray(bytes)),
            bare("/artifacts/" + hash).method("HEAD", BodyPublishers.noBody()),
            bare("/artifacts/missing").POST(BodyPublishers.ofString("{\"artifacts\": []}")))) {
      assertThat(send(request).statusCode()).isEqualTo(401);
    }
    assertThat(artifacts.contains(hash)).isFalse();
    HttpRequest.Builder health = bare("/health");
    assertThat(send(health.GET()).statusCode()).isEqualTo(200);
  }

  @Test
  void withoutATokenOnlyThisMachineIsListenedTo() {
    assertThatThrownBy(() -> new HttpSettings("0.0.0.0", 0, Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Without a token only this machine");
    assertThatThrownBy(() -> new HttpSettings("0.0.0.0", 0, Optional.of("short"), Optional.empty()))
        .hasMessageContaining("at least 16 characters");
  }

  @Test
  void aWorkerThatIsNotReadySaysWhy() throws Exception {
    preparing = Optional.of("It is reading its clips.");
    HttpResponse<String> answer = get("/health");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(json(answer).path("live").asBoolean()).isTrue();
    assertThat(json(answer).path("ready").asBoolean()).isFalse();
    assertThat(json(answer).path("reasons").path(0).asString())
        .isEqualTo("It is reading its clips.");
  }

  @Test
  void whatWaitsBeyondTheQueueIsToldWhenToComeAgain() throws Exception {
    post(sources("slow"), "Prefer", "respond-async");
    post(sources("b"), "Prefer", "respond-async");
    HttpResponse<String> answer = post(sources("c"), "Prefer", "respond-async");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    assertThat(json(get("/status")).path("queued").asInt()).isEqualTo(1);
    assertThat(get("/metrics").body()).contains("codecsmith_worker_queued 1.0");
  }

  @Test
  void whatIsCalledOffSaysSo() throws Exception {
    post(sources("slow"), "Prefer", "respond-async");
    assertThat(send(to("/experiments/slow").DELETE()).statusCode()).isEqualTo(200);
    assertThat(json(get("/experiments/slow")).path("state").asString()).isEqualTo("cancelled");
    assertThat(send(to("/experiments/nobody").DELETE()).statusCode()).isEqualTo(404);
  }

  @Test
  void eventsComeByNumberAndGoOnBehindTheLastOneKnown() throws Exception {
    post(sources("a"));
    String all = get("/experiments/a/events").body();
    assertThat(all)
        .startsWith("id: 1\nevent: heartbeat\ndata: {\"type\":\"phase\"")
        .contains("id: 2\nevent: end\ndata: {\"status\":\"success\"");
    String rest = send(to("/experiments/a/events").header("Last-Event-ID", "1").GET()).body();
    assertThat(rest).startsWith("id: 2\nevent: end");
    assertThat(send(to("/experiments/a/events").header("Last-Event-ID", "x").GET()).statusCode())
        .isEqualTo(400);
  }

  @Test
  void artifactsComeAndGoByTheirHash() throws Exception {
    byte[] bytes = new byte[300_000];
    IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) ((i * 31) >> 3));
    String hash = DigestUtils.sha256Hex(bytes);
    String place = "/artifacts/" + hash;
    assertThat(send(to(place).method("HEAD", BodyPublishers.noBody())).statusCode()).isEqualTo(404);
    assertThat(get(place).statusCode()).isEqualTo(404);
    assertThat(send(to(place).PUT(BodyPublishers.ofByteArray(bytes))).statusCode()).isEqualTo(201);
    // A body that is not wanted is not read; who sends it all the same may find the line closed.
    assertThat(
            send(to(place).expectContinue(true).PUT(BodyPublishers.ofByteArray(bytes)))
                .statusCode())
        .isEqualTo(200);
    assertThat(send(to(place).method("HEAD", BodyPublishers.noBody())).statusCode()).isEqualTo(200);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> rest =
          client.send(
              to(place).header("Range", "bytes=299990-").GET().build(), BodyHandlers.ofByteArray());
      assertThat(rest.statusCode()).isEqualTo(206);
      assertThat(rest.headers().firstValue("Content-Range")).contains("bytes 299990-299999/300000");
      assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(bytes, 299_990, 300_000));
    }
  }

  @Test
  void aRangePastTheEndIsToldHowLongItIs() throws Exception {
    String place = "/artifacts/" + artifacts.put(new byte[1000]);
    for (String range : List.of("bytes=1000-", "bytes=99999999999-")) {
      HttpResponse<String> answer = send(to(place).header("Range", range).GET());
      assertThat(answer.statusCode()).as(range).isEqualTo(416);
      assertThat(answer.headers().firstValue("Content-Range")).contains("bytes */1000");
    }
    assertThat(get(place).headers().firstValue("Content-Length")).contains("1000");
    assertThat(send(to(place).header("Range", "bytes=0-").GET()).statusCode()).isEqualTo(200);
  }

  @Test
  void anUploadThatWasCutGoesOnBehindWhatCame() throws Exception {
    byte[] bytes = new byte[300_000];
    IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) ((i * 37) >> 3));
    String place = "/artifacts/" + DigestUtils.sha256Hex(bytes);
    int half = 150_000;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "PUT %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(place, TOKEN, bytes.length)
              .getBytes(StandardCharsets.US_ASCII));
      out.write(bytes, 0, half);
      out.flush();
      while (Files.notExists(folder.resolve("incoming"))
          || offset(send(to(place).method("HEAD", BodyPublishers.noBody()))) < half) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    HttpRequest.Builder elsewhere = to(place).header("Upload-Offset", "5");
    HttpResponse<String> refused = send(elsewhere.PUT(BodyPublishers.ofByteArray(bytes, 5, 5)));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(offset(refused)).isEqualTo(half);
    HttpRequest.Builder rest = to(place).header("Upload-Offset", Integer.toString(half));
    rest.PUT(BodyPublishers.ofByteArray(bytes, half, bytes.length - half));
    HttpResponse<String> answer = send(rest);
    while (answer.statusCode() == 409) {
      // It has not seen yet that the connection before is gone.
      answer = send(rest);
    }
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(artifacts.read(place.substring("/artifacts/".length()))).isEqualTo(bytes);
  }

  @Test
  void manyArtifactsAreAskedForAtOnce() throws Exception {
    String here = artifacts.put("here".getBytes(StandardCharsets.UTF_8));
    String absent = "0".repeat(64);
    String both = "{\"artifacts\": [\"%s\", \"%s\"]}".formatted(here, absent);
    HttpResponse<String> answer =
        send(to("/artifacts/missing").POST(BodyPublishers.ofString(both)));
    assertThat(answer.body()).isEqualTo("{\"missing\":[\"" + absent + "\"]}");
    for (String nonsense :
        List.of("", "{", "{\"artifacts\": 1}", "{\"artifacts\": [\"../etc\"]}")) {
      answer = send(to("/artifacts/missing").POST(BodyPublishers.ofString(nonsense)));
      assertThat(answer.statusCode()).as(nonsense).isEqualTo(400);
    }
  }

  private static long offset(HttpResponse<?> answer) {
    return answer.headers().firstValueAsLong("Upload-Offset").orElse(-1);
  }

  @Test
  void anArtifactWithAnotherHashIsNotKept() throws Exception {
    String hash = "0".repeat(64);
    HttpResponse<String> answer =
        send(
            to("/artifacts/" + hash)
                .PUT(BodyPublishers.ofByteArray("x".getBytes(StandardCharsets.UTF_8))));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(artifacts.contains(DigestUtils.sha256Hex("x"))).isFalse();
    assertThat(get("/artifacts/..%2F..%2Fetc").statusCode()).isEqualTo(400);
    try (var left = Files.list(folder.resolve("incoming"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void ofEventStreamsThereAreSoManyAndNoMore() throws Exception {
    post(sources("slow"), "Prefer", "respond-async");
    try (HttpClient client = HttpClient.newHttpClient()) {
      List<HttpResponse<InputStream>> followed = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        String path = i % 2 == 0 ? "/experiments/slow/events" : "/log?follow=true";
        followed.add(client.send(to(path).GET().build(), BodyHandlers.ofInputStream()));
        assertThat(followed.getLast().statusCode()).isEqualTo(200);
      }
      HttpResponse<String> refused = get("/experiments/slow/events");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(json(refused).path("error").asString()).contains("event streams");
      assertThat(get("/log?follow=true").statusCode()).isEqualTo(503);
      assertThat(get("/log").statusCode()).isEqualTo(200);
      door.countDown();
      for (int i = 0; i < STREAMS; i += 2) {
        assertThat(followed.get(i).body().readAllBytes()).isNotEmpty();
      }
      // The one who reads sees its end before who sends has given it back.
      HttpResponse<String> later = get("/experiments/slow/events");
      while (later.statusCode() == 503) {
        later = get("/experiments/slow/events");
      }
      assertThat(later.body()).contains("event: end");
      for (HttpResponse<InputStream> each : followed) {
        each.body().close();
      }
    }
  }

  @Test
  void healthIsAnsweredWhileAllSlotsAreTaken() throws Exception {
    post(sources("slow"), "Prefer", "respond-async");
    for (int i = 0; i < 20; i++) {
      assertThat(get("/health").statusCode()).isEqualTo(200);
    }
  }
}
