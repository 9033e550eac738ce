package dev.codecsmith.service.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker with a heap of 256 MiB, sent more than that at once. */
@Timeout(120)
class SmallHeapTest {
  private static final int SUBMISSIONS = 200;

  @TempDir private Path folder;
  private Process process;
  private int port;

  @BeforeEach
  void start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapWorker.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader lines = process.inputReader(UTF_8);
    String line = lines.readLine();
    while (line != null && !line.matches("\\d+")) {
      line = lines.readLine();
    }
    port = Integer.parseInt(Optional.ofNullable(line).orElseThrow());
  }

  @AfterEach
  void stop() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** The status of the answer; the body is sent when the worker asks for it, as curl does. */
  private int post(String id, int length) throws IOException {
    byte[] begin =
        ("{\"experiment_id\":\"" + id + "\",\"decoding_code\":\"x\",\"encoding_code\":\"\u0100")
            .getBytes(UTF_8);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /experiment HTTP/1.1\r\nHost: localhost\r\nPrefer: respond-async\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
              .formatted(length)
              .getBytes(US_ASCII));
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      int status = status(in);
      if (status == 100) {
        out.write(begin);
        byte[] piece = new byte[1 << 16];
        Arrays.fill(piece, (byte) 'x');
        for (int left = length - begin.length - 2; left > 0; left -= piece.length) {
          out.write(piece, 0, Math.min(left, piece.length));
        }
        out.write("\"}".getBytes(UTF_8));
        status = status(in);
      }
      return status;
    }
  }

  private static int status(BufferedReader in) throws IOException {
    String line = Optional.ofNullable(in.readLine()).orElse("");
    while (!line.startsWith("HTTP/1.1 ")) {
      line = Optional.ofNullable(in.readLine()).orElseThrow(() -> new IOException("no answer"));
    }
    return Integer.parseInt(line.split(" ", -1)[1]);
  }

  private List<Integer> postAll(int length) throws Exception {
    List<Future<Integer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < SUBMISSIONS; i++) {
        String id = "of" + length + "-" + i;
        answers.add(threads.submit(() -> post(id, length)));
      }
    }
    List<Integer> statuses = new ArrayList<>();
    for (Future<Integer> answer : answers) {
      statuses.add(answer.get());
    }
    return statuses;
  }

  @Test
  void twoHundredSubmissionsOfTheGreatestSizeAreRefusedAndNothingEnds() throws Exception {
    assertThat(postAll(64 << 20)).containsOnly(413);
    assertThat(postAll(7 << 20)).contains(202, 429).containsOnly(202, 429);
    List<Integer> middle = postAll(1 << 20);
    assertThat(middle).contains(202, 429).containsOnly(202, 429);
    assertThat(process.isAlive()).isTrue();
    assertThat(post("small", 1000)).isEqualTo(202);
  }
}
