package dev.codecsmith.evolve.models.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.ModelRequestBuilder;
import dev.codecsmith.evolve.models.Part;
import dev.codecsmith.evolve.models.TokenUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCallLogTest {
  private static final ModelRequest FIRST =
      ModelRequestBuilder.builder(
              ModelRequest.of(
                      List.of(Part.stable("sys\ntem")), List.of(Part.of("q «ä» \u2028 uestion")))
                  .followedBy("answer", "next")
                  .inSlot("iteration 1"))
          .temperature(OptionalDouble.of(0.7))
          .build();
  private static final ModelRequest SECOND = ModelRequest.of("", "other");

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("deep/er/calls.jsonl");
  }

  @Test
  void everythingOfACallComesBackAfterReopening() throws IOException {
    ModelCall replied = Calls.replied(FIRST, "text\nin lines");
    ModelCall failed = Calls.failed(SECOND);
    try (FileCallLog log = FileCallLog.open(file())) {
      log.append(replied);
      log.append(failed);
    }

    try (FileCallLog log = FileCallLog.open(file())) {
      assertThat(log.find(replied.key())).contains(replied);
      assertThat(log.find(failed.key())).as("a failed call is no reply").isEmpty();
      assertThat(log.entries(FIRST.slot())).containsExactly(replied.entry());
      assertThat(log.entries(SECOND.slot())).containsExactly(failed.entry());
      assertThat(log.spent())
          .isEqualTo(
              new Spending(2, new TokenUsage(11, 22, 33, 44), new BigDecimal("0.00123450"), 1, 0));
    }
  }

  @Test
  void oneCallIsOneLine() throws IOException {
    try (FileCallLog log = FileCallLog.open(file())) {
      log.append(Calls.replied(FIRST, "text\nin lines"));
      log.append(Calls.replied(SECOND, "more"));
    }

    assertThat(Files.readAllLines(file())).hasSize(2);
  }

  @Test
  void lineTornByAKillIsRemovedAndTheRestStands() throws IOException {
    ModelCall first = Calls.replied(FIRST, "first");
    ModelCall second = Calls.replied(SECOND, "second");
    try (FileCallLog log = FileCallLog.open(file())) {
      log.append(first);
      log.append(second);
    }
    byte[] whole = Files.readAllBytes(file());
    int line = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    for (int length : IntStream.range(line, whole.length).filter(i -> i % 61 == 0).toArray()) {
      Files.write(file(), Arrays.copyOf(whole, length));

      try (FileCallLog log = FileCallLog.open(file())) {
        assertThat(log.find(first.key())).contains(first);
        assertThat(log.find(second.key())).isEmpty();
        log.append(second);
      }
      assertThat(Files.readAllBytes(file())).isEqualTo(whole);
    }
  }

  @Test
  void lastLineOfGarbageIsTakenForTorn() throws IOException {
    ModelCall first = Calls.replied(FIRST, "first");
    try (FileCallLog log = FileCallLog.open(file())) {
      log.append(first);
    }
    byte[] good = Files.readAllBytes(file());
    byte[] zeros = Arrays.copyOf(good, good.length + 1_000);
    zeros[zeros.length - 1] = '\n';
    Files.write(file(), zeros);

    FileCallLog.open(file()).close();

    assertThat(Files.readAllBytes(file())).isEqualTo(good);
  }

  @Test
  void aLastLineThatANewerVersionWroteIsLeftAsItIs() throws IOException {
    ModelCall first = Calls.replied(FIRST, "first");
    try (FileCallLog log = FileCallLog.open(file())) {
      log.append(first);
    }
    String good = Files.readString(file());
    for (String newer :
        List.of(
            "{\"format\":2}",
            good.strip().replace("\"is\":\"replied\"", "\"is\":\"streamed\""),
            good.strip().replace("\"COMPLETE\"", "\"PAUSED\""))) {
      Files.writeString(file(), good + newer + "\n");

      for (int time = 0; time < 2; time++) {
        assertThatThrownBy(() -> FileCallLog.open(file()))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("Line 2 of the call log " + file())
            .hasMessageContaining("written by a newer one");
      }
      assertThatThrownBy(() -> FileCallLog.openForReplay(file()))
          .hasMessageContaining("written by a newer one");
      assertThat(file()).hasContent(good + newer + "\n");
    }
  }

  @Test
  void fieldsThatANewerVersionAddedArePassedOver() throws IOException {
    ModelCall first = Calls.replied(FIRST, "first");
    try (FileCallLog log = FileCallLog.open(file())) {
      log.append(first);
    }
    String good = Files.readString(file());
    Files.writeString(file(), good.replaceFirst("\\{", "{\"added\":{\"later\":1},"));

    try (FileCallLog log = FileCallLog.open(file())) {
      assertThat(log.find(first.key())).contains(first);
    }
  }

  @Test
  void damageElsewhereIsAnErrorThatNamesFileAndLine() throws IOException {
    try (FileCallLog log = FileCallLog.open(file())) {
      log.append(Calls.replied(FIRST, "first"));
      log.append(Calls.replied(SECOND, "second"));
    }
    String text = Files.readString(file());
    Files.writeString(file(), "x" + text);

    assertThatThrownBy(() -> FileCallLog.open(file()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("line 1");
  }

  @Test
  void secondWriterIsTurnedAwayAndReadersAreNot() throws IOException {
    ModelCall first = Calls.replied(FIRST, "first");
    try (FileCallLog log = FileCallLog.open(file())) {
      log.append(first);

      assertThatThrownBy(() -> FileCallLog.open(file()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another campaign");
      try (FileCallLog reader = FileCallLog.openForReplay(file())) {
        assertThat(reader.find(first.key())).contains(first);
      }
      log.append(Calls.replied(SECOND, "second"));
    }
  }

  @Test
  void interruptedThreadStillWritesItsCallDown() throws IOException {
    ModelCall first = Calls.replied(FIRST, "first");
    ModelCall second = Calls.replied(SECOND, "second");
    try (FileCallLog log = FileCallLog.open(file())) {
      Thread.currentThread().interrupt();
      log.append(first);
      assertThat(Thread.interrupted()).isTrue();

      log.append(second);

      assertThat(log.find(first.key())).contains(first);
      assertThat(log.find(second.key())).contains(second);
    }
  }

  @Test
  void firstReplyUnderAKeyStands() throws IOException {
    ModelCall first = Calls.replied(FIRST, "first");
    try (FileCallLog log = FileCallLog.open(file())) {
      log.append(first);
      log.append(Calls.replied(FIRST, "again"));

      assertThat(log.find(first.key()).flatMap(ModelCall::reply).map(ModelReply::text))
          .isEqualTo(Optional.of("first"));
    }
  }

  @Test
  void missingRecordingIsNamed() {
    assertThatThrownBy(() -> FileCallLog.openForReplay(folder.resolve("none.jsonl")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.jsonl");
  }
}
