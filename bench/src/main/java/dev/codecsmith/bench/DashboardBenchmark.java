package dev.codecsmith.bench;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.events.CampaignEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dashboard over a store that holds many experiments: how long its answers take, and how long
 * an event is on its way to those who follow a campaign, of whom there are many. Asked for is each
 * path that the OpenAPI document says can be read, and each file that the page loads: a path that
 * is in the document and not here is an error.
 *
 * <p>Arguments: how many experiments (default 10000), how many follow (default 500), how often each
 * path is asked for (default 100).
 */
public final class DashboardBenchmark {
  private static final int EVENTS = 20;
  private static final int TARGET_MILLIS = 100;
  private static final String DOCUMENT = "api/openapi.yaml";

  /** A path of the document, and what can be done there. */
  private static final Pattern PATH = Pattern.compile("(?m)^  (/\\S*):\\n((?:    .*\\n)*)");

  /** What a file of the page has the browser load. */
  private static final Pattern LOADED =
      Pattern.compile("(?:href|src)=\"/([\\w.-]+)\"|from '\\./([\\w.-]+)'");

  /** What is measured in another way. */
  private static final Map<String, String> ELSEWHERE =
      Map.of("/api/events", "a stream, below: how long an event is on its way");

  /** What takes a compiler, so that 100 ms are not aimed at. */
  private static final String COMPILED = "compiled in the sandbox for each who asks";

  private final ServedCampaign campaign;
  private final HttpClient client;
  private final int turns;
  private final List<String> slow = new ArrayList<>();
  private int measured;

  private DashboardBenchmark(ServedCampaign campaign, HttpClient client, int turns) {
    this.campaign = campaign;
    this.client = client;
    this.turns = turns;
  }

  public static void main(String[] arguments) throws Exception {
    int experiments = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int followers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500;
    int turns = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100;
    Path folder = Files.createTempDirectory("codecsmith-bench");
    try (HttpClient client = HttpClient.newHttpClient();
        ServedCampaign campaign = ServedCampaign.make(folder, experiments)) {
      DashboardBenchmark benchmark = new DashboardBenchmark(campaign, client, turns);
      benchmark.answers();
      benchmark.events(followers);
      // Nobody reads the streams to their end, for which the client would wait.
      client.shutdownNow();
    } finally {
      Folders.remove(folder);
    }
  }

  private void answers() throws Exception {
    Map<String, List<String>> asked = asked();
    int changing = 0;
    Matcher path = PATH.matcher(text(DOCUMENT));
    while (path.find()) {
      boolean canBeRead = path.group(2).contains("    get:\n");
      if (!canBeRead) {
        changing++;
      } else if (!ELSEWHERE.containsKey(path.group(1)) && !asked.containsKey(path.group(1))) {
        throw new IllegalStateException(path.group(1) + " is in the document and not measured");
      }
    }
    for (Collection<String> paths : asked.values()) {
      for (String each : paths) {
        measure(each, "");
      }
    }
    for (String file : filesOfThePage()) {
      measure(file, "");
    }
    System.out.printf(
        Locale.ROOT,
        "%d of %d have a p95 of %d ms at most%n",
        measured - slow.size(),
        measured,
        TARGET_MILLIS);
    slow.forEach(each -> System.out.println("more: " + each));
    measure("api/experiments/" + campaign.inJava().id() + "/package.zip", COMPILED);
    ELSEWHERE.forEach((each, where) -> System.out.println(each + ": " + where));
    System.out.println(changing + " paths can only change something");
  }

