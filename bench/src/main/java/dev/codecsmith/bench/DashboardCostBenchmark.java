package dev.codecsmith.bench;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.ResourceFiles;
import java.io.BufferedReader;
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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hipparchus.distribution.continuous.TDistribution;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the dashboard costs a campaign: {@code codecsmith run} without a dashboard, with one that
 * nobody looks at, and with one whose page somebody has open, in turns. The campaign is the default
 * one, or one of trivial programs by a model that answers at once, which has some seven experiments
 * a second, so that nothing makes a dashboard dearer. Told are wall time and CPU time an
 * experiment, of the process with all that it ran, from the end of three tenths of the experiments
 * nearly to the last one's: by then a process that has just started has compiled much of what it
 * runs. The dashboard is in that process, so what the process itself takes more is told too: beside
 * real programs, whose times differ from run to run by more than a dashboard takes, that alone
 * tells them apart.
 *
 * <p>What comes between moments at which the same experiments have ended is compared: an interval
 * by Student's t holds the mean of the differences in 95 of 100 cases, as a share of what
 * experiments take in the mean, and the verdict is by that. (The mean of the ratios would tell more
 * of short experiments than of the campaign.) CPU time says more than wall time where the machine
 * does other things.
 *
 * <p>Each campaign begins with a store of its own that already holds others, of so many experiments
 * in all; see {@link ServedCampaign}.
 *
 * <p>The command is the checkout's, in whose folder this runs, by its launcher.
 *
 * <p>Arguments: {@code real} for the default campaign or {@code trivial} (default real), how many
 * rounds (default 1; a real one takes some fifteen minutes), how many experiments are in the store
 * before (default 10,000; 0 for a fresh one). The page is a client that holds the page's stream of
 * events and asks what the page asks after events that do not tell all by themselves, as often;
 * what a browser takes to draw is not in it.
 */
public final class DashboardCostBenchmark {
  /** As the page's BUSY_MILLIS. */
  private static final long PAGE_PAUSE_MILLIS = 1000;

  private static final double TARGET_PERCENT = 2;

  /** When the process is looked at last: before it may have ended. */
  private static final int LAST_BUT = 1;

  /** How a line on standard error says that an experiment has ended. */
  private static final Pattern ENDED =
      Pattern.compile("^\\[\\d+/\\d+] (exp_iter\\d+)_.*  (score |failed: )");

  /** Events that the page draws by themselves. */
  private static final Pattern TOLD =
      Pattern.compile(
          "\"type\":\"(experiment-phase|candidate-proposed|experiment-progress|model-progress)\"");

  private static final String SCORED = "\"type\":\"experiment-ended\"";

  private enum Shown {
    NOWHERE,
    TO_NOBODY,
    ON_A_PAGE
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final boolean real;
  private final int programs;

  /** How many experiments are compared together. */
  private final int step;

  private final AtomicInteger asked = new AtomicInteger();
  private final Set<String> before = new HashSet<>();
  private int campaigns;

  private DashboardCostBenchmark(Path folder, boolean real) {
    this.folder = folder;
    this.real = real;
    this.programs = real ? 24 : 300;
    this.step = real ? 1 : 30;
  }

  public static void main(String[] arguments) throws Exception {
    String kind = arguments.length > 0 ? arguments[0] : "real";
    if (!kind.equals("real") && !kind.equals("trivial")) {
      throw new IllegalArgumentException("Say real or trivial, not " + kind + ".");
    }
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    int experiments = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10_000;
    Path folder = Files.createTempDirectory("codecsmith-bench");
    try {
      DashboardCostBenchmark benchmark = new DashboardCostBenchmark(folder, kind.equals("real"));
      if (experiments > 0) {
        benchmark.fill(experiments);
      }
      benchmark.compare(rounds);
    } finally {
      Folders.remove(folder);
    }
  }

  /**
   * What experiments took.
   *
   * @param experiments how many
   * @param ownMillis CPU time of the campaign's process itself, without what it ran
   */
  private record Taken(int experiments, double wallMillis, double cpuMillis, double ownMillis) {}

  /** What is in each campaign's store before it. */
  private Path filled() {
    return folder.resolve("filled");
  }

  private void fill(int experiments) throws IOException, InterruptedException {
    Files.createDirectory(filled());
    try (ServedCampaign campaign = ServedCampaign.make(filled(), experiments)) {
      campaign.data().experiments().forEachCampaign(each -> before.add(each.id()));
    }
    System.err.println("filled the store with " + experiments + " experiments");
  }

  /** A store for a campaign. */
  private Path store() throws IOException, InterruptedException {
    Path data = folder.resolve("data" + campaigns++);
    if (!before.isEmpty()) {
      ran("cp", "-a", filled().resolve("data").toString(), data.toString());
      // What is still to be written must not be written while the campaign runs.
      ran("sync");
    }
    return data;
  }

  private static void ran(String... command) throws IOException, InterruptedException {
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException(command[0] + " ended with " + exit);
    }
  }

