package dev.codecsmith.bench;

import dev.codecsmith.cli.report.HtmlReport;
import dev.codecsmith.dashboard.actions.Action;
import dev.codecsmith.dashboard.actions.Actions;
import dev.codecsmith.dashboard.actions.Control;
import dev.codecsmith.dashboard.http.Dashboard;
import dev.codecsmith.dashboard.http.DashboardServer;
import dev.codecsmith.dashboard.http.DashboardShownBuilder;
import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.live.WorkerStatuses;
import dev.codecsmith.evolve.models.budget.Budget;
import dev.codecsmith.lab.frames.FrameLibrary;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.service.protocol.BearerToken;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEventExperimentEndedBuilder;
import dev.codecsmith.store.events.EventLog;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The dashboard over a store that holds many experiments: how long its answers take, and how long
 * an event is on its way to those who follow a campaign, of whom there are many. Asked for is all
 * that needs neither a clip, nor an anchor, nor a compiler.
 *
 * <p>Arguments: how many experiments (default 10000), how many follow (default 500), how often each
 * path is asked for (default 100).
 */
public final class DashboardBenchmark {
  private static final String CAMPAIGN = "campaign_bench";
  private static final String ANCHOR = "x264-medium";
  private static final int EVENTS = 20;
  private static final int TARGET_MILLIS = 100;

  private static final List<String> PATHS =
      List.of(
          "api/campaigns/" + CAMPAIGN,
          "api/campaigns/" + CAMPAIGN + "/scores",
          "api/experiments?campaign=" + CAMPAIGN,
          "api/experiments?campaign=" + CAMPAIGN + "&status=successful&sort=score",
          "api/experiments?campaign=" + CAMPAIGN + "&status=successful&sort=-duration&page=50",
          "api/experiments?campaign=" + CAMPAIGN + "&status=failed&kind=crashed&search=9",
          "api/experiments/" + id(1),
          "api/campaigns/" + CAMPAIGN + "/lineage",
          "api/campaigns/" + CAMPAIGN + "/ideas",
          "api/campaigns/" + CAMPAIGN + "/models",
          "api/campaigns/" + CAMPAIGN + "/clips",
          "api/campaigns/" + CAMPAIGN + "/workers",
          "api/campaigns/" + CAMPAIGN + "/anchors",
          "api/campaigns/"
              + CAMPAIGN
              + "/compare?of=experiment/"
              + id(1)
              + "&of=experiment/"
              + id(2),
          "api/campaigns",
          "api/campaigns/" + CAMPAIGN + "/report.html",
          "api/experiments/" + id(2) + "/program",
          "api/experiments/" + id(2) + "/points.csv",
          "api/experiments/" + id(2) + "/program.zip",
          "api/experiments/" + id(2) + "/bitstreams.zip",
          "api/openapi.yaml",
          "",
          "dashboard.js");

