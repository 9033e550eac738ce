package dev.codecsmith.bench;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.ResourceFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the dashboard costs a campaign: {@code ./codecsmith run} with trivial programs and a model
 * that answers at once, without a dashboard, with one that nobody looks at, and with one whose page
 * somebody has open, in turns. Told are the time from the first experiment's beginning to the last
 * one's end, so that the start of a process does not count, and the CPU time of the whole process
 * with all that it ran, its start included, which says more where the machine does other things.
 *
 * <p>Arguments: how many programs a campaign has (default 60), how many rounds (default 4). The
 * page is a client that holds the page's stream of events and asks what the page asks when there
 * are new ones, as often; what a browser takes to draw is not in it.
 */
public final class DashboardCostBenchmark {
  /** As the page's BUSY_MILLIS. */
  private static final long PAGE_PAUSE_MILLIS = 1000;

  private enum Shown {
    NOWHERE,
    TO_NOBODY,
    ON_A_PAGE
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final int programs;
  private final AtomicInteger asked = new AtomicInteger();
  private int campaigns;

  private DashboardCostBenchmark(Path folder, int programs) {
    this.folder = folder;
    this.programs = programs;
  }

  public static void main(String[] arguments) throws Exception {
    int programs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
    Path folder = Files.createTempDirectory("codecsmith-bench");
    try {
      new DashboardCostBenchmark(folder, programs).compare(rounds);
    } finally {
      Folders.remove(folder);
    }
  }

  private void compare(int rounds) throws Exception {
    Files.writeString(
        folder.resolve("a.c"), ResourceFiles.text(DashboardCostBenchmark.class, "trivial.c"));
    Files.write(folder.resolve("tiny.y4m"), clip());
    Map<Shown, List<Taken>> taken = new EnumMap<>(Shown.class);
    for (int round = 0; round <= rounds; round++) {
      for (int turn = 0; turn < Shown.values().length; turn++) {
        // Each comes first in turns, so that a machine that slows down does not speak against one.
        Shown shown = Shown.values()[(turn + round) % Shown.values().length];
        Taken each = campaign(shown);
        System.err.printf(
            Locale.ROOT,
            "round %d, %s: %.2f s, %.2f CPU s%n",
            round,
            name(shown),
            each.seconds(),
            each.cpuSeconds());
        // The first round warms up.
        if (round > 0) {
          taken.computeIfAbsent(shown, _ -> new ArrayList<>()).add(each);
        }
      }
    }
    System.out.printf(Locale.ROOT, "%d rounds of campaigns of %d programs%n", rounds, programs);
    tell("seconds", taken, Taken::seconds);
    tell("CPU seconds", taken, Taken::cpuSeconds);
    System.out.printf(Locale.ROOT, "the page asked %d times in all%n", asked.get());
  }

  /**
   * What a campaign took.
   *
   * @param seconds from the first experiment's beginning to the last one's end
   * @param cpuSeconds of the process and all that it ran
   */
  private record Taken(double seconds, double cpuSeconds) {}

  private static void tell(
      String unit, Map<Shown, List<Taken>> taken, ToDoubleFunction<Taken> figure) {
    double without =
        mean(
            taken.getOrDefault(Shown.NOWHERE, List.of()).stream()
                .map(figure::applyAsDouble)
                .toList());
    taken.forEach((shown, all) -> {
      List<Double> each = all.stream().map(figure::applyAsDouble).toList();
      System.out.printf(
          Locale.ROOT,
          "%-10s %6.2f %s in the mean, %.2f to %.2f; %+.1f %%%n",
          name(shown),
          mean(each),
          unit,
          each.stream().min(Double::compare).orElseThrow(),
          each.stream().max(Double::compare).orElseThrow(),
          100 * (mean(each) / without - 1));
    });
  }

