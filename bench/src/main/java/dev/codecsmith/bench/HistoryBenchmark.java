package dev.codecsmith.bench;

import dev.codecsmith.evolve.campaign.CampaignLoop;
import dev.codecsmith.evolve.campaign.CampaignRules;
import dev.codecsmith.evolve.campaign.CampaignSettings;
import dev.codecsmith.evolve.campaign.CampaignTools;
import dev.codecsmith.evolve.campaign.WorkRetry;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.proposers.tuner.ArchiveParents;
import dev.codecsmith.evolve.proposers.tuner.TunerProposer;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.Evaluation.Executed;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Evaluations;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.program.Program;
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
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.lifecycle.ExperimentEvents;
import dev.codecsmith.store.lifecycle.ExperimentIds;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a long campaign costs: a store is filled with experiments, every other one failed with a
 * text of the greatest length and the others with sixteen rate points, and a campaign is continued
 * over it for some more. Says how long the reading of what is stored took, how long each new
 * experiment took, and what of the heap is in use while the last one is evaluated.
 *
 * <p>Arguments: how many experiments, several with commas between for one after another (default
 * 1000,100000), and the failures' characters (default 72 Ki). A hundred thousand take some 4 GB of
 * disk in the folder for temporary files. A small campaign that is not counted comes first, so that
 * all of them meet code that is compiled.
 */
public final class HistoryBenchmark {
  private static final String CAMPAIGN = "campaign_bench";
  private static final String CLIP = "clip";
  private static final int NEW = 500;

