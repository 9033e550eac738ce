package dev.codecsmith.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.ServiceProcess;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The disk of a worker, in a process of its own, that may take little of it. */
@Timeout(300)
class WorkerCacheTest {
  private static final String SECRET = "a token of the tests";
  private static final int TEN_MEBIBYTES = 10 << 20;

  @TempDir private Path folder;

  private static String sent(ServiceProcess worker, int number) throws Exception {
    byte[] bytes = new byte[TEN_MEBIBYTES];
    new Random(number).nextBytes(bytes);
    String sha256 = DigestUtils.sha256Hex(bytes);
    HttpResponse<String> answer =
        worker.send(worker.to("/artifacts/" + sha256).PUT(BodyPublishers.ofByteArray(bytes)));
    assertThat(answer.statusCode()).isEqualTo(201);
    return sha256;
  }

  @Test
  void healthSaysThatTheCacheIsFullOfWhatNobodyHasFetchedUntilSomebodyHas() throws Exception {
    ServiceProcess worker =
        ServiceProcess.start(
            "worker",
            folder.resolve("worker"),
            Files.writeString(folder.resolve("token"), SECRET),
            SECRET,
            "--cache",
            "16M");
    try {
      String first = sent(worker, 1);
      assertThat(worker.get("/health").statusCode()).isEqualTo(200);
      String second = sent(worker, 2);
      HttpResponse<String> full = worker.get("/health");
      assertThat(full.statusCode()).isEqualTo(503);
      assertThat(full.body()).contains("nobody has fetched", "may hold 16 MiB", "--cache");
      JsonNode cache = worker.json("/status").path("cache");
      assertThat(cache.path("bytes").asInt()).isEqualTo(2 * TEN_MEBIBYTES);
      assertThat(cache.path("limit_bytes").asInt()).isEqualTo(16 << 20);
      assertThat(worker.get("/artifacts/" + first).statusCode()).isEqualTo(200);
      assertThat(worker.get("/health").statusCode()).isEqualTo(200);
      assertThat(worker.get("/artifacts/" + first).statusCode()).as("it went").isEqualTo(404);
      assertThat(worker.get("/artifacts/" + second).statusCode()).isEqualTo(200);
    } finally {
      worker.close();
    }
  }
}
