package dev.codecsmith.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.experiments.Page;
import dev.codecsmith.store.json.Json;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person with a wrong, broken or unreachable file is told what it is and what to do. */
final class SqliteFileTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("store.sqlite");
  }

  @Test
  void fileThatIsNoDatabaseIsLeftAlone() throws Exception {
    String text = "dear diary, this is not a database\n".repeat(100);
    Files.writeString(file, text);
    assertThatThrownBy(() -> SqliteExperimentStore.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(file.toString(), "is not a database", "--data");
    assertThatThrownBy(() -> SqliteExperimentStore.openForReading(file))
        .hasMessageContaining("is not a database");
    assertThat(file).hasContent(text);
  }

  @Test
  void eventsOfANewerVersionAreReadAsSuchAndOnlyWhatIsNoEventIsDamage() throws Exception {
    try (SqliteExperimentStore store = SqliteExperimentStore.open(file)) {
      store.putCampaignIfAbsent(Samples.campaign("c"));
      for (int i = 0; i < 3; i++) {
        store.append("c", Samples.T0, new CampaignEvent.Warning(Optional.empty(), "" + i));
      }
    }
    String ofANewKind = "{\"type\":\"worker-moved\",\"to\":\"moon\"}";
    String inANewForm = "{\"type\":\"campaign-begun\",\"title\":\"x\"}";
    execute("UPDATE campaign_events SET event = '" + ofANewKind + "' WHERE number = 1");
    execute("UPDATE campaign_events SET event = '" + inANewForm + "' WHERE number = 2");
    try (SqliteExperimentStore store = SqliteExperimentStore.openForReading(file)) {
      assertThat(store.events("c", 0, 10))
          .extracting(StoredEvent::event)
          .containsExactly(
              new CampaignEvent.OtherVersion("worker-moved", Json.mapper().readTree(ofANewKind)),
              new CampaignEvent.OtherVersion("campaign-begun", Json.mapper().readTree(inANewForm)),
              new CampaignEvent.Warning(Optional.empty(), "2"));
    }
    for (String damaged : List.of("{\"type\":\"campaign-be", "{}", "[1]", "{} {}")) {
      execute("UPDATE campaign_events SET event = '" + damaged + "' WHERE number = 3");
      try (SqliteExperimentStore store = SqliteExperimentStore.openForReading(file)) {
        assertThatThrownBy(() -> store.events("c", 0, 10))
            .as(damaged)
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("damaged");
      }
    }
  }

  @Test
  void anotherProgramsDatabaseIsLeftAlone() throws Exception {
    execute("CREATE TABLE bookmarks (url TEXT)");
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> SqliteExperimentStore.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(file.toString(), "another program");
    assertThatThrownBy(() -> SqliteExperimentStore.openForReading(file))
        .hasMessageContaining("another program");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void newerSchemaNamesBothVersions() throws Exception {
    SqliteExperimentStore.open(file).close();
    int newer = Migrations.newest() + 1;
    execute("INSERT INTO schema_version VALUES (" + newer + ", 'V.sql', 'later')");
    String[] said = {
      file.toString(), "newer Codecsmith", "schema " + newer, "up to " + Migrations.newest()
    };
    assertThatThrownBy(() -> SqliteExperimentStore.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(said);
    assertThatThrownBy(() -> SqliteExperimentStore.openForReading(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(said);
  }

  @Test
  void emptyFileBecomesAStoreWhenWrittenAndIsNoneWhenRead() throws Exception {
    Files.createFile(file);
    assertThatThrownBy(() -> SqliteExperimentStore.openForReading(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(file.toString(), "is empty");
    SqliteExperimentStore.open(file).close();
    SqliteExperimentStore.openForReading(file).close();
  }

  @Test
  void missingFileIsNoStoreToRead() {
    assertThatThrownBy(() -> SqliteExperimentStore.openForReading(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).doesNotExist();
  }

  @Test
  void folderInTheFilesPlaceCannotBeOpened() throws Exception {
    Files.createDirectory(file);
    assertThatThrownBy(() -> SqliteExperimentStore.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(file.toString(), "cannot be opened");
  }

  @Test
  void damagedFileIsCalledDamaged() throws Exception {
    try (ExperimentStore store = SqliteExperimentStore.open(file)) {
      store.putCampaignIfAbsent(Samples.campaign("c"));
      for (int iteration = 1; iteration <= 20; iteration++) {
        store.create(Samples.succeeded(Samples.queued("c", iteration, "me"), 1));
      }
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      for (long page = 1; page < bytes.length() / 4096; page++) {
        bytes.seek(page * 4096);
        bytes.write(new byte[100]);
      }
    }
    assertThatThrownBy(
            () -> {
              try (ExperimentStore store = SqliteExperimentStore.open(file)) {
                Samples.all(store, "c");
              }
            })
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(file.toString(), "is damaged", "backup");
  }

  @Test
  void documentChangedByHandIsNamed() throws Exception {
    try (ExperimentStore store = SqliteExperimentStore.open(file)) {
      store.putCampaignIfAbsent(Samples.campaign("c"));
      store.create(Samples.queued("c", 1, "me"));
    }
    execute(
        "UPDATE experiment_documents SET document = json_remove(document, '$.result.decoder_bytes')");
    try (ExperimentStore store = SqliteExperimentStore.open(file)) {
      assertThatThrownBy(() -> store.find("exp_iter1_c"))
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll(file.toString(), "decoder_bytes");
    }
  }

  @Test
  void timesThatCannotBeReadAreASentence() throws Exception {
    try (ExperimentStore store = SqliteExperimentStore.open(file)) {
      store.putCampaignIfAbsent(Samples.campaign("c"));
      store.create(Samples.queued("c", 1, "me"));
    }
    execute("UPDATE campaigns SET created = 'yesterday'");
    execute("UPDATE experiments SET updated = 'today'");
    try (ExperimentStore store = SqliteExperimentStore.open(file)) {
      assertThatThrownBy(() -> store.findCampaign("c"))
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll(file.toString(), "'yesterday'", "backup");
      assertThatThrownBy(() -> store.campaigns(Page.FIRST, 9))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("'yesterday'");
      assertThatThrownBy(() -> store.summaries("c", 0, 9))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("'today'");
    }
  }

  @Test
  void readerIsToldOfWhatTheWriterAppends() throws Exception {
    try (ExperimentStore writer = SqliteExperimentStore.open(file);
        ExperimentStore reader = SqliteExperimentStore.openForReading(file);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> told =
          executor.submit(() -> reader.awaitEvents("c", 0, Duration.ofMinutes(5)));
      long _ =
          writer.append("c", Samples.T0, new CampaignEvent.Warning(Optional.empty(), "careful"));
      assertThat(told.get(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void readingLeavesNothingToWriteWith() throws Exception {
    SqliteExperimentStore.open(file).close();
    try (ExperimentStore store = SqliteExperimentStore.openForReading(file)) {
      assertThatThrownBy(() -> store.putCampaignIfAbsent(Samples.campaign("c")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("reading only");
    }
  }

  @Test
  void folderMayHaveAnyName() throws Exception {
    Path odd = folder.resolve("ä b?c=1#d%20e&'\"").resolve("store.sqlite");
    try (ExperimentStore store = SqliteExperimentStore.open(odd)) {
      store.putCampaignIfAbsent(Samples.campaign("c"));
    }
    assertThat(odd).isRegularFile();
    try (ExperimentStore store = SqliteExperimentStore.openForReading(odd)) {
      assertThat(store.campaigns(Page.FIRST, 9).items()).containsExactly(Samples.campaign("c"));
    }
  }

  @Test
  void readerSeesWhatTheWriterCommits() throws Exception {
    try (ExperimentStore writer = SqliteExperimentStore.open(file);
        ExperimentStore reader = SqliteExperimentStore.openForReading(file)) {
      assertThat(reader.campaigns(Page.FIRST, 9).items()).isEmpty();
      writer.putCampaignIfAbsent(Samples.campaign("c"));
      assertThat(reader.campaigns(Page.FIRST, 9).items()).containsExactly(Samples.campaign("c"));
    }
  }

  @Test
  void fullDiskLosesNothingAndWorkGoesOnOnceThereIsSpace() throws Exception {
    try (SqliteConnections connections = SqliteConnections.forWriting(file)) {
      connections.write(handle -> handle.execute("CREATE TABLE lines (line TEXT)"));
      // A limit on the file's pages fails in SQLite as a full disk does.
      connections.configure(handle -> handle.execute("PRAGMA max_page_count = 10"));
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  connections.write(
                      handle -> handle.execute("INSERT INTO lines VALUES (?)", "x".repeat(4000)));
                }
              })
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll(file.toString(), "is full", "free some space");
      int stored = count(connections);
      assertThat(stored).isBetween(1, 10);
      connections.configure(handle -> handle.execute("PRAGMA max_page_count = 1000"));
      connections.write(handle -> handle.execute("INSERT INTO lines VALUES ('y')"));
      assertThat(count(connections)).isEqualTo(stored + 1);
    }
  }

  private static int count(SqliteConnections connections) throws StoreException {
    return connections.read(handle ->
        handle
            .createQuery("SELECT count(*) FROM lines")
            .mapTo(Integer.class)
            .findOne()
            .orElseThrow());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
