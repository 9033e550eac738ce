package dev.codecsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.codecsmith.cli.output.PlainEncoder;
import dev.codecsmith.cli.output.PlainWriter;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Nothing that comes from outside steers the terminal of who reads it, or fills his screen. */
class OutsideTextTest {
  /** A title, a colour, a C1 sequence, a change of direction, nothing seen, a tag. */
  private static final String HOSTILE =
      "x\u001b]0;owned\u0007\u001b[31m\u009b2J\u202e\u200b\u2066" + Character.toString(0xE0041);

  @TempDir private Path folder;

  private Spoken say(String... words) {
    Spoken spoken = Spoken.by(words);
    isPlain(spoken.out());
    isPlain(spoken.err());
    return spoken;
  }

  private static void isPlain(String text) {
    assertThat(text.codePoints()).as(() -> PlainText.of(text)).noneMatch(PlainText::isActive);
    assertThat(text.length()).isLessThan(200_000);
  }

  private String[] withData(String... words) {
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--data";
    all[words.length + 1] = folder.resolve("data").toString();
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"%s\": 1}",
        "{\"language\": \"%s\", \"entry\": \"a.c\"}",
        "{\"language\": \"c\", \"entry\": \"%s\"}",
        "{\"language\": \"java\", \"entry\": \"%s\"}",
        "{\"language\": \"c\", \"entry\": \"a.c\"}%s"
      })
  void manifestsAreShownPlainAndShort(String manifest) throws Exception {
    Files.writeString(folder.resolve("a.c"), "int main() { return 0; }");
    String clip = clip("tiny.y4m");
    for (String text : new String[] {HOSTILE, "y".repeat(7 << 20)}) {
      Files.writeString(
          folder.resolve("program.json"),
          manifest.formatted(text.replace("\u001b", "\\u001b").replace("\u0007", "\\u0007")));
      Spoken spoken = say(withData("evaluate", folder.toString(), "--clip", clip));
      assertThat(spoken.exit()).isEqualTo(1);
      assertThat(spoken.err().length() + spoken.out().length()).isLessThan(5_000);
    }
  }

  @Test
  void namesOfProgramsFilesAreShownPlain() throws Exception {
    Path program = Files.createDirectories(folder.resolve(HOSTILE));
    Files.writeString(program.resolve("program.json"), "{\"language\":\"c\",\"entry\":\"a.c\"}");
    Files.writeString(program.resolve("a.c" + HOSTILE), "");
    Spoken spoken = say(withData("evaluate", program.toString()));
    assertThat(spoken.exit()).isEqualTo(1);
    assertThat(spoken.err()).contains("\\u001B]0;owned\\u0007");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"%s\": 1",
        "name: [\"%s\"]\nname: x",
        "qualities: \"%s\"",
        "anchors: \"%s\"",
        "language: \"%s\"",
        "time: \"%s\"",
        "iterations: \"%s\"",
        "clips: \"%s\"",
        "models: [{proposer: \"%s\"}]",
        "- \"%s\""
      })
  void campaignFilesAreShownPlainAndShort(String yaml) throws Exception {
    Path file = folder.resolve("campaign.yaml");
    String escaped = HOSTILE.replace("\u001b", "\\e").replace("\u0007", "\\a");
    for (String text : new String[] {escaped, "y".repeat(1 << 20)}) {
      Files.writeString(file, yaml.formatted(text));
      Spoken spoken = say(withData("run", "--campaign", file.toString()));
      assertThat(spoken.exit()).isNotZero();
      assertThat(spoken.err()).hasSizeLessThan(12_000);
    }
  }

  @Test
  void argumentsAndFilesAreShownPlain() throws Exception {
    String missing = folder.resolve(HOSTILE).toString();
    assertThat(say("measure", missing, missing).exit()).isNotZero();
    assertThat(say("--" + HOSTILE).exit()).isEqualTo(2);
    assertThat(say("bdrate", missing, missing).exit()).isNotZero();
    assertThat(say("experiments", "list", "--data", missing).exit()).isNotZero();
    assertThat(say("evaluate", missing).exit()).isNotZero();
    Path clip = folder.resolve(HOSTILE + ".y4m");
    TestFootage.write(clip, 48, 32, 2);
    assertThat(say("measure", clip.toString(), clip.toString()).exit()).isZero();
    Files.writeString(clip, "YUV4MPEG2 W" + HOSTILE + "\n");
    assertThat(say("measure", clip.toString(), clip.toString()).exit()).isNotZero();
    Path table = Files.writeString(folder.resolve("t.csv"), HOSTILE + "," + HOSTILE + "\n1,2\n");
    assertThat(say("bdrate", table.toString(), table.toString()).exit()).isNotZero();
    assertThat(say(withData("clips", "add", clip.toString())).exit()).isNotZero();
  }

  @Test
  void whatAProgramWritesAndIsStoredIsShownPlain() throws Exception {
    Path program = Files.createDirectories(folder.resolve("program"));
    Files.writeString(
        program.resolve("program.json"), "{\"language\":\"python\",\"entry\":\"a.py\"}");
    Files.writeString(
        program.resolve("a.py"),
        "import sys\nsys.stderr.write(%s + 'z' * 5000000)\nsys.exit(3)\n"
            .formatted(Json.write(HOSTILE)));
    Spoken spoken = say(withData("evaluate", program.toString(), "--clip", clip("c\u202e.y4m")));
    assertThat(spoken.exit()).isEqualTo(1);
    assertThat(spoken.out()).contains("crashed", "\\u001B]0;owned");
  }

  @ParameterizedTest
  @MethodSource
  void storedRecordsAreShownPlain(List<String> words) throws Exception {
    String id = storeHostileRecord();
    Spoken spoken =
        say(withData(words.stream().map(word -> word.replace("ID", id)).toArray(String[]::new)));
    assertThat(spoken.exit()).as(spoken.err()).isZero();
    assertThat(spoken.out()).contains("\\u001B]0;owned");
  }

  static List<List<String>> storedRecordsAreShownPlain() {
    return List.of(
        List.of("experiments", "list"),
        List.of("experiments", "list", "--json"),
        List.of("experiments", "show", "ID"),
        List.of("experiments", "show", "ID", "--json"),
        List.of("experiments", "export"),
        List.of("lineage", "ID", "--no-diff"),
        List.of("lineage", "ID", "--no-diff", "--json"));
  }

  @Test
  void jsonStillMeansWhatWasStored() throws Exception {
    String id = storeHostileRecord();
    assertThat(
            say(withData("experiments", "show", id, "--json"))
                .json()
                .path("failure")
                .path("message")
                .asString())
        .isEqualTo(HOSTILE + "\nsecond");
  }

  @Test
  void anExportedFileIsPlainToo() throws Exception {
    String id = storeHostileRecord();
    Path file = folder.resolve("export.json");
    say(withData("experiments", "export", "--out", file.toString())).well();
    String text = Files.readString(file);
    isPlain(text.strip());
    assertThat(text).contains(id, "\\u001B]0;owned");
  }

  @Test
  void logsArePlain() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    PlainEncoder encoder = new PlainEncoder();
    encoder.setContext(context);
    encoder.setPattern("%msg%n%ex");
    encoder.start();
    String line =
        new String(
            encoder.encode(
                new LoggingEvent(
                    "test",
                    context.getLogger("test"),
                    Level.WARN,
                    "said {}",
                    new IOException(HOSTILE),
                    new Object[] {HOSTILE})),
            StandardCharsets.UTF_8);
    isPlain(line);
    assertThat(line).contains("said x\\u001B]0;owned", "IOException: x\\u001B]0;owned");
  }

  @Test
  void aPairThatIsWrittenInTwoPartsIsOne() {
    StringWriter written = new StringWriter();
    PrintWriter printer = PlainWriter.printer(new PrintWriter(written));
    printer.write("a\uD83D");
    printer.write("\uDE00\r");
    printer.write("\nb\uD83D");
    printer.flush();
    assertThat(written).hasToString("a\uD83D\uDE00\nb\\uD83D");
  }

  private String clip(String name) throws IOException {
    Path file = folder.resolve(name);
    TestFootage.write(file, 48, 32, 2);
    return file.toString();
  }

  /** As a version might have stored it that did not look at what it stored. */
  private String storeHostileRecord() throws Exception {
    Path program = Files.createDirectories(folder.resolve("p"));
    Files.writeString(program.resolve("program.json"), "{\"language\":\"c\",\"entry\":\"a.c\"}");
    Files.writeString(program.resolve("a.c"), "no C");
    say(withData("evaluate", program.toString(), "--clip", clip("t.y4m")));
    try (DataDirectory data =
        DataDirectory.open(folder.resolve("data"), DataDirectory.Access.WRITE)) {
      ExperimentStore store = data.experiments();
      ExperimentRecord record =
          store.find(store.idsStartingWith("exp_", 1).getFirst()).orElseThrow();
      String json = Json.write(record);
      String hostile =
          json.replace(
                  Json.write(record.failure().orElseThrow().message()),
                  Json.write(HOSTILE + "\nsecond"))
              .replace("\"name\":\"p\"", "\"name\":" + Json.write(HOSTILE))
              .replace("\"proposer\":\"user\"", "\"proposer\":" + Json.write(HOSTILE));
      assertThat(hostile).isNotEqualTo(json);
      store.delete(List.of(record.id()));
      assertThat(store.create(Json.read(hostile, ExperimentRecord.class))).isTrue();
      return record.id();
    }
  }
}