  /**
   * What is asked for of each path of the document. Frames come before the report, which has some:
   * the first time that one of a video is asked for, the video is decoded.
   */
  private Map<String, List<String>> asked() {
    ExperimentRecord real = campaign.real();
    String itself = "api/campaigns/" + campaign.id();
    String experiment = "api/experiments/" + real.id();
    String list = "api/experiments?campaign=" + campaign.id();
    RatePoint point = real.points().getFirst();
    String of = "experiment/" + real.id() + "/" + point.quality();
    String pictures = itself + "/pictures/" + point.clip();
    Map<String, List<String>> asked = new LinkedHashMap<>();
    asked.put("/api/campaigns", List.of("api/campaigns"));
    asked.put("/api/campaigns/{id}", List.of(itself));
    for (String part :
        List.of("scores", "anchors", "cascade", "lineage", "ideas", "models", "workers", "clips")) {
      asked.put("/api/campaigns/{id}/" + part, List.of(itself + "/" + part));
    }
    asked.put(
        "/api/experiments",
        List.of(
            list,
            list + "&status=successful&sort=score",
            list + "&status=successful&sort=-duration&page=50",
            list + "&status=failed&kind=crashed&search=9"));
    asked.put(
        "/api/experiments/{id}",
        List.of(
            experiment,
            "api/experiments/" + campaign.copies().getFirst(),
            "api/experiments/" + campaign.copies().getLast()));
    asked.put("/api/experiments/{id}/program", List.of(experiment + "/program"));
    asked.put(
        "/api/experiments/{id}/bits",
        List.of(experiment + "/bits?clip=" + point.clip() + "&quality=" + point.quality()));
    for (String file :
        List.of("bits.csv", "points.csv", "program.zip", "package.zip", "bitstreams.zip")) {
      asked.put("/api/experiments/{id}/" + file, List.of(experiment + "/" + file));
    }
    asked.put("/api/campaigns/{id}/pictures", List.of(itself + "/pictures"));
    asked.put(
        "/api/campaigns/{id}/pictures/{clip}/frames/{frame}",
        List.of(
            pictures + "/frames/9",
            pictures + "/frames/9?of=" + of,
            pictures + "/frames/9?of=anchor/x264-medium/28",
            pictures + "/frames/9?view=difference&of=" + of,
            pictures + "/frames/9?view=ssim&of=" + of));
    asked.put(
        "/api/campaigns/{id}/pictures/{clip}/figures", List.of(pictures + "/figures?of=" + of));
    asked.put(
        "/api/campaigns/{id}/pictures/{clip}/video.y4m", List.of(pictures + "/video.y4m?of=" + of));
    asked.put(
        "/api/campaigns/{id}/compare",
        List.of(
            itself
                + "/compare?of=anchor/x264-medium&of=experiment/"
                + real.id()
                + "&of=experiment/"
                + campaign.copies().getFirst()));
    asked.put("/api/campaigns/{id}/report.html", List.of(itself + "/report.html"));
    asked.put(
        "/api/artifacts/{sha256}",
        List.of(
            "api/artifacts/" + point.bitstreamSha256(),
            "api/artifacts/" + role(real, "prompt"),
            "api/artifacts/" + role(real, "reply")));
    asked.put("/api/openapi.yaml", List.of(DOCUMENT));
    asked.put("/health", List.of("health"));
    return asked;
  }

  private static String role(ExperimentRecord experiment, String role) {
    return Optional.ofNullable(experiment.candidate().artifacts().get(role)).orElseThrow();
  }

  /** The page, and what each of its files has the browser load. */
  private Set<String> filesOfThePage() throws Exception {
    Set<String> found = new LinkedHashSet<>(Set.of(""));
    Deque<String> unread = new ArrayDeque<>(found);
    while (!unread.isEmpty()) {
      Matcher loaded = LOADED.matcher(text(unread.remove()));
      while (loaded.find()) {
        String file = Optional.ofNullable(loaded.group(1)).orElseGet(() -> loaded.group(2));
        if (found.add(file)) {
          unread.add(file);
        }
      }
    }
    return found;
  }

  private String text(String path) throws Exception {
    return new String(answer(path), StandardCharsets.UTF_8);
  }

  private byte[] answer(String path) throws Exception {
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(campaign.server().address() + path)).build(),
            BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(path + ": " + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return answer.body();
  }

  /**
   * Asks for a path again and again.
   *
   * @param excuse why it may take longer; empty if it may not
   */
  private void measure(String path, String excuse) throws Exception {
    long bytes = 0;
    double first = 0;
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i <= turns; i++) {
      long begin = System.nanoTime();
      bytes = answer(path).length;
      double took = (System.nanoTime() - begin) / 1e6;
      if (i == 0) {
        first = took;
      } else {
        millis.add(took);
      }
    }
    millis.sort(null);
    double p95 = millis.get(turns * 95 / 100);
    String said =
        String.format(
            Locale.ROOT,
            "%6.1f ms median, %6.1f ms p95, %7.1f ms the first time, %,9d bytes  /%s",
            millis.get(turns / 2),
            p95,
            first,
            bytes,
            path);
    System.out.println(excuse.isEmpty() ? said : said + " (" + excuse + ")");
    if (excuse.isEmpty()) {
      measured++;
      if (p95 > TARGET_MILLIS) {
        slow.add(said);
      }
    }
  }

  /** Each event is appended when all have the one before. */
  private void events(int followers) throws Exception {
    String uri = campaign.server().address() + "api/events?campaign=" + campaign.id();
    long last = campaign.data().events().lastEvent(campaign.id());
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri + "&after=" + last)).build();
    List<Iterator<String>> streams = new ArrayList<>();
    for (int i = 0; i < followers; i++) {
      streams.add(client.send(request, BodyHandlers.ofLines()).body().iterator());
    }
    List<Double> millis = new ArrayList<>();
    for (int event = 1; event <= EVENTS; event++) {
      CampaignEvent told = new CampaignEvent.Warning(Optional.empty(), "event " + event);
      long begin = System.nanoTime();
      campaign.tell(Instant.now(), told);
      List<Thread> readers =
          streams.stream()
              .map(stream -> Thread.ofVirtual().start(() -> skipToData(stream)))
              .toList();
      for (Thread reader : readers) {
        reader.join();
      }
      millis.add((System.nanoTime() - begin) / 1e6);
    }
    millis.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%d follow: an event is with the last of them after %.1f ms median, %.1f ms at most%n",
        followers,
        millis.get(EVENTS / 2),
        millis.getLast());
  }

  private static void skipToData(Iterator<String> lines) {
    while (!lines.next().startsWith("data: ")) {
      // An id, a pause between events, a sign of life.
    }
  }
}
