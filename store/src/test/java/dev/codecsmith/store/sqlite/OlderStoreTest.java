package dev.codecsmith.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.BitstreamSet;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentIdentity;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecordBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEventExperimentEndedBuilder;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file of an earlier version opens, and nothing of it is lost. It is one that the version of
 * schema 3 made: a campaign of two programs, and what {@code evaluate} kept of one that does not
 * compile.
 */
final class OlderStoreTest {
  private static final String CAMPAIGN = "campaign_962a35840a";
  private static final String FIRST = "exp_iter1_7159dfc678";
  private static final String SECOND = "exp_iter2_4d6d4316b3";
  private static final String BROKEN = "exp_iter1_ad9a69ceb8";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void copyTheFile() throws IOException {
    file = folder.resolve("store.sqlite");
    try (InputStream packed =
            Objects.requireNonNull(getClass().getResourceAsStream("/store/schema3.sqlite.gz"));
        InputStream in = new GZIPInputStream(packed)) {
      Files.copy(in, file);
    }
  }

  @Test
  void recordsKeepAllTheirFigures() throws Exception {
    try (ExperimentStore store = SqliteExperimentStore.open(file)) {
      ExperimentRecord record = store.find(SECOND).orElseThrow();
      assertThat(record.campaignId()).isEqualTo(CAMPAIGN);
      assertThat(record.iteration()).isEqualTo(2);
      assertThat(record.version()).isEqualTo(1);
      assertThat(record.lease().until()).isEmpty();
      assertThat(record.status()).isEqualTo(ExperimentStatus.SUCCEEDED);
      assertThat(record.candidate().name()).isEqualTo("motion");
      assertThat(record.score()).contains(80.7589412890234);
      assertThat(record.points()).hasSize(8);
      assertThat(record.points().getFirst().metrics()).containsKey("psnr_yuv");
      assertThat(record.decoderBytes()).isEqualTo(41527);
      assertThat(record.executedProgramSha256()).isEqualTo(record.candidate().programSha256());
      assertThat(record.flags()).isEmpty();
      ExperimentRecord failed = store.find(BROKEN).orElseThrow();
      assertThat(failed.failure().orElseThrow().kind()).isEqualTo(FailureKind.COMPILE_ERROR);
      assertThat(failed.failure().orElseThrow().message().lines().count()).isGreaterThan(1);
    }
  }

  @Test
  void linesTellWhatTheRecordsTell() throws Exception {
    try (ExperimentStore store = SqliteExperimentStore.open(file)) {
      for (String id : List.of(FIRST, SECOND, BROKEN)) {
        assertThat(store.summary(id)).contains(ExperimentSummary.of(store.find(id).orElseThrow()));
      }
      assertThat(store.summary(FIRST).orElseThrow().result().means()).isPresent();
      assertThat(store.best(CAMPAIGN, 5))
          .extracting(ExperimentSummary::id)
          .containsExactly(SECOND, FIRST);
      assertThat(store.counts(CAMPAIGN)).isEqualTo(Map.of(ExperimentStatus.SUCCEEDED, 2));
    }
  }

  @Test
  void eventsAreOfTheKindsOfToday() throws Exception {
    try (ExperimentStore store = SqliteExperimentStore.open(file)) {
      List<StoredEvent> events = store.events(CAMPAIGN, 0, 100);
      assertThat(events)
          .extracting(StoredEvent::number)
          .isEqualTo(LongStream.rangeClosed(1, 17).boxed().toList());
      assertThat(events.get(0).event()).isInstanceOf(CampaignEvent.CampaignBegun.class);
      assertThat(events.get(1).event())
          .isEqualTo(new CampaignEvent.ExperimentPhase(FIRST, 1, "intra", ExperimentStatus.QUEUED));
      CampaignEvent end =
          CampaignEventExperimentEndedBuilder.builder()
              .id(SECOND)
              .iteration(2)
              .name("motion")
              .score(Optional.of(80.7589412890234))
              .failure(Optional.empty())
              .phase(ExperimentStatus.SUCCEEDED)
              .message("")
              .warnings(List.of())
              .build();
      assertThat(events.get(13).event()).isEqualTo(end);
      assertThat(store.append(CAMPAIGN, Samples.T0, end)).as("told already").isEqualTo(14);
      String evaluated = store.find(BROKEN).orElseThrow().campaignId();
      assertThat(store.events(evaluated, 0, 9).getFirst().event())
          .isInstanceOf(CampaignEvent.OtherVersion.class);
      assertThat(store.events(evaluated, 0, 9).getLast().event())
          .isInstanceOfSatisfying(
              CampaignEvent.ExperimentEnded.class,
              failed -> {
                assertThat(failed.failure()).contains(FailureKind.COMPILE_ERROR);
                assertThat(failed.phase()).isEqualTo(ExperimentStatus.BUILDING);
                assertThat(failed.message()).isNotEmpty().doesNotContain("\n");
              });
    }
  }

