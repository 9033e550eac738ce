package dev.codecsmith.store.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.ChildJvm;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.data.DataDirectory.Access;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.events.EventPublisher;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.store.lifecycle.RecordKeeper;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged outlives {@code kill -9} at any moment, and what was not harms nothing. */
final class KilledWriterTest {
  @TempDir private Path data;

  /** Runs experiments without end and prints each artifact and result once it is acknowledged. */
  static final class Writer {
    public static void main(String[] arguments) throws Exception {
      DataDirectory data = DataDirectory.open(Path.of(arguments[0]), Access.WRITE);
      ExperimentStore store = data.experiments();
      store.putCampaignIfAbsent(Samples.campaign("c"));
      ExperimentLifecycle lifecycle =
          new ExperimentLifecycle(store, InstantSource.system(), events(store));
      for (int iteration = 1; ; iteration++) {
        Optional<ExperimentRecord> known = store.find("exp_iter" + iteration + "_c");
        if (known.isPresent() && known.get().status().isFinal()) {
          lifecycle.tell(known.get());
          continue;
        }
        ExperimentRecord first = Samples.queued("c", iteration, data.owner());
        ExperimentRecord record =
            known.isPresent()
                ? lifecycle.takeOver(known.get(), Lease.of(data.owner())).orElseThrow()
                : first;
        if (known.isEmpty()) {
          lifecycle.enter(first);
        }
        RecordKeeper keeper = lifecycle.keeper(record);
        keeper.phase(ExperimentStatus.ENCODING, 0, 1);
        acknowledge("artifact " + data.artifacts().put(bitstream(iteration)));
        keeper.finish(Samples.succeeded(record, iteration).result());
        acknowledge("result " + record.id());
      }
    }

    static EventPublisher events(ExperimentStore store) {
      return new EventPublisher(store, "c", Clock.systemUTC(), EventListener.none());
    }

    private static byte[] bitstream(int iteration) {
      return ByteBuffer.allocate(100_000).putInt(iteration).array();
    }

    private static void acknowledge(String line) {
      System.out.println(line);
      System.out.flush();
    }
  }

  @Test
  void killedWriterLosesNothingAcknowledged() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    for (int linesBeforeTheKill : new int[] {1, 14, 37}) {
      try (ChildJvm writer = ChildJvm.start(Writer.class, data)) {
        for (int i = 0; i < linesBeforeTheKill; i++) {
          acknowledged.add(writer.line());
        }
        acknowledged.addAll(writer.kill());
      }
      databaseIsIntact();
      everythingIsThere(acknowledged);
    }
  }

  private void databaseIsIntact() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("store.sqlite"));
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(result.getString(1)).isEqualTo("ok");
    }
  }

  private void everythingIsThere(List<String> acknowledged) throws Exception {
    try (DataDirectory opened = DataDirectory.open(data, Access.WRITE)) {
      for (String line : acknowledged) {
        String name = line.substring(line.indexOf(' ') + 1);
        if (line.startsWith("artifact")) {
          assertThat(opened.artifacts().read(name)).hasSize(100_000);
        } else {
          assertThat(opened.experiments().find(name).orElseThrow().status())
              .isEqualTo(ExperimentStatus.SUCCEEDED);
        }
      }
      List<ExperimentRecord> experiments = Samples.all(opened.experiments(), "c");
      assertThat(experiments.stream().filter(e -> !e.status().isFinal()).count())
          .as("experiments that the kill left unfinished")
          .isLessThanOrEqualTo(1);
      for (ExperimentRecord experiment : experiments) {
        // As the campaign does that goes on.
        new ExperimentLifecycle(
                opened.experiments(), InstantSource.system(), Writer.events(opened.experiments()))
            .tell(experiment);
      }
      List<StoredEvent> events = opened.experiments().events("c", 0, 100_000);
      assertThat(events)
          .extracting(StoredEvent::number)
          .isEqualTo(LongStream.rangeClosed(1, events.size()).boxed().toList());
      Map<ExperimentStatus, Integer> counts = opened.experiments().counts("c");
      assertThat(
              events.stream()
                  .filter(stored -> stored.event() instanceof CampaignEvent.ExperimentEnded)
                  .count())
          .as("results in the log, each once")
          .isEqualTo((long) counts.getOrDefault(ExperimentStatus.SUCCEEDED, 0));
      try (Stream<Path> leftovers = Files.list(data.resolve("artifacts/tmp"))) {
        assertThat(leftovers).isEmpty();
      }
    }
  }
}
