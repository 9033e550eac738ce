package dev.codecsmith.bench;

import dev.codecsmith.sandbox.host.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A worker in a process of its own, started by {@code ./codecsmith worker}.
 *
 * <p>Arguments: {@code load [PROGRAMS]} sends so many trivial programs at once (default 200) to a
 * worker whose heap has 100 MB and asks for health all the while; {@code clip [MIB]} sends a file
 * of that size (default 710) to a worker whose heap has 100 MB and fetches it back; {@code start
 * [TIMES]} is the time from the command to ready (default 5).
 */
public final class WorkerBenchmark {
  private static final String TRIVIAL =
      """
      import sys, zlib
      # %d
      sys.stdout.buffer.write(zlib.%s(open(sys.argv[1], "rb").read()))
      """;

  /** 100 MB: what is held for a program, a clip or a request shows at once. */
  private static final Map<String, String> SMALL_HEAP =
      Map.of("JAVA_TOOL_OPTIONS", "-Xmx100000000");

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.shared();
  private final int port;
  private final Path folder;

  private WorkerBenchmark(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("codecsmith-bench");
    try {
      WorkerBenchmark benchmark = new WorkerBenchmark(folder);
      List<String> words = Arrays.asList(arguments);
      int number = words.size() > 1 ? Integer.parseInt(words.get(1)) : 0;
      switch (words.isEmpty() ? "" : words.getFirst()) {
        case "load" -> benchmark.load(number == 0 ? 200 : number);
        case "clip" -> benchmark.clip(number == 0 ? 710 : number);
        case "start" -> benchmark.start(number == 0 ? 5 : number);
        default -> System.err.println("say which: load [PROGRAMS], clip [MIB] or start [TIMES]");
      }
    } finally {
      Folders.remove(folder);
    }
  }

  private Process worker(Map<String, String> environment, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "./codecsmith",
                "worker",
                "--port",
                Integer.toString(port),
                "--data",
                folder.resolve("worker").toString()));
    words.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("worker.log").toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private void awaitReady(Process worker) throws IOException, InterruptedException {
    while (true) {
      try {
        if (http.send(to("/health").build(), BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        if (!worker.isAlive()) {
          throw new IllegalStateException(Files.readString(folder.resolve("worker.log")), e);
        }
      }
      // Often enough for the figure, and seldom enough not to take the worker's cores.
      Thread.sleep(10);
    }
  }

  private static void end(Process worker) throws InterruptedException {
    worker.destroy();
    int _ = worker.waitFor();
  }

  private void start(int times) throws Exception {
    List<Double> seconds = new ArrayList<>();
    // The first makes the archive of loaded classes, if there is none yet.
    for (int i = -1; i < times; i++) {
      long begin = System.nanoTime();
      Process worker = worker(Map.of());
      awaitReady(worker);
      if (i >= 0) {
        seconds.add((System.nanoTime() - begin) / 1e9);
      }
      end(worker);
    }
    seconds.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%d starts: ready after %.2f s (%.2f to %.2f)%n",
        times,
        seconds.get(times / 2),
        seconds.getFirst(),
        seconds.getLast());
  }

  private void load(int programs) throws Exception {
    Path clip = folder.resolve("tiny.y4m");
    byte[] frame = new byte[32 * 32 * 3 / 2];
    try (OutputStream out = Files.newOutputStream(clip)) {
      out.write("YUV4MPEG2 W32 H32 F25:1 Ip C420jpeg\n".getBytes(StandardCharsets.US_ASCII));
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < 2; i++) {
        random.nextBytes(frame);
        out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
        out.write(frame);
      }
    }
    Process worker = worker(SMALL_HEAP, "--clip", clip.toString(), "--queue", "" + programs);
    try {
      awaitReady(worker);
      report(programs);
    } finally {
      end(worker);
    }
  }

  private void report(int programs) throws Exception {
    List<Double> health = new ArrayList<>();
    Map<String, Integer> answers = new TreeMap<>();
    double heap = 0;
    long begin = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> asked = new ArrayList<>();
      for (int i = 0; i < programs; i++) {
        int number = i;
        asked.add(threads.submit(() -> posted(number)));
      }
      while (!asked.stream().allMatch(Future::isDone)) {
        long before = System.nanoTime();
        int _ = http.send(to("/health").build(), BodyHandlers.discarding()).statusCode();
        health.add((System.nanoTime() - before) / 1e6);
        if (health.size() % 50 == 0) {
          heap = Math.max(heap, heapMebibytes());
        }
        Thread.sleep(20);
      }
      for (Future<String> answer : asked) {
        answers.merge(answer.get(), 1, Integer::sum);
      }
    }
    health.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%d programs at once to a worker with a heap of 100 MB, each answered once in %.1f s: %s%n"
            + "/health %d times meanwhile: median %.1f ms, p99 %.1f ms, longest %.1f ms;"
            + " heap in use at most %.0f MiB%n",
        programs,
        (System.nanoTime() - begin) / 1e9,
        answers,
        health.size(),
        health.get(health.size() / 2),
        health.get(health.size() * 99 / 100),
        health.getLast(),
        heap);
  }

  private String posted(int number) throws IOException, InterruptedException {
    ObjectNode body = json.createObjectNode();
    body.put("experiment_id", "trivial" + number);
    body.put("encoding_code", TRIVIAL.formatted(number, "compress"));
    body.put("decoding_code", TRIVIAL.formatted(number, "decompress"));
    HttpResponse<String> answer =
        http.send(
            to("/experiment")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
                .build(),
            BodyHandlers.ofString());
    JsonNode reply = json.readTree(answer.body());
    if (!reply.path("experiment_id").asString("").equals("trivial" + number)) {
      return answer.statusCode() + " of another";
    }
    return answer.statusCode() + " " + reply.path("status").asString();
  }

  private double heapMebibytes() throws IOException, InterruptedException {
    String metrics = http.send(to("/metrics").build(), BodyHandlers.ofString()).body();
    return metrics
            .lines()
            .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum()
        / (1 << 20);
  }

  private void clip(int mebibytes) throws Exception {
    Path file = folder.resolve("clip");
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    SplittableRandom random = new SplittableRandom(2);
    byte[] piece = new byte[1 << 20];
    try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
      for (int i = 0; i < mebibytes; i++) {
        random.nextBytes(piece);
        out.write(piece);
      }
    }
    String hash = HexFormat.of().formatHex(digest.digest());
    Process worker = worker(SMALL_HEAP);
    try {
      awaitReady(worker);
      double before = heapMebibytes();
      long begin = System.nanoTime();
      int sent =
          http.send(
                  to("/artifacts/" + hash).PUT(BodyPublishers.ofFile(file)).build(),
                  BodyHandlers.discarding())
              .statusCode();
      double there = (System.nanoTime() - begin) / 1e9;
      begin = System.nanoTime();
      MessageDigest fetched = MessageDigest.getInstance("SHA-256");
      try (InputStream in =
          http.send(to("/artifacts/" + hash).build(), BodyHandlers.ofInputStream()).body()) {
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
          fetched.update(piece, 0, read);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%d MiB to a worker with a heap of 100 MB: %d in %.1f s, and back in %.1f s, %s; heap in"
              + " use %.0f MiB before, %.0f MiB behind%n",
          mebibytes,
          sent,
          there,
          (System.nanoTime() - begin) / 1e9,
          HexFormat.of().formatHex(fetched.digest()).equals(hash) ? "unchanged" : "DAMAGED",
          before,
          heapMebibytes());
    } finally {
      end(worker);
    }
  }
}
