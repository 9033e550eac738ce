package dev.codecsmith.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.TestFootage;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Programs that are sent to a real worker by themselves, and run in its sandbox. */
@Timeout(240)
class SentProgramsTest {
  private static final String TOKEN = "a token of the tests";
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  /** Quantizes samples by QUALITY and packs them. */
  private static final String ENCODER =
      """
      import sys, zlib
      quality = int(sys.argv[2])
      with open(sys.argv[1], "rb") as source:
          header = source.readline()
          samples = source.read()
      step = 64 >> quality // 25
      table = bytes(value // step for value in range(256))
      size = int(header.split(b" W")[1].split()[0]) * int(header.split(b" H")[1].split()[0]) * 3 // 2
      frames = [samples[i + 6:i + 6 + size] for i in range(0, len(samples), size + 6)]
      packed = zlib.compress(b"".join(frame.translate(table) for frame in frames), 9)
      sys.stdout.buffer.write(header + bytes([step]) + packed)
      """;

  private static final String DECODER =
      """
      import sys, zlib
      with open(sys.argv[1], "rb") as bitstream:
          header = bitstream.readline()
          step = bitstream.read(1)[0]
          samples = zlib.decompress(bitstream.read())
      table = bytes(min(255, value * step + step // 2) for value in range(256))
      size = int(header.split(b" W")[1].split()[0]) * int(header.split(b" H")[1].split()[0]) * 3 // 2
      out = sys.stdout.buffer
      out.write(header)
      for i in range(0, len(samples), size):
          out.write(b"FRAME\\n" + samples[i:i + size].translate(table))
      """;

  /** Two processes by a name of their own, of which one leaves its session, and neither ends. */
  private static final String ENDLESS =
      """
      #include <signal.h>
      #include <sys/prctl.h>
      #include <unistd.h>
      int main(void) {
        prctl(PR_SET_NAME, "@");
        signal(SIGTERM, SIG_IGN);
        signal(SIGINT, SIG_IGN);
        if (fork() == 0) setsid();
        for (;;) pause();
      }
      """;

  @TempDir private static Path folder;
  private static ServiceProcess worker;

  @BeforeAll
  static void start() throws Exception {
    Path clip = folder.resolve("tiny.y4m");
    TestFootage.write(clip, 48, 32, 3);
    worker =
        ServiceProcess.start(
            "worker",
            folder.resolve("worker"),
            Files.writeString(folder.resolve("token"), TOKEN),
            TOKEN,
            "--clip",
            clip.toString(),
            "--parallel",
            "2");
  }

  @AfterAll
  static void end() throws InterruptedException {
    worker.close();
  }

  private static HttpResponse<String> sent(ObjectNode body, String... headers) throws Exception {
    var request =
        worker
            .to("/experiment")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return worker.send(request);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  @Test
  void twoPythonSourcesAreMeasuredAsTheSystemBeforeThisOneSentThem() throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "There is no Python here.");
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.put("experiment_id", "exp_iter1_two-sources");
    body.put("encoding_code", ENCODER);
    body.put("decoding_code", DECODER);
    body.put("timestamp", "2025-10-16T21:07:00.123456");
    HttpResponse<String> answer = sent(body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode reply = json(answer);
    assertThat(reply.path("status").asString()).as(answer.body()).isEqualTo("success");
    assertThat(reply.path("experiment_id").asString()).isEqualTo("exp_iter1_two-sources");
    JsonNode metrics = reply.at("/result/metrics");
    assertThat(metrics.path("psnr_db").asDouble()).isBetween(20.0, 60.0);
    assertThat(metrics.path("ssim").asDouble()).isBetween(0.5, 1.0);
    assertThat(metrics.path("bitrate_kbps").asDouble()).isPositive();
    assertThat(metrics.path("bd_rate").isNumber()).as(answer.body()).isTrue();
    assertThat(reply.at("/experiment/points"))
        .hasSize(4)
        .allSatisfy(point ->
            assertThat(point.path("machine").asString())
                .as("limits are fitted to it")
                .contains("; limits on CPU time × "));
    JsonNode program = worker.json(reply.at("/result/decoder_s3_key").asString());
    assertThat(program.toString()).contains("bitstream.readline", "source.readline");
    assertThat(worker.get(reply.at("/result/video_url").asString()).statusCode()).isEqualTo(200);
    assertThat(json(sent(body))).as("the same is answered again").isEqualTo(reply);
  }

  @Test
  void twoPythonSourcesThatFailAreAnsweredWithWhatPythonSaid() throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "There is no Python here.");
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.put("experiment_id", "exp_iter2_two-sources");
    body.put("encoding_code", ENCODER.replace("import sys, zlib", "import sys, zlip"));
    body.put("decoding_code", DECODER);
    HttpResponse<String> answer = sent(body);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).path("status").asString()).isEqualTo("failed");
    assertThat(json(answer).at("/result/error").asString())
        .contains("No module named 'zlip'", "encoder.py");
  }

  @Test
  void whatIsCalledOffIsKilledWithAllOfItsProcesses() throws Exception {
    String before = endless("before");
    String calledOff = endless("called-off");
    Set<Path> running = named(calledOff);
    HttpResponse<String> answer = worker.send(worker.to("/experiments/called-off").DELETE());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).path("state").asString()).isEqualTo("cancelled");
    while (!named(calledOff).isEmpty()) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(named(before))
        .as("what began before it, and so would have met its limits before it, is there")
        .hasSize(2);
    assertThat(running).hasSize(2).allSatisfy(process -> assertThat(process).doesNotExist());
    assertThat(worker.send(worker.to("/experiments/before").DELETE()).statusCode()).isEqualTo(200);
    while (!named(before).isEmpty()) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(worker.get("/health").statusCode()).isEqualTo(200);
  }

  /** Sends a program that does not end, and waits for its processes; returns their name. */
  private static String endless(String id) throws Exception {
    String name = id + ProcessHandle.current().pid() % 100_000;
    ObjectNode body = JsonMapper.shared().createObjectNode().put("experiment_id", id);
    ObjectNode program = body.putObject("program").put("language", "c").put("entry", "a.c");
    program.putObject("files").put("a.c", ENDLESS.replace("@", name));
    HttpResponse<String> taken = sent(body, "Prefer", "respond-async");
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
    while (named(name).size() < 2) {
      JsonNode state = worker.json("/experiments/" + id);
      assertThat(state.path("state").asString()).as(state.toString()).isNotEqualTo("ended");
    }
    return name;
  }

  /** The folders in /proc of the processes of this name. */
  private static Set<Path> named(String name) throws IOException {
    Set<Path> found = new TreeSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        if (name(process).equals(name)) {
          found.add(process);
        }
      }
    }
    return found;
  }

  private static String name(Path process) {
    try {
      return Files.readString(process.resolve("comm"), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      // It has ended in between.
      return "";
    }
  }
}