  private DashboardBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int experiments = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int followers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500;
    int turns = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100;
    Path folder = Files.createTempDirectory("codecsmith-bench");
    try (HttpClient client = HttpClient.newHttpClient();
        DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE);
        FrameLibrary frames =
            new FrameLibrary(
                folder.resolve("frames"),
                1,
                (_, _) -> {
                  throw new IOException("Nobody looks at frames here.");
                });
        DashboardServer server =
            DashboardServer.start(
                0, shown(data, frames), DashboardBenchmark::trouble, Clock.systemUTC())) {
      fill(data, experiments);
      int quick = 0;
      for (String path : PATHS) {
        quick += answers(client, server.address() + path, turns) <= TARGET_MILLIS ? 1 : 0;
      }
      System.out.printf(
          Locale.ROOT,
          "%d of %d have a p95 of %d ms at most%n",
          quick,
          PATHS.size(),
          TARGET_MILLIS);
      events(
          client, server.address() + "api/events?campaign=" + CAMPAIGN, data.events(), followers);
      // Nobody reads the streams to their end, for which the client would wait.
      client.shutdownNow();
    } finally {
      Folders.remove(folder);
    }
  }

  private static void trouble(String sentence) {
    System.err.println(sentence);
  }

  /** Nobody asks for anything. */
  private static final class NothingToDo implements Actions {
    @Override
    public Set<Action.Kind> possible(String campaign) {
      return Set.of();
    }

    @Override
    public boolean takesCampaigns() {
      return false;
    }

    @Override
    public String perform(Action action) {
      throw new UnsupportedOperationException();
    }
  }

  private static Dashboard.Shown shown(DataDirectory data, FrameLibrary frames) {
    CampaignAnchors none =
        new CampaignAnchors() {
          @Override
          public String main(CampaignRecord campaign) {
            return ANCHOR;
          }

          @Override
          public Optional<Known> of(CampaignRecord campaign) {
            return Optional.empty();
          }
        };
    return DashboardShownBuilder.builder()
        .experiments(data.experiments())
        .artifacts(data.artifacts())
        .anchors(none)
        .budgets(_ -> Budget.UNLIMITED)
        .elsewhere(Optional::empty)
        .workers(WorkerStatuses.NONE)
        .compiler((_, _) -> {
          throw new IOException("Nothing is packaged here.");
        })
        .reports(new HtmlReport(data.experiments(), none, frames, Duration.ZERO))
        .control(new Control(new NothingToDo(), BearerToken.made()))
        .frames(frames)
        .build();
  }

  private static String id(int iteration) {
    return "exp_iter" + iteration + "_bench";
  }

  /** Every third failed; each has the points of four clips and the events of a whole life. */
  private static void fill(DataDirectory data, int experiments) throws IOException {
    Instant begun = Instant.EPOCH;
    data.experiments().putCampaignIfAbsent(new CampaignRecord(CAMPAIGN, "bench", "{}", begun));
    EventLog events = data.events();
    events.append(CAMPAIGN, begun, new CampaignEvent.CampaignBegun("bench", experiments));
    Program program = Program.of("python", "a.py", Map.of("a.py", "pass\n".repeat(1000)));
    String artifact = ProgramReference.store(data.artifacts(), program).artifact();
    String bitstream = data.artifacts().put(new byte[10_000]);
    for (int iteration = 1; iteration <= experiments; iteration++) {
      Instant time = begun.plusSeconds(60L * iteration);
      ExperimentRecord queued =
          ExperimentLifecycle.queued(
              id(iteration),
              CAMPAIGN,
              iteration,
              data.owner(),
              new CandidateRecord(
                  "program " + iteration,
                  "java",
                  "%064x".formatted(iteration),
                  "model",
                  iteration == 1 ? List.of() : List.of(id(iteration / 2)),
                  "because",
                  Map.of(ProgramReference.ROLE, artifact)),
              time);
      boolean fails = iteration % 3 == 0;
      double score = 50.0 * Math.sin(iteration) - iteration / 500.0;
      data.experiments().create(queued);
      for (ExperimentStatus phase :
          List.of(ExperimentStatus.QUEUED, ExperimentStatus.BUILDING, ExperimentStatus.ENCODING)) {
        events.append(
            CAMPAIGN,
            time,
            new CampaignEvent.ExperimentPhase(queued.id(), iteration, "program", phase));
      }
      data.experiments()
          .update(
              ExperimentLifecycle.ended(
                  queued, fails ? failed() : succeeded(score, bitstream), time.plusSeconds(30)));
      events.append(CAMPAIGN, time.plusSeconds(30), ended(iteration, fails, score));
    }
  }

  private static CampaignEvent ended(int iteration, boolean fails, double score) {
    return CampaignEventExperimentEndedBuilder.builder()
        .id(id(iteration))
        .iteration(iteration)
        .name("program")
        .score(fails ? Optional.empty() : Optional.of(score))
        .failure(fails ? Optional.of(FailureKind.CRASHED) : Optional.empty())
        .phase(fails ? ExperimentStatus.ENCODING : ExperimentStatus.SUCCEEDED)
        .message(fails ? "It crashed." : "")
        .warnings(List.of())
        .build();
  }

  private static ExperimentResult failed() {
    return ExperimentResultBuilder.builder(ExperimentResult.NONE)
        .failure(
            Optional.of(new Failure(FailureKind.CRASHED, ExperimentStatus.ENCODING, "It crashed.")))
        .build();
  }

  private static ExperimentResult succeeded(double score, String bitstream) {
    List<RatePoint> points =
        Stream.of("a", "b", "c", "d")
            .flatMap(
                clip -> Stream.of(20, 40, 60, 80).map(quality -> point(clip, quality, bitstream)))
            .toList();
    return ExperimentResultBuilder.builder(ExperimentResult.NONE)
        .decoderBytes(12_345)
        .points(points)
        .scores(
            Map.of(
                ANCHOR,
                new AnchorComparison(
                    new BdRate.Value(score, 1), Map.of("a", new BdRate.Value(score, 1)))))
        .score(Optional.of(score))
        .build();
  }

  private static RatePoint point(String clip, int quality, String bitstream) {
    double psnr = 20 + quality / 4.0;
    return RatePointBuilder.builder()
        .clip(clip)
        .quality(quality)
        .bytes(10_000)
        .bitrateKbps(quality * 10)
        .metrics(
            Map.of(
                "psnr_y", psnr,
                "psnr_yuv", psnr,
                "ffmpeg_psnr_avg", psnr,
                "ffmpeg_ssim_y", 0.9,
                "ffmpeg_ssim_all", 0.9))
        .encode(new RatePoint.Resources(1, 1, 1 << 20))
        .decode(new RatePoint.Resources(1, 1, 1 << 20))
        .bitstreamSha256(bitstream)
        .framesSha256("")
        .build();
  }

  /** Prints how long they took, and returns the 95th percentile in milliseconds. */
  private static double answers(HttpClient client, String uri, int turns) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
    long bytes = 0;
    double first = 0;
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i <= turns; i++) {
      long begin = System.nanoTime();
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      double took = (System.nanoTime() - begin) / 1e6;
      if (answer.statusCode() != 200) {
        throw new IOException(answer.body());
      }
      bytes = answer.body().length();
      if (i == 0) {
        first = took;
      } else {
        millis.add(took);
      }
    }
    millis.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%6.1f ms median, %6.1f ms p95, %7.1f ms the first time, %,9d bytes  %s%n",
        millis.get(turns / 2),
        millis.get(turns * 95 / 100),
        first,
        bytes,
        uri.substring(uri.indexOf('/', "http://".length())));
    return millis.get(turns * 95 / 100);
  }

  /** Each event is appended when all have the one before. */
  private static void events(HttpClient client, String uri, EventLog log, int followers)
      throws Exception {
    long last = log.lastEvent(CAMPAIGN);
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri + "&after=" + last)).build();
    List<Iterator<String>> streams = new ArrayList<>();
    for (int i = 0; i < followers; i++) {
      streams.add(client.send(request, BodyHandlers.ofLines()).body().iterator());
    }
    List<Double> millis = new ArrayList<>();
    for (int event = 1; event <= EVENTS; event++) {
      CampaignEvent told = new CampaignEvent.Warning(Optional.empty(), "event " + event);
      long begin = System.nanoTime();
      log.append(CAMPAIGN, Instant.EPOCH, told);
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
