package dev.codecsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codecsmith.cli.dashboard.BrowsedProcess;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.StoredEvent;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A program that knows the clip by heart, wherever the program prints an experiment; and what may
 * be asked of its store without reading all of it, or without writing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlagsEverywhereTest {
  private static final String FLAG = "no codec known saves more than 75 %";

  /** Commands that print experiments, or figures that are an experiment's. */
  private static final Set<String> SHOW =
      Set.of(
          "run",
          "evaluate",
          "experiments list",
          "experiments show",
          "experiments export",
          "campaign status",
          "campaign resume",
          "campaign watch",
          "campaign export",
          "replay",
          "lineage",
          "package",
          "report",
          "plot rd",
          "dashboard",
          "worker",
          "orchestrator",
          "status",
          "logs");

  /** Commands that print none. */
  private static final Set<String> SHOW_NONE =
      Set.of(
          "experiments artifact",
          "experiments cancel",
          "experiments delete",
          "experiments clean",
          "campaign stop",
          "campaign propose",
          "campaign record",
          "clips list",
          "clips add",
          "clips show",
          "store init",
          "store copy",
          "alerts test",
          "doctor",
          "mcp",
          "measure",
          "bdrate",
          "anchors",
          "plot frames");

  @TempDir private static Path folder;
  private String clip = "";
  private String data = "";
  private String experiment = "";
  private String campaign = "";
  private Spoken ran = new Spoken(0, "", "");

  @BeforeAll
  void cheat() throws Exception {
    Path file = folder.resolve("tiny.y4m");
    TestFootage.write(file, 48, 32, 2);
    clip = file.toString();
    data = folder.resolve("data").toString();
    Path reply = folder.resolve("reply.md");
    Files.writeString(
        reply,
        "NAME: by heart\nENTRY: cheater.c\nFILE: cheater.c\n```c\n" + cheater(file) + "```\n");
    ran = run("--json");
    experiment = ran.json().at("/experiments/0/id").asString();
    campaign = ran.json().at("/campaign/id").asString();
    copy("poisoned");
  }

  private Spoken run(String... more) {
    return spoken(
        Stream.concat(
                Stream.of(
                    "run",
                    "--clip",
                    clip,
                    "--iterations",
                    "1",
                    "--proposer",
                    "command",
                    "--language",
                    "c",
                    "--repairs",
                    "0",
                    "--model-command",
                    "cat '" + folder.resolve("reply.md") + "'"),
                Arrays.stream(more))
            .toArray(String[]::new));
  }

  private Spoken spoken(String... words) {
    return Spoken.by(
        Stream.concat(Arrays.stream(words), Stream.of("--data", data)).toArray(String[]::new));
  }

  /** A codec whose decoder holds the clip, and whose bitstream says how much of it to spoil. */
  private static String cheater(Path clip) throws IOException {
    byte[] file = Files.readAllBytes(clip);
    int header = new String(file, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    String samples =
        IntStream.range(header, file.length)
            .mapToObj(at -> Integer.toString(file[at] & 255))
            .collect(Collectors.joining(","));
    return """
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>

    static const unsigned char clip[] = {%s};

    int main(int argc, char **argv) {
      if (argc > 3) {
        int quality = atoi(argv[3]);
        putchar(quality);
        for (int i = 0; i < quality / 20; i++) putchar(0);
        return 0;
      }
      FILE *bitstream = fopen(argv[2], "rb");
      int step = 64 >> getc(bitstream) / 20;
      puts("%s");
      for (size_t at = 0; at < sizeof clip;) {
        fwrite(clip + at, 1, strlen("FRAME\\n"), stdout);
        at += strlen("FRAME\\n");
        for (int i = 0; i < 48 * 32 * 3 / 2; i++) putchar(clip[at++] / step * step + step / 2);
      }
      return 0;
    }
    """
        .formatted(samples, new String(file, 0, header - 1, StandardCharsets.ISO_8859_1));
  }

  @Test
  void flagIsShownOnEveryWayOut() throws Exception {
    Path program = folder.resolve("program");
    Path chart = folder.resolve("chart.svg");
    Path exported = folder.resolve("exported.json");
    shows(ran.out(), "run --json");
    shows(ran.err(), "the progress of run");
    shows(run().well().out(), "the table of run");
    shows(spoken("campaign", "resume", campaign).well().out(), "campaign resume");
    shows(spoken("campaign", "watch", campaign).well().out(), "campaign watch");
    shows(spoken("campaign", "watch", campaign, "--json").well().out(), "campaign watch --json");
    shows(spoken("experiments", "list").well().out(), "list");
    shows(spoken("experiments", "list", "--json").well().out(), "list --json");
    shows(
        spoken("experiments", "show", experiment, "--program", program.toString()).well().out(),
        "show");
    shows(spoken("experiments", "show", experiment, "--json").well().out(), "show --json");
    for (String command : List.of("experiments", "campaign")) {
      shows(spoken(command, "export", "--format", "json").well().out(), command + " export");
      shows(spoken(command, "export", "--format", "csv").well().out(), command + " export, CSV");
      spoken(command, "export", "--out", exported.toString()).well();
      shows(Files.readString(exported), command + " export --out");
    }
    shows(spoken("campaign", "status").well().out(), "status");
    shows(spoken("campaign", "status", "--json").well().out(), "status --json");
    String nobody = "http://127.0.0.1:1";
    shows(spoken("status", "--worker", nobody).out(), "status --data");
    shows(spoken("status", "--worker", nobody, "--json").out(), "status --data --json");
    shows(spoken("lineage", experiment).well().out(), "lineage");
    shows(spoken("lineage", experiment, "--json").well().out(), "lineage --json");
    shows(
        spoken("plot", "rd", "--experiment", experiment, "--out", chart.toString()).well().err(),
        "plot rd");
    Path packaged = folder.resolve("packaged");
    spoken("package", experiment, "--out", packaged.toString()).well();
    shows(Files.readString(packaged.resolve("README.md")), "package");
    Path report = folder.resolve("report.html");
    spoken("report", campaign, "--out", report.toString()).well();
    shows(Files.readString(report), "report");
    try (BrowsedProcess shown = BrowsedProcess.of("dashboard", "--data", data, "--port", "0")) {
      String list = "api/experiments?campaign=" + campaign;
      shows(shown.get(list).toString(), "dashboard, list");
      shows(shown.get("api/experiments/" + experiment).toString(), "dashboard, experiment");
    }
    shows(spoken("replay", experiment).well().out(), "replay");
    shows(spoken("replay", experiment, "--json").well().out(), "replay --json");
    shows(spoken("replay", campaign).well().out(), "replay of a campaign");
    shows(spoken("replay", campaign, "--from-seed", "--json").well().out(), "replay --from-seed");
    events(experiment);

    Spoken evaluated = spoken("evaluate", program.toString(), "--clip", clip, "--json").well();
    shows(evaluated.out(), "evaluate --json");
    events(evaluated.json().path("id").asString());
    shows(spoken("evaluate", program.toString(), "--clip", clip).well().out(), "evaluate");
  }

  @Test
  void aWorkersReplyShowsTheFlagToo() throws Exception {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("experiment_id", "cheat");
    body.putObject("program")
        .put("language", "c")
        .put("entry", "cheater.c")
        .putObject("files")
        .put("cheater.c", cheater(Path.of(clip)));
    Path token = Files.writeString(folder.resolve("token"), "a token of these tests\n");
    ServiceProcess worker =
        ServiceProcess.start(
            "worker", folder.resolve("worker"), token, "a token of these tests", "--clip", clip);
    try {
      HttpResponse<String> answer =
          worker.send(
              worker
                  .to("/experiment")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body.toString())));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      shows(answer.body(), "worker");
    } finally {
      worker.close();
    }
  }

  private static void shows(String said, String where) {
    assertThat(said).as(where).contains(FLAG);
  }

  private void events(String id) throws IOException {
    try (DataDirectory opened = DataDirectory.open(Path.of(data), DataDirectory.Access.READ)) {
      String itsCampaign = opened.experiments().find(id).orElseThrow().campaignId();
      assertThat(opened.experiments().events(itsCampaign, 0, 10_000))
          .extracting(StoredEvent::event)
          .filteredOn(event -> event.key().equals(Optional.of("ended/" + id)))
          .singleElement()
          .asString()
          .contains(FLAG);
    }
  }

  @Test
  void everyCommandIsKnownToShowExperimentsOrNot() {
    Set<String> known = new TreeSet<>(SHOW);
    known.addAll(SHOW_NONE);
    assertThat(leaves("", Codecsmith.commandLine())).isEqualTo(known);
  }

  private static Set<String> leaves(String name, CommandLine command) {
    Set<String> leaves = new TreeSet<>();
    command
        .getSubcommands()
        .forEach((word, sub) -> leaves.addAll(leaves((name + " " + word).strip(), sub)));
    if (command.getSubcommands().isEmpty()) {
      leaves.add(name);
    }
    return leaves;
  }

  /** Every other experiment is put there in a form that cannot be read: whoever looks, fails. */
  @Test
  void oneExperimentIsShownWithoutReadingTheOthers() throws Exception {
    String whole = data;
    data = folder.resolve("poisoned").toString();
    try {
      poison();
      Spoken list = spoken("experiments", "list");
      assertThat(list.exit()).as("a list reads all").isEqualTo(1);
      assertThat(list.err()).contains("cannot be read").hasLineCount(1);
      assertThat(spoken("experiments", "show", experiment).well().out()).contains(FLAG);
      String begin = experiment.substring(0, experiment.length() - 4);
      assertThat(spoken("experiments", "show", begin).well().out()).contains(experiment);
      spoken("experiments", "show", "exp_iter1").complainsOf("several", experiment.substring(0, 9));
      spoken("experiments", "show", "exp_none").complainsOf("There is no experiment 'exp_none'");
      assertThat(spoken("campaign", "status").well().out())
          .contains("2001 succeeded", experiment, FLAG);
      spoken("campaign", "status", "--json").well();
      spoken("lineage", experiment).well();
      Path program = folder.resolve("poisoned program");
      spoken("experiments", "show", experiment, "--program", program.toString()).well();
      spoken("evaluate", program.toString(), "--clip", clip).well();
      Spoken second = spoken("evaluate", program.toString(), "--clip", clip, "--json").well();
      assertThat(second.json().path("id").asString()).startsWith("exp_iter2_");
    } finally {
      data = whole;
    }
  }

  private void copy(String name) throws IOException {
    Path target = folder.resolve(name);
    try (Stream<Path> all = Files.walk(Path.of(data))) {
      for (Path each : all.toList()) {
        Files.copy(each, target.resolve(Path.of(data).relativize(each).toString()));
      }
    }
  }

  private void poison() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + Path.of(data).resolve("store.sqlite"));
        Statement statement = connection.createStatement()) {
      String numbers =
          "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 2001) ";
      statement.execute(
          numbers
              + "INSERT INTO experiments (id, campaign_id, iteration, status, owner, name,"
              + " language, proposer, program_sha256, score, result, created, updated,"
              + " bitstreams_sha256) SELECT 'exp_iter' || i || '_x', campaign_id, i, status, owner,"
              + " name, language, proposer, program_sha256, score + i, result, 'poison', 'poison',"
              + " bitstreams_sha256 FROM experiments, n WHERE iteration = 1 AND campaign_id LIKE"
              + " 'campaign%'");
      statement.execute(
          "INSERT INTO experiment_documents SELECT id, 'poison' FROM experiments WHERE created ="
              + " 'poison'");
    }
  }

  @Test
  void whatIsOnlyReadIsReadWhereNothingCanBeWritten() throws Exception {
    List<String> readOnly = List.of("bwrap", "--dev-bind", "/", "/", "--ro-bind", data, data);
    assumeTrue(works(readOnly), "a read-only view of a folder takes a working bubblewrap");
    for (List<String> words :
        List.of(
            List.of("campaign", "status"),
            List.of("campaign", "status", "--json"),
            List.of("experiments", "show", experiment),
            List.of("campaign", "export"))) {
      List<String> command = new ArrayList<>(readOnly);
      command.addAll(CommandProcess.line(words.toArray(String[]::new)));
      command.addAll(List.of("--data", data));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      assertThat(said).contains(experiment, FLAG);
    }
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
}