  @Test
  void flagsOfAnEndStandInItsRecord() throws Exception {
    tell(20, FIRST, "experiment.deleted", "{\"iteration\":1,\"status\":\"succeeded\"}");
    tell(21, FIRST, "experiment.taken-over", "{\"from\":\"dead\",\"to\":\"alive\"}");
    tell(22, FIRST, "experiment.wrong-program", "{\"asked\":\"aa\",\"executed\":\"bb\"}");
    tell(
        23,
        FIRST,
        "experiment.succeeded",
        "{\"iteration\":1,\"score\":5.5,\"warnings\":[\"too good\"]}");
    tell(24, "", "odd.kind", "{\"by\":1}");
    try (ExperimentStore store = SqliteExperimentStore.open(file)) {
      assertThat(store.find(FIRST).orElseThrow().flags()).containsExactly("too good");
      assertThat(store.summary(FIRST).orElseThrow().result().flags()).containsExactly("too good");
      List<CampaignEvent> last =
          store.events(CAMPAIGN, 17, 100).stream().map(StoredEvent::event).toList();
      assertThat(last.get(0)).isEqualTo(new CampaignEvent.ExperimentDeleted(FIRST, 1));
      assertThat(last.get(1))
          .isEqualTo(new CampaignEvent.ExperimentTakenOver(FIRST, "dead", "alive"));
      assertThat(last.get(2))
          .isInstanceOfSatisfying(
              CampaignEvent.Warning.class,
              warning -> assertThat(warning.text()).contains("aa", "bb", "not kept"));
      assertThat(last.get(4)).isInstanceOf(CampaignEvent.OtherVersion.class);
      assertThat(store.append(CAMPAIGN, Samples.T0, last.get(3)))
          .as("the end behind the deletion holds the key")
          .isEqualTo(21);
    }
  }

  private void tell(int sequence, String experiment, String type, String detail)
      throws SQLException {
    execute(
        "INSERT INTO events VALUES (%d, '2026-01-01T00:00:00Z', '%s', '%s', '%s', '%s')"
            .formatted(sequence, CAMPAIGN, experiment, type, detail));
  }

  @Test
  void unfinishedExperimentGoesOn() throws Exception {
    execute("UPDATE experiments SET status = 'encoding', score = NULL WHERE id = '" + SECOND + "'");
    execute(
        "UPDATE experiment_documents SET document = json_set(document, '$.status', 'encoding',"
            + " '$.score', NULL) WHERE id = '"
            + SECOND
            + "'");
    try (ExperimentStore store = SqliteExperimentStore.open(file)) {
      ExperimentRecord seen = store.find(SECOND).orElseThrow();
      ExperimentRecord taken =
          store.takeOver(SECOND, seen.lease(), Lease.of("alive"), Samples.T0).orElseThrow();
      assertThat(taken.version()).isEqualTo(2);
      assertThat(store.update(Samples.succeeded(taken, -5))).isTrue();
    }
  }

  @Test
  void readingLeavesTheFileAsItIs() throws Exception {
    byte[] before = Files.readAllBytes(file);
    try (SqliteExperimentStore store = SqliteExperimentStore.openForReading(file)) {
      assertThat(store.isCopy()).as("so it is said that nothing new will show").isTrue();
      assertThat(store.find(SECOND).orElseThrow().score()).isPresent();
      assertThat(store.events(CAMPAIGN, 0, 100)).hasSize(17);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    SqliteExperimentStore.open(file).close();
    try (SqliteExperimentStore store = SqliteExperimentStore.openForReading(file)) {
      assertThat(store.isCopy()).isFalse();
    }
  }

  @Test
  void recordThatIsDamagedKeepsTheOthersReadable() throws Exception {
    execute("UPDATE experiment_documents SET document = '{' WHERE id = '" + FIRST + "'");
    try (ExperimentStore store = SqliteExperimentStore.open(file)) {
      assertThat(store.find(SECOND)).isPresent();
      assertThat(store.summary(FIRST)).isPresent();
      assertThat(store.delete(List.of(FIRST))).isEqualTo(1);
    }
  }

  @Test
  void storeOfTheSecondSchemaFindsItsBitstreams() throws Exception {
    backToTheSecondSchema();
    try (ExperimentStore store = SqliteExperimentStore.open(file)) {
      ExperimentRecord second = store.find(SECOND).orElseThrow();
      assertThat(BitstreamSet.sha256(second.points())).isPresent();
      assertThat(store.withSameBitstreams(Samples.ofProgram(second, "12".repeat(32))))
          .as("itself is of another program now")
          .isEmpty();
      ExperimentRecord copy =
          Samples.ofProgram(
              ExperimentRecordBuilder.builder(second)
                  .identity(new ExperimentIdentity("exp_iter3_copy", CAMPAIGN, 3, second.created()))
                  .build(),
              "12".repeat(32));
      assertThat(store.withSameBitstreams(copy)).contains(SECOND);
    }
  }

  @Test
  void storeOfTheFirstSchemaIsBroughtUpToDate() throws Exception {
    backToTheSecondSchema();
    execute("UPDATE experiment_documents SET document = json_remove(document, '$.short_score')");
    execute("DROP TABLE measured_points");
    execute("DELETE FROM schema_version WHERE version > 1");
    try (ExperimentStore store = SqliteExperimentStore.open(file)) {
      assertThat(store.find(SECOND).orElseThrow().score()).contains(80.7589412890234);
      assertThat(store.measuredPoints(Samples.PROGRAM)).isEmpty();
      assertThat(store.putCampaignIfAbsent(Samples.campaign(CAMPAIGN)))
          .extracting(CampaignRecord::name)
          .isEqualTo("codecs");
    }
  }

  private void backToTheSecondSchema() throws SQLException {
    execute("DROP INDEX experiments_by_bitstreams");
    execute("ALTER TABLE experiments DROP COLUMN bitstreams_sha256");
    execute("DELETE FROM schema_version WHERE version > 2");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