  private HistoryBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    String sizes = arguments.length > 0 ? arguments[0] : "1000,100000";
    int characters = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 72 << 10;
    System.out.println(
        "a heap of at most %,d MiB".formatted(Runtime.getRuntime().maxMemory() >> 20));
    measure(1000, characters);
    for (String size : sizes.split(",", -1)) {
      System.out.println(measure(Integer.parseInt(size), characters));
    }
  }

  private static String measure(int experiments, int characters) throws Exception {
    Path folder = Files.createTempDirectory("codecsmith-history");
    try {
      fill(folder, experiments, characters);
      long stored = Files.size(folder.resolve("store.sqlite")) >> 20;
      Scoring scoring = new Scoring(experiments + NEW);
      try (DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE)) {
        long begin = System.nanoTime();
        EvaluationHistory.View all = continued(data, experiments + NEW, scoring);
        if (all.size() != experiments + NEW) {
          throw new IllegalStateException("only " + all.size() + " experiments ended");
        }
        return String.format(
            Locale.ROOT,
            "%,9d experiments, store.sqlite %,d MiB: read in %.1f s, then %.2f ms each new one;"
                + " heap in use %.1f MiB",
            experiments,
            stored,
            (scoring.first - begin) / 1e9,
            (scoring.last - scoring.first) / 1e6 / (NEW - 1),
            scoring.heapBytes / 1048576.0);
      }
    } finally {
      Folders.remove(folder);
    }
  }

  private static EvaluationHistory.View continued(DataDirectory data, int upTo, Scoring scoring)
      throws Exception {
    SequencedMap<String, Program> library = new LinkedHashMap<>();
    library.put("plain", program(5));
    return new CampaignLoop(
            new CampaignSettings(CAMPAIGN, "bench", "{}", upTo, 1, 8),
            settings(),
            new TunerProposer(
                library, 1, new ArchiveParents("islands", 1, Anchors.DEFAULT, List.of(CLIP))),
            CampaignRules.NONE,
            CampaignTools.of(
                scoring, data, CAMPAIGN, new WorkRetry.Policy(List.of()), EventListener.none()))
        .run();
  }

  private static EvaluationSettings settings() {
    return new EvaluationSettings(
        List.of(
            new Clip(
                CLIP,
                Path.of("clip.y4m"),
                new VideoFormat(16, 16, PixelFormat.YUV420P, new Rational(25, 1)),
                1,
                "0".repeat(64))),
        List.of(),
        Qualities.DEFAULT,
        List.of(Anchors.named(Anchors.DEFAULT)),
        CodingLimits.defaults(),
        Extras.NONE);
  }

  private static Program program(int value) {
    return Program.of("c", "a.c", Map.of("a.c", "int a = " + value + "; // tune: 0..100000000\n"));
  }

  /** Gives every program a score without running it, and looks at clock and heap. */
  private static final class Scoring implements Evaluations {
    private final int end;
    private long first;
    private long last;
    private long heapBytes;

    /**
     * @param end the last iteration
     */
    Scoring(int end) {
      this.end = end;
    }

    private synchronized void look(int iteration) {
      first = first == 0 ? System.nanoTime() : first;
      if (iteration == end) {
        last = System.nanoTime();
        heapBytes = Long.MAX_VALUE;
        // The iterations beside this one go on meanwhile.
        for (int i = 0; i < 5; i++) {
          System.gc();
          heapBytes =
              Math.min(
                  heapBytes, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
      }
    }

    @Override
    public Optional<Failure> trial(EvaluationRequest request) {
      return Optional.empty();
    }

    @Override
    public void prepare(EvaluationSettings settings, PreparationListener listener) {}

    @Override
    public Evaluation evaluate(EvaluationRequest request, EvaluationListener listener) {
      look(ExperimentIds.iterationOf(request.experimentId()).orElseThrow());
      return new Evaluation(
          new Executed("toy", request.program().sha256(), 1, 0),
          List.of(),
          Map.of(),
          Optional.of((request.program().sha256().hashCode() & 0xFFFF) / 1000.0),
          OptionalDouble.empty(),
          Optional.empty(),
          Map.of());
    }
  }

  /** Stores two experiments, and copies of them by SQL: one by one, each is written to the disk. */
  private static void fill(Path folder, int experiments, int characters) throws Exception {
    try (DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE)) {
      data.experiments()
          .putCampaignIfAbsent(new CampaignRecord(CAMPAIGN, "bench", "{}", Instant.EPOCH));
      store(data, ended(1, points(), Optional.of(5.0), Optional.empty()));
      store(
          data,
          ended(
              2,
              List.of(),
              Optional.empty(),
              Optional.of(
                  new Failure(
                      FailureKind.CRASHED, ExperimentStatus.SMOKE, "x".repeat(characters)))));
      List<ProgramReference> programs = programs(data, experiments);
      try (Connection connection =
          DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.sqlite"))) {
        copy(connection, programs);
      }
    }
  }

  private static void store(DataDirectory data, ExperimentRecord ended) throws Exception {
    data.experiments().create(ended);
    data.experiments().append(CAMPAIGN, ended.updated(), ExperimentEvents.ended(ended));
  }

  /** As many programs, each another one. */
  private static List<ProgramReference> programs(DataDirectory data, int count) throws Exception {
    List<Future<ProgramReference>> stored = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 1; i <= count; i++) {
        Program program = program(1_000_000 + i);
        stored.add(threads.submit(() -> ProgramReference.store(data.artifacts(), program)));
      }
    }
    List<ProgramReference> programs = new ArrayList<>();
    for (Future<ProgramReference> each : stored) {
      programs.add(each.get());
    }
    return programs;
  }

  private static void copy(Connection connection, List<ProgramReference> programs)
      throws Exception {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE n (i INTEGER PRIMARY KEY, sha TEXT, artifact TEXT)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO n VALUES (?, ?, ?)")) {
        for (int i = 1; i <= programs.size(); i++) {
          insert.setInt(1, i);
          insert.setString(2, programs.get(i - 1).sha256());
          insert.setString(3, programs.get(i - 1).artifact());
          insert.execute();
        }
      }
      statement.execute(
          "INSERT OR REPLACE INTO experiments (id, campaign_id, iteration, status, owner, name,"
              + " language, proposer, program_sha256, score, result, created, updated,"
              + " bitstreams_sha256) SELECT 'exp_iter' || i || '_x', campaign_id, i, status, owner,"
              + " name, language, proposer, sha, score, result, created, updated,"
              + " bitstreams_sha256 FROM n JOIN experiments ON iteration = 2 - i % 2");
      statement.execute(
          "INSERT OR REPLACE INTO experiment_documents SELECT 'exp_iter' || i || '_x',"
              + " json_set(document, '$.identity.id', 'exp_iter' || i || '_x',"
              + " '$.identity.iteration', i, '$.candidate.program_sha256', sha,"
              + " '$.candidate.artifacts.program', artifact) FROM n JOIN experiment_documents"
              + " ON id = 'exp_iter' || (2 - i % 2) || '_x'");
      statement.execute(
          "INSERT INTO campaign_events (campaign_id, number, time, experiment_id, key, event)"
              + " SELECT campaign_id, i, time, 'exp_iter' || i || '_x', 'ended/exp_iter' || i ||"
              + " '_x', json_set(event, '$.id', 'exp_iter' || i || '_x', '$.iteration', i) FROM n"
              + " JOIN campaign_events ON number = 2 - i % 2 WHERE i > 2");
    }
    connection.commit();
  }

  private static ExperimentRecord ended(
      int iteration, List<RatePoint> points, Optional<Double> score, Optional<Failure> failure) {
    Program program = program(1_000_000 + iteration);
    return ExperimentLifecycle.ended(
        ExperimentLifecycle.queued(
            "exp_iter" + iteration + "_x",
            CAMPAIGN,
            iteration,
            "bench",
            new CandidateRecord(
                "plain",
                program.language(),
                program.sha256(),
                "tuner",
                List.of(),
                "",
                Map.of(ProgramReference.ROLE, "0".repeat(64))),
            Instant.EPOCH),
        ExperimentResultBuilder.builder(ExperimentResult.NONE)
            .decoderBytes(1)
            .worker("toy")
            .executedProgramSha256(program.sha256())
            .points(points)
            .score(score)
            .failure(failure)
            .build(),
        Instant.EPOCH);
  }

  private static List<RatePoint> points() {
    List<RatePoint> points = new ArrayList<>();
    RatePoint.Resources took = new RatePoint.Resources(1, 1, 1 << 20);
    for (int i = 0; i < 16; i++) {
      points.add(
          RatePointBuilder.builder()
              .clip(CLIP + i / 4)
              .quality(20 * (1 + i % 4))
              .bytes(1000 + i)
              .bitrateKbps(8.0 * i)
              .metrics(Map.of("psnr_yuv", 30.0 + i, "psnr_y", 30.0, "psnr_u", 31.0, "psnr_v", 32.0))
              .encode(took)
              .decode(took)
              .bitstreamSha256("ab".repeat(32))
              .framesSha256("cd".repeat(32))
              .build());
    }
    return points;
  }
}