  private void compare(int rounds) throws Exception {
    Files.writeString(
        folder.resolve("a.c"), ResourceFiles.text(DashboardCostBenchmark.class, "trivial.c"));
    Files.write(folder.resolve("tiny.y4m"), clip());
    List<Map<Shown, Taken>> taken = new ArrayList<>();
    // A first round warms up the machine, where a round takes no more than minutes.
    for (int round = real ? 1 : 0; round <= rounds; round++) {
      Map<Shown, List<Moment>> each = new EnumMap<>(Shown.class);
      for (int turn = 0; turn < Shown.values().length; turn++) {
        // Each comes first in turns, so that a machine that slows down does not speak against one.
        Shown shown = Shown.values()[(turn + round) % Shown.values().length];
        each.put(shown, campaign(shown));
        System.err.printf("round %d, %s: done%n", round, name(shown));
      }
      if (round > 0) {
        taken.addAll(compared(each));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d rounds of campaigns of %d programs, over a store of %d campaigns; the page asked %d times in all;"
            + " %d stretches of %d experiments compared%n",
        rounds,
        programs,
        before.size(),
        asked.get(),
        taken.size(),
        experiments(taken));
    tell("CPU ms", taken, Taken::cpuMillis, Taken::cpuMillis);
    tell("ms", taken, Taken::wallMillis, Taken::wallMillis);
    tell("CPU ms of its own", taken, Taken::ownMillis, Taken::cpuMillis);
  }

  /**
   * What each campaign took between moments at which the same experiments had ended in all: two
   * that run at the same time may end in either order.
   */
  private List<Map<Shown, Taken>> compared(Map<Shown, List<Moment>> campaigns) {
    int moments = campaigns.values().stream().mapToInt(List::size).min().orElseThrow();
    List<Map<Shown, Taken>> stretches = new ArrayList<>();
    OptionalInt begun = OptionalInt.empty();
    for (int i = 0; i < moments; i++) {
      int now = i;
      boolean same =
          campaigns.values().stream().map(each -> each.get(now).ended()).distinct().count() == 1;
      if (same && begun.isEmpty()) {
        begun = OptionalInt.of(now);
      } else if (same && now - begun.getAsInt() >= step) {
        int then = begun.getAsInt();
        Map<Shown, Taken> stretch = new EnumMap<>(Shown.class);
        campaigns.forEach((shown, each) -> stretch.put(shown, each.get(then).until(each.get(now))));
        stretches.add(stretch);
        begun = OptionalInt.of(now);
      }
    }
    if (stretches.size() < 2) {
      throw new IllegalStateException("the campaigns did not end the same experiments");
    }
    return stretches;
  }

  /**
   * @param whole what a difference is a share of
   */
  private static void tell(
      String unit,
      List<Map<Shown, Taken>> rounds,
      ToDoubleFunction<Taken> figure,
      ToDoubleFunction<Taken> whole) {
    for (Shown shown : Shown.values()) {
      List<Double> each = figures(rounds, shown, figure);
      System.out.printf(
          Locale.ROOT,
          "%-10s %7.1f %s an experiment in the mean",
          name(shown),
          each.stream().mapToDouble(Double::doubleValue).sum() / experiments(rounds),
          unit);
      System.out.println(
          shown == Shown.NOWHERE
              ? ""
              : "; "
                  + difference(
                      figures(rounds, Shown.NOWHERE, figure),
                      each,
                      figures(rounds, Shown.NOWHERE, whole)));
    }
  }

  /** How many were compared, as many of each campaign. */
  private static int experiments(List<Map<Shown, Taken>> rounds) {
    return rounds.stream()
        .flatMap(round -> Stream.ofNullable(round.get(Shown.NOWHERE)))
        .mapToInt(Taken::experiments)
        .sum();
  }

  private static List<Double> figures(
      List<Map<Shown, Taken>> rounds, Shown shown, ToDoubleFunction<Taken> figure) {
    return rounds.stream()
        .flatMap(round -> Stream.ofNullable(round.get(shown)))
        .map(figure::applyAsDouble)
        .toList();
  }

  /** By how many percent of the mean whole it is more, and what that says. */
  private static String difference(List<Double> without, List<Double> with, List<Double> whole) {
    List<Double> percents = new ArrayList<>();
    double usual = mean(whole);
    for (int i = 0; i < without.size(); i++) {
      percents.add(100 * (with.get(i) - without.get(i)) / usual);
    }
    int rounds = percents.size();
    double mean = mean(percents);
    double squares = percents.stream().mapToDouble(each -> (each - mean) * (each - mean)).sum();
    double reach =
        new TDistribution(rounds - 1).inverseCumulativeProbability(0.975)
            * Math.sqrt(squares / (rounds - 1) / rounds);
    String verdict =
        mean + reach <= TARGET_PERCENT
            ? "at most %.0f %%"
            : mean - reach > TARGET_PERCENT
                ? "more than %.0f %%"
                : "that does not tell whether it is at most %.0f %%";
    return String.format(
        Locale.ROOT,
        "%+.1f %% (95 %% interval %+.1f to %+.1f): " + verdict,
        mean,
        mean - reach,
        mean + reach,
        TARGET_PERCENT);
  }

  private static String name(Shown shown) {
    return shown.name().toLowerCase(Locale.ROOT).replace('_', ' ');
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

  /** How far a process is, when these experiments have ended. */
  private record Moment(Set<String> ended, long nanos, double cpuMillis, double ownMillis) {
    Moment {
      ended = Set.copyOf(ended);
    }

    /**
     * Now.
     *
     * @param pid of a process, whose CPU time counts with that of all that it ran and waited for;
     *     100 ticks a second
     */
    static Moment of(long pid, Set<String> ended) throws IOException {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long own = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      long ran = Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
      return new Moment(ended, System.nanoTime(), (own + ran) * 10.0, own * 10.0);
    }

    Taken until(Moment later) {
      return new Taken(
          later.ended.size() - ended.size(),
          (later.nanos - nanos) / 1e6,
          later.cpuMillis - cpuMillis,
          later.ownMillis - ownMillis);
    }
  }

  private List<Moment> campaign(Shown shown) throws Exception {
    Path data = store();
    int port = freePort();
    List<String> words =
        new ArrayList<>(
            List.of(
                "./codecsmith",
                "run",
                "--json",
                "--iterations",
                Integer.toString(programs),
                "--data",
                data.toString()));
    if (!real) {
      words.addAll(
          List.of(
              "--clip",
              folder.resolve("tiny.y4m").toString(),
              "--proposer",
              "command",
              "--language",
              "c",
              "--notebook-every",
              "0",
              "--model-command",
              model()));
    }
    words.addAll(
        shown == Shown.NOWHERE
            ? List.of("--no-dashboard")
            : List.of("--port", Integer.toString(port)));
    Process run = new ProcessBuilder(words).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    Thread page = Thread.ofVirtual().unstarted(() -> look("http://127.0.0.1:" + port));
    if (shown == Shown.ON_A_PAGE) {
      page.start();
    }
    List<Moment> moments = moments(run);
    int exit = run.waitFor();
    page.interrupt();
    if (exit != 0) {
      throw new IllegalStateException("the campaign ended with " + exit);
    }
    Folders.remove(data);
    return moments;
  }

  /** Follows a campaign to its end: how far it was at the ends of its experiments. */
  private List<Moment> moments(Process run) throws IOException {
    List<Moment> moments = new ArrayList<>();
    Set<String> ended = new HashSet<>();
    String last = "";
    try (BufferedReader lines = run.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
        Matcher end = ENDED.matcher(line);
        if (end.find()) {
          ended.add(end.group(1));
          if (ended.size() >= programs * 3 / 10 && ended.size() <= programs - LAST_BUT) {
            moments.add(Moment.of(run.pid(), ended));
          }
        }
      }
    }
    if (moments.size() < 2) {
      throw new IllegalStateException(
          "the campaign told the end of " + ended.size() + " experiments, and at last: " + last);
    }
    return moments;
  }

  /** Writes a program of its own for each prompt, the same for the same. */
  private String model() {
    return "n=$(tr -cd A-Za-z0-9 | cksum | cut -c1-6); printf 'NAME: c%s\\nENTRY: a.c\\nFILE:"
        + " a.c\\n```c\\n' $n; sed \"s/salt = 0/salt = 1$n/\" '"
        + folder.resolve("a.c")
        + "'; printf '```\\n'";
  }

  /** What a page has heard of and not asked for yet. */
  private static final class News {
    private final AtomicBoolean changed = new AtomicBoolean(true);
    private final AtomicBoolean scored = new AtomicBoolean(true);

    void hear(String line) {
      if (line.startsWith("data: ") && !TOLD.matcher(line).find()) {
        changed.set(true);
        if (line.contains(SCORED)) {
          scored.set(true);
        }
      }
    }
  }

  /** Asks what the page asks, after events, but no more often than it. */
  private void look(String address) {
    News news = new News();
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
                    .valueStream()
                    .map(each -> each.path("id").asString(""))
                    .filter(each -> !before.contains(each))
                    .findFirst()
                    .orElse("");
            if (!campaign.isEmpty()) {
              follow(address + "/api/events?campaign=" + campaign, news);
            }
          } else if (news.changed.getAndSet(false)) {
            String path = address + "/api/campaigns/" + campaign;
            String _ = ask(path);
            String _ = ask(address + "/api/experiments?status=in_progress&campaign=" + campaign);
            if (news.scored.getAndSet(false)) {
              String _ = ask(path + "/scores");
            }
          }
        } catch (IOException e) {
          // Not there yet, or there no more.
        }
      }
    } catch (InterruptedException e) {
      // The campaign has ended.
    }
  }

  private void follow(String uri, News news) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
    Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body();
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              try (lines) {
                lines.forEach(news::hear);
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
