package dev.codecsmith.evolve.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.proposers.LibraryProposer;
import dev.codecsmith.evolve.proposers.ProposerChain;
import dev.codecsmith.evolve.proposers.tuner.ArchiveParents;
import dev.codecsmith.evolve.proposers.tuner.TunerProposer;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.Evaluation.Executed;
import dev.codecsmith.lab.experiment.ExperimentRunner;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.lifecycle.ExperimentEvents;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign needs memory for what its experiments are, not for all that was ever said of them. */
class LongHistoryTest {
  private static final int EXPERIMENTS = 1_500;
  private static final int FAILURE_CHARS = 64 << 10;
  private static final int HEAP_MEBIBYTES = 48;

  @TempDir private Path folder;

  /** Goes on with the campaign for two iterations. */
  static final class Continuing {
    public static void main(String[] arguments) throws Exception {
      SequencedMap<String, Program> library = new LinkedHashMap<>();
      library.put("plain", program(10));
      library.put("better", program(30));
      try (DataDirectory data =
          DataDirectory.open(Path.of(arguments[0]), DataDirectory.Access.WRITE)) {
        EvaluationHistory.View all =
            new CampaignLoop(
                    new CampaignSettings("campaign_x", "toy", "{}", EXPERIMENTS + 2, 1, 2),
                    ToyEvaluator.SETTINGS,
                    new ProposerChain(
                        List.of(
                            new LibraryProposer(library),
                            new TunerProposer(
                                library,
                                1,
                                new ArchiveParents("greedy", 1, Anchors.DEFAULT, List.of("toy"))))),
                    CampaignRules.NONE,
                    CampaignTools.of(
                        new ToyEvaluator(),
                        data,
                        "campaign_x",
                        new WorkRetry.Policy(List.of()),
                        EventListener.none()))
                .run();
        System.out.println(
            all.size()
                + " experiments, the last "
                + all.at(all.size()).experiment().status().label()
                + ", the first with "
                + all.at(1).experiment().failure().orElseThrow().message().length()
                + " characters");
      }
    }
  }

  private static Program program(int value) {
    return Program.of(
        "java", "X", Map.of("X.java", "class X {\n  int a = " + value + "; // tune: 0..99\n}\n"));
  }

  @Test
  void failuresOfSeveralTimesTheHeapDoNotEndACampaign() throws Exception {
    assertThat((long) EXPERIMENTS * FAILURE_CHARS).isGreaterThan(((3L * HEAP_MEBIBYTES) << 20) / 2);
    Path data = folder.resolve("data");
    fill(data);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + HEAP_MEBIBYTES + "m",
                "-cp",
                System.getProperty("java.class.path"),
                Continuing.class.getName(),
                data.toString())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said)
        .endsWith(
            EXPERIMENTS
                + 2
                + " experiments, the last succeeded, the first with "
                + FAILURE_CHARS
                + " characters");
  }

  /** Stores the experiments at once: one by one, each is a transaction on the disk. */
  private static void fill(Path folder) throws Exception {
    try (DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE)) {
      data.experiments()
          .putCampaignIfAbsent(new CampaignRecord("campaign_x", "toy", "{}", Instant.EPOCH));
      Program program = program(77);
      ExperimentRecord failed =
          failed(program, ProgramReference.store(data.artifacts(), program).artifact());
      data.experiments().create(failed);
      data.experiments().append("campaign_x", failed.updated(), ExperimentEvents.ended(failed));
    }
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.sqlite"))) {
      copies(
          connection,
          "INSERT INTO experiments (id, campaign_id, iteration, status, owner, name, language,"
              + " proposer, program_sha256, score, created, updated, result) SELECT 'exp_iter' || i"
              + " || '_x', campaign_id, i, status, owner, name, language, proposer, program_sha256,"
              + " score, created, updated, result FROM experiments, n WHERE iteration = 1");
      copies(
          connection,
          "INSERT INTO experiment_documents SELECT 'exp_iter' || i || '_x', json_set(document,"
              + " '$.identity.id', 'exp_iter' || i || '_x', '$.identity.iteration', i) FROM experiment_documents, n"
              + " WHERE id = 'exp_iter1_x'");
      copies(
          connection,
          "INSERT INTO campaign_events (campaign_id, number, time, experiment_id, key, event) SELECT"
              + " campaign_id, i, time, 'exp_iter' || i || '_x', 'ended/exp_iter' || i || '_x',"
              + " json_set(event, '$.id', 'exp_iter' || i || '_x', '$.iteration', i) FROM"
              + " campaign_events, n WHERE number = 1");
    }
  }

  private static void copies(Connection connection, String insert) throws Exception {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
                + insert)) {
      statement.setInt(1, EXPERIMENTS);
      assertThat(statement.executeUpdate()).isEqualTo(EXPERIMENTS - 1);
    }
  }

  private static ExperimentRecord failed(Program program, String artifact) {
    return ExperimentLifecycle.ended(
        ExperimentLifecycle.queued(
            "exp_iter1_x",
            "campaign_x",
            1,
            "us",
            new CandidateRecord(
                "toy",
                program.language(),
                program.sha256(),
                "library",
                List.of(),
                "",
                Map.of(ProgramReference.ROLE, artifact)),
            Instant.EPOCH),
        ExperimentRunner.result(
            new Evaluation(
                new Executed("toy", program.sha256(), 1, 0),
                List.of(),
                Map.of(),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.of(
                    new Failure(
                        FailureKind.CRASHED, ExperimentStatus.SMOKE, "x".repeat(FAILURE_CHARS))),
                Map.of())),
        Instant.EPOCH);
  }
}
