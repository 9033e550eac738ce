package dev.codecsmith.store.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codecsmith.store.ChildJvm;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory.Access;
import dev.codecsmith.store.experiments.Page;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who only asks is in nobody's way, and needs no right to write. */
final class ReadOnlyFolderTest {
  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void fill() throws Exception {
    data = folder.resolve("data");
    try (DataDirectory writing = DataDirectory.open(data, Access.WRITE)) {
      writing.experiments().putCampaignIfAbsent(Samples.campaign("c"));
    }
  }

  /** Tells what it reads, once and again for each line it is sent. */
  static final class Reader {
    public static void main(String[] arguments) throws Exception {
      Path data = Path.of(arguments[0]);
      try (DataDirectory reading = DataDirectory.open(data, Access.READ);
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
        do {
          System.out.println(
              reading.experiments().campaigns(Page.FIRST, 9).items().size()
                  + " campaigns, "
                  + DataDirectory.writer(data)
                      .flatMap(DataDirectory.Writer::campaign)
                      .map(campaign -> campaign + " runs")
                      .orElse("none runs"));
          System.out.flush();
        } while (lines.readLine() != null);
      } catch (StoreException e) {
        System.out.println("refused: " + e.getMessage());
        System.out.flush();
      }
    }
  }

  /** Stores a second campaign and waits to be killed. */
  static final class Writer {
    public static void main(String[] arguments) throws Exception {
      try (DataDirectory writing = DataDirectory.open(Path.of(arguments[0]), Access.WRITE)) {
        writing.experiments().putCampaignIfAbsent(Samples.campaign("second"));
        writing.announce("second");
        System.out.println("stored");
        System.out.flush();
        while (System.in.read() >= 0) {
          // Until the test kills this process.
        }
      }
    }
  }

  /** Asks without end who writes. */
  static final class Asker {
    public static void main(String[] arguments) throws Exception {
      for (boolean told = false; ; ) {
        boolean _ = DataDirectory.writer(Path.of(arguments[0])).isPresent();
        if (!told) {
          System.out.println("asking");
          System.out.flush();
          told = true;
        }
      }
    }
  }

  private ChildJvm reader() throws IOException, InterruptedException {
    List<String> readOnly =
        List.of("bwrap", "--dev-bind", "/", "/", "--ro-bind", data.toString(), data.toString());
    assumeTrue(works(readOnly), "a read-only view of a folder takes a working bubblewrap");
    return ChildJvm.startIn(readOnly, Reader.class, data);
  }

  private static boolean works(List<String> wrapper) throws InterruptedException {
    List<String> command = new ArrayList<>(wrapper);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void folderAtRestIsRead() throws Exception {
    try (ChildJvm reader = reader()) {
      assertThat(reader.line()).isEqualTo("1 campaigns, none runs");
    }
  }

  @Test
  void readerOfAFolderAtRestSeesWhatAWriterBeginsLater() throws Exception {
    try (ChildJvm reader = reader()) {
      assertThat(reader.line()).isEqualTo("1 campaigns, none runs");
      try (DataDirectory writing = DataDirectory.open(data, Access.WRITE)) {
        writing.experiments().putCampaignIfAbsent(Samples.campaign("b"));
        writing.announce("b");
        reader.tell("again");
        assertThat(reader.line()).isEqualTo("2 campaigns, b runs");
        writing.experiments().putCampaignIfAbsent(Samples.campaign("a"));
      }
      reader.tell("again");
      assertThat(reader.line()).isEqualTo("3 campaigns, none runs");
    }
  }

  @Test
  void folderIsReadWhileItIsWritten() throws Exception {
    try (ChildJvm writer = ChildJvm.start(Writer.class, data)) {
      writer.line();
      try (ChildJvm reader = reader()) {
        assertThat(reader.line()).isEqualTo("2 campaigns, second runs");
      }
    }
  }

  @Test
  void whatAKilledWriterLeftInItsLogIsRead() throws Exception {
    killedWriter();
    try (ChildJvm reader = reader()) {
      assertThat(reader.line()).isEqualTo("2 campaigns, none runs");
    }
  }

  @Test
  void aLogWithoutItsIndexIsRead() throws Exception {
    killedWriter();
    Files.delete(data.resolve("store.sqlite-shm"));
    try (ChildJvm reader = reader()) {
      assertThat(reader.line()).isEqualTo("2 campaigns, none runs");
    }
    assertThat(data.resolve("store.sqlite-wal")).exists();
  }

  private void killedWriter() throws Exception {
    try (ChildJvm writer = ChildJvm.start(Writer.class, data)) {
      writer.line();
      writer.kill();
    }
    assertThat(data.resolve("store.sqlite-wal")).exists();
  }

  @Test
  void askingWhoWritesNeverMakesAWriterFail() throws Exception {
    try (ChildJvm asker = ChildJvm.start(Asker.class, data)) {
      asker.line();
      for (int i = 0; i < 1_000; i++) {
        DirectoryLock.acquire(data, ProcessIdentity.current(), Instant.EPOCH).close();
      }
    }
  }

  @Test
  void askingWhoWritesWritesNothing() throws Exception {
    assertThat(DataDirectory.writer(data)).isEmpty();
    Path untouched = Files.createDirectory(folder.resolve("untouched"));
    assertThat(DataDirectory.writer(untouched)).isEmpty();
    try (Stream<Path> inside = Files.list(untouched)) {
      assertThat(inside).isEmpty();
    }
  }
}
