package dev.codecsmith.bench;

import dev.codecsmith.evolve.campaign.CampaignLoop;
import dev.codecsmith.evolve.campaign.CampaignRules;
import dev.codecsmith.evolve.campaign.CampaignSettings;
import dev.codecsmith.evolve.campaign.CampaignTools;
import dev.codecsmith.evolve.campaign.WorkRetry;
import dev.codecsmith.evolve.history.PastExperiment;
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

/**
 * Whether a long campaign fits into the heap: a store is filled with experiments, every other one
 * failed with a text of the greatest length and the others with sixteen rate points, and a campaign
 * is continued over it. Says what the heap may be, what is in use at the end, and how long it took.
 *
 * <p>Arguments: how many experiments (default 100,000), and the failures' characters (default 72
 * Ki). The defaults take some 4 GB of disk in the folder for temporary files.
 */
public final class HistoryBenchmark {
  private static final String CAMPAIGN = "campaign_bench";
  private static final String CLIP = "clip";

  private HistoryBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int experiments = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int characters = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 72 << 10;
    Path folder = Files.createTempDirectory("codecsmith-history");
    try {
      long begin = System.nanoTime();
      fill(folder, experiments, characters);
      long filled = System.nanoTime();
      System.out.printf(
          Locale.ROOT,
          "%,d experiments stored in %.0f s, store.sqlite %,d MiB%n",
          experiments,
          (filled - begin) / 1e9,
          Files.size(folder.resolve("store.sqlite")) >> 20);
      try (DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE)) {
        List<PastExperiment> all = continued(data, experiments + 10);
        System.gc();
        System.out.printf(
            Locale.ROOT,
            "continued to %,d in %.0f s; heap in use %d MiB of at most %,d MiB%n",
            all.size(),
            (System.nanoTime() - filled) / 1e9,
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20,
            Runtime.getRuntime().maxMemory() >> 20);
      }
    } finally {
      Folders.remove(folder);
    }
  }

  private static List<PastExperiment> continued(DataDirectory data, int upTo) throws Exception {
    SequencedMap<String, Program> library = new LinkedHashMap<>();
    library.put("plain", program());
    return new CampaignLoop(
            new CampaignSettings(CAMPAIGN, "bench", "{}", upTo, 1, 8),
            settings(),
            new TunerProposer(
                library, new ArchiveParents("islands", 1, Anchors.DEFAULT, List.of(CLIP))),
            CampaignRules.NONE,
            CampaignTools.of(
                new Scoring(),
                data,
                CAMPAIGN,
                new WorkRetry.Policy(List.of()),
                EventListener.none()))
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

  private static Program program() {
    return Program.of("c", "a.c", Map.of("a.c", "int a = 5; // tune: 0..1000000\n"));
  }

  /** Gives every program a score without running it. */
  private static final class Scoring implements Evaluations {
    @Override
    public Optional<Failure> trial(EvaluationRequest request) {
      return Optional.empty();
    }

    @Override
    public void prepare(EvaluationSettings settings, PreparationListener listener) {}

    @Override
    public Evaluation evaluate(EvaluationRequest request, EvaluationListener listener) {
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
      String artifact = ProgramReference.store(data.artifacts(), program()).artifact();
      data.experiments().create(ended(1, artifact, points(), Optional.of(5.0), Optional.empty()));
      data.experiments()
          .create(
              ended(
                  2,
                  artifact,
                  List.of(),
                  Optional.empty(),
                  Optional.of(
                      new Failure(
                          FailureKind.CRASHED, ExperimentStatus.SMOKE, "x".repeat(characters)))));
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.sqlite"));
        Statement statement = connection.createStatement()) {
      String numbers =
          "WITH RECURSIVE n (i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < "
              + experiments
              + ") ";
      statement.execute(
          numbers
              + "INSERT INTO experiments (id, campaign_id, iteration, status, owner, name, language,"
              + " proposer, program_sha256, score, result, created, updated, bitstreams_sha256) SELECT"
              + " 'exp_iter' || i || '_x', campaign_id, i, status, owner, name, language, proposer,"
              + " program_sha256, score, result, created, updated, bitstreams_sha256 FROM n JOIN"
              + " experiments ON iteration = 2 - i % 2");
      statement.execute(
          numbers
              + "INSERT INTO experiment_documents SELECT 'exp_iter' || i || '_x',"
              + " json_set(document, '$.identity.id', 'exp_iter' || i || '_x', '$.identity.iteration', i) FROM n JOIN"
              + " experiment_documents ON id = 'exp_iter' || (2 - i % 2) || '_x'");
    }
  }

  private static ExperimentRecord ended(
      int iteration,
      String artifact,
      List<RatePoint> points,
      Optional<Double> score,
      Optional<Failure> failure) {
    Program program = program();
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
                Map.of(ProgramReference.ROLE, artifact)),
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
