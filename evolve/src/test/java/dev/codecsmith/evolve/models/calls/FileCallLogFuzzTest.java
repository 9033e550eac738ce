package dev.codecsmith.evolve.models.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.codecsmith.evolve.campaign.Mutations;
import dev.codecsmith.evolve.models.ModelRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A call log that was damaged on the disk. */
class FileCallLogFuzzTest {
  /** Far more than any takes: a reader that hangs fails instead of holding up the build. */
  private static final Duration HANG = Duration.ofMinutes(2);

  private static final ModelRequest FIRST = ModelRequest.of("system", "question «ä»\n");
  private static final ModelRequest SECOND = ModelRequest.of("", "other").inSlot("iteration 2");
  private static final List<String> WORDS =
      List.of(
          "\n",
          "null",
          "{}",
          "[]",
          "\"\"",
          "1e999999999",
          "-1",
          "{\"is\":\"replied\"}",
          "\"is\"",
          "\"replied\"",
          "\"failed\"",
          "\\ud800",
          "{\"key\":",
          "}\n{",
          "true",
          "99999999999999999999");

  private static Path file = Path.of("");
  private static String good = "";

  @BeforeContainer
  static void write() throws IOException {
    file = Files.createTempFile("calls", ".jsonl");
    try (FileCallLog log = FileCallLog.open(file)) {
      log.append(Calls.replied(FIRST, "text\nin lines"));
      log.append(Calls.failed(SECOND));
      log.append(Calls.replied(SECOND, "more"));
    }
    good = Files.readString(file);
  }

  @AfterContainer
  static void remove() throws IOException {
    Files.deleteIfExists(file);
  }

  @Property(seed = "1", tries = 400)
  void itIsReadAsFarAsItIsGoodOrRefusedInASentenceThatNamesIt(@ForAll long seed) {
    assertTimeoutPreemptively(
        HANG,
        () ->
            read(
                Mutations.of(List.of(good), WORDS, new Random(seed))
                    .getBytes(StandardCharsets.UTF_8)));
  }

  private static void read(byte[] damaged) throws IOException {
    Files.write(file, damaged);
    List<CallLog.Entry> entries;
    Spending spent;
    try (FileCallLog log = FileCallLog.openForReplay(file)) {
      entries = log.entries("");
      spent = log.spent();
    } catch (IOException e) {
      assertThat(e.getMessage()).contains(file.toString());
      assertThat(String.valueOf(e.getMessage()).lines()).as(e.getMessage()).hasSize(1);
      assertThat(Files.readAllBytes(file)).as("a refused log stays as it is").isEqualTo(damaged);
      return;
    }
    ModelRequest third = ModelRequest.of("", "third");
    try (FileCallLog log = FileCallLog.open(file)) {
      assertThat(log.entries("")).isEqualTo(entries);
      assertThat(log.spent()).isEqualTo(spent);
      log.append(Calls.replied(third, "last"));
    } catch (IOException e) {
      assertThat(e.getMessage()).contains(file.toString());
      return;
    }
    try (FileCallLog log = FileCallLog.openForReplay(file)) {
      assertThat(log.entries("")).hasSize(entries.size() + 1);
      assertThat(log.spent().calls()).isEqualTo(spent.calls() + 1);
      assertThat(log.find(Calls.key(third))).isPresent();
    }
  }
}