  private static String name(Shown shown) {
    return shown.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** CPU time of all children of this process that have ended, with theirs; 100 ticks a second. */
  private static double childrensCpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / 100.0;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static byte[] clip() {
    byte[] head =
        "YUV4MPEG2 W32 H32 F25:1 Ip C420jpeg\nFRAME\n".getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[head.length + 32 * 32 * 3 / 2];
    new SplittableRandom(1).nextBytes(all);
    System.arraycopy(head, 0, all, 0, head.length);
    return all;
  }

  private Taken campaign(Shown shown) throws Exception {
    Path data = folder.resolve("data" + campaigns++);
    int port = freePort();
    List<String> words =
        new ArrayList<>(
            List.of(
                "./codecsmith",
                "run",
                "--json",
                "--clip",
                folder.resolve("tiny.y4m").toString(),
                "--proposer",
                "command",
                "--language",
                "c",
                "--notebook-every",
                "0",
                "--model-command",
                model(),
                "--iterations",
                Integer.toString(programs),
                "--data",
                data.toString()));
    words.addAll(
        shown == Shown.NOWHERE
            ? List.of("--no-dashboard")
            : List.of("--port", Integer.toString(port)));
    double before = childrensCpuSeconds();
    Process run =
        new ProcessBuilder(words)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(folder.resolve("report").toFile())
            .start();
    Thread page = Thread.ofVirtual().unstarted(() -> look("http://127.0.0.1:" + port));
    if (shown == Shown.ON_A_PAGE) {
      page.start();
    }
    int exit = run.waitFor();
    double cpuSeconds = childrensCpuSeconds() - before;
    page.interrupt();
    if (exit != 0) {
      throw new IllegalStateException("the campaign ended with " + exit);
    }
    double seconds = seconds(data);
    Folders.remove(data);
    return new Taken(seconds, cpuSeconds);
  }

  /** Writes a program of its own for each prompt, the same for the same. */
  private String model() {
    return "n=$(tr -cd A-Za-z0-9 | cksum | cut -c1-6); printf 'NAME: c%s\\nENTRY: a.c\\nFILE:"
        + " a.c\\n```c\\n' $n; sed \"s/salt = 0/salt = 1$n/\" '"
        + folder.resolve("a.c")
        + "'; printf '```\\n'";
  }

  /** From the first experiment's beginning to the last one's end, by the log of events. */
  private double seconds(Path data) throws IOException, InterruptedException {
    Process watch =
        new ProcessBuilder("./codecsmith", "campaign", "watch", "--json", "--data", data.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<JsonNode> events;
    try (Stream<String> lines = watch.inputReader(StandardCharsets.UTF_8).lines()) {
      events =
          lines
              .map(JsonMapper.shared()::readTree)
              .filter(event -> event.path("type").asString().startsWith("experiment-"))
              .toList();
    }
    int _ = watch.waitFor();
    return Duration.between(time(events.getFirst()), time(events.getLast())).toNanos() / 1e9;
  }

  private static Instant time(JsonNode event) {
    return Instant.parse(event.path("time").asString());
  }

  /** Asks what the page asks, after events, but no more often than it. */
  private void look(String address) {
    AtomicBoolean news = new AtomicBoolean(true);
    try {
      String campaign = "";
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(PAGE_PAUSE_MILLIS);
        try {
          if (campaign.isEmpty()) {
            campaign =
                JsonMapper.shared()
                    .readTree(ask(address + "/api/campaigns"))
                    .path("campaigns")
                    .path(0)
                    .path("id")
                    .asString("");
            if (!campaign.isEmpty()) {
              follow(address + "/api/events?campaign=" + campaign, news);
            }
          } else if (news.getAndSet(false)) {
            String path = address + "/api/campaigns/" + campaign;
            String _ = ask(path);
            String _ = ask(address + "/api/experiments?status=in_progress&campaign=" + campaign);
            String _ = ask(path + "/scores");
          }
        } catch (IOException e) {
          // Not there yet, or there no more.
        }
      }
    } catch (InterruptedException e) {
      // The campaign has ended.
    }
  }

  /** Notes that something came; ends with the campaign's process. */
  private void follow(String uri, AtomicBoolean news) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
    Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body();
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              try (lines) {
                lines.filter(line -> line.startsWith("data: ")).forEach(_ -> news.set(true));
              } catch (UncheckedIOException e) {
                // The process has ended.
              }
            });
  }

  private String ask(String uri) throws IOException, InterruptedException {
    String answer =
        http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString()).body();
    int _ = asked.incrementAndGet();
    return answer;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
