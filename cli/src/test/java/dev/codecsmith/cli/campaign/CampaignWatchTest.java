package dev.codecsmith.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A campaign followed from another process, while its own is killed and started again. */
@Timeout(300)
class CampaignWatchTest {
  private static final int ITERATIONS = 6;

  /** After so many events of each run that the watcher has seen, its process is killed. */
  private static final List<Integer> KILL_AFTER = List.of(3, 7, 5);

  @TempDir private Path folder;
  private String data = "";

  @BeforeEach
  void footage() throws Exception {
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 2);
    data = folder.resolve("data").toString();
  }

  @Test
  void everyEventIsSeenOnceAndInOrderAcrossKills() throws Exception {
    Process run = runUntilItHasBegun();
    String id = onlyCampaign();
    Process watch = CommandProcess.of("campaign", "watch", id, "--json", "--data", data).start();
    List<JsonNode> seen = new ArrayList<>();
    try (BufferedReader lines = watch.inputReader(StandardCharsets.UTF_8);
        BufferedReader sentences = watch.errorReader(StandardCharsets.UTF_8)) {
      for (int kill : KILL_AFTER) {
        for (int ofThisRun = 0; ofThisRun < kill; ) {
          JsonNode event = Json.mapper().readTree(lines.readLine());
          seen.add(event);
          ofThisRun = isBeginning(event) ? 1 : ofThisRun == 0 ? 0 : ofThisRun + 1;
        }
        run.destroyForcibly().waitFor();
        assertThat(sentences.readLine()).startsWith("No process runs " + id + " any more");
        run = quietly(runSlowly()).start();
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        seen.add(Json.mapper().readTree(line));
      }
      assertThat(sentences.readLine())
          .startsWith("The campaign is finished: " + ITERATIONS + " experiments, the best is exp_");
      assertThat(sentences.readLine()).isNull();
      assertThat(watch.waitFor()).isZero();
      assertThat(run.waitFor()).isZero();
    } finally {
      watch.destroyForcibly();
      run.destroyForcibly();
    }
    assertThat(seen).isEqualTo(logged(id));
    assertThat(seen.stream().map(event -> event.path("number").asInt()))
        .isEqualTo(Stream.iterate(1, n -> n + 1).limit(seen.size()).toList());
    List<String> types = seen.stream().map(event -> event.path("type").asString()).toList();
    assertThat(types).startsWith("campaign-begun").endsWith("campaign-finished");
    assertThat(types).filteredOn("campaign-continued"::equals).hasSize(KILL_AFTER.size());
    assertThat(types).filteredOn("candidate-proposed"::equals).hasSize(ITERATIONS);
    assertThat(types).filteredOn("experiment-ended"::equals).hasSize(ITERATIONS);
  }

  private static boolean isBeginning(JsonNode event) {
    return Set.of("campaign-begun", "campaign-continued").contains(event.path("type").asString());
  }

  @Test
  void whatHasHappenedIsToldAsLinesOrLeftOut() throws Exception {
    Spoken.by(words(runAtOnce())).well();
    String id = onlyCampaign();

    Spoken all = Spoken.by("campaign", "watch", "--data", data).well();
    assertThat(all.out().lines())
        .anyMatch(line -> line.matches("\\[1/1\\] exp_iter1_\\S+  \\S+  queued"))
        .anyMatch(line -> line.matches("\\[1/1\\] exp_iter1_\\S+  \\S+  encoding"))
        .anyMatch(line -> line.matches("\\[1/1\\] exp_iter1_.* score .*"));
    assertThat(all.out()).endsWith(end(all));

    Spoken now = Spoken.by("campaign", "watch", id, "--from-now", "--data", data).well();
    assertThat(now.out()).isEqualTo(end(all));
    assertThat(Spoken.by("campaign", "watch", id, "--from-now", "--json", "--data", data).out())
        .isEmpty();
  }

  @Test
  void whatComesOfARunningCampaignIsShownFromNowOn() throws Exception {
    BlockingQueue<JsonNode> seen = new LinkedBlockingQueue<>();
    List<JsonNode> all = new ArrayList<>();
    ProcessBuilder command =
        CommandProcess.of(
            "campaign", "watch", "campaign_x", "--from-now", "--json", "--data", data);
    Process watch;
    Thread reader;
    try (DataDirectory made = DataDirectory.open(Path.of(data), DataDirectory.Access.WRITE)) {
      Instant time = Instant.EPOCH;
      made.announce("campaign_x");
      made.experiments().putCampaignIfAbsent(new CampaignRecord("campaign_x", "x", "{}", time));
      made.events().append("campaign_x", time, new CampaignEvent.CampaignBegun("x", 1));
      watch = command.start();
      reader = Thread.ofVirtual().start(() -> read(watch, seen));
      // Nobody sees when it has begun, so something happens until it tells of the first.
      JsonNode first = null;
      while (first == null) {
        made.events().append("campaign_x", time, new CampaignEvent.StoreBack(1));
        first = seen.poll(100, TimeUnit.MILLISECONDS);
      }
      all.add(first);
      made.events()
          .append("campaign_x", time, new CampaignEvent.CampaignFinished(0, Optional.empty()));
    }
    assertThat(watch.waitFor()).isZero();
    reader.join();
    seen.drainTo(all);
    int begin = all.getFirst().path("number").asInt();
    assertThat(all.stream().map(event -> event.path("number").asInt()))
        .isEqualTo(Stream.iterate(begin, n -> n + 1).limit(all.size()).toList());
    assertThat(all.stream().map(event -> event.path("type").asString()))
        .doesNotContain("campaign-begun")
        .endsWith("campaign-finished");
  }

  private static void read(Process watch, Queue<JsonNode> seen) {
    watch
        .inputReader(StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> seen.add(Json.mapper().readTree(line)));
  }

  @Test
  void whatIsToldOfACampaignThatHasFinishedDoesNotBeginItAgain() throws Exception {
    try (DataDirectory made = DataDirectory.open(Path.of(data), DataDirectory.Access.WRITE)) {
      Instant time = Instant.EPOCH;
      made.experiments().putCampaignIfAbsent(new CampaignRecord("campaign_x", "x", "{}", time));
      made.events().append("campaign_x", time, new CampaignEvent.CampaignBegun("x", 1));
      made.events()
          .append("campaign_x", time, new CampaignEvent.CampaignFinished(1, Optional.empty()));
      made.events().append("campaign_x", time, new CampaignEvent.ExperimentDeleted("exp_iter1", 1));
    }
    Spoken watched = Spoken.by("campaign", "watch", "--data", data, "--json").well();
    assertThat(watched.out().lines().toList().getLast()).contains("experiment-deleted");
    assertThat(watched.err()).startsWith("The campaign is finished: 1 experiment.");
  }

  @Test
  void aStoreOfAnOlderVersionIsReadToItsEndAndSaidToBeOne() throws Exception {
    OlderStore.write(Path.of(data), "campaign_old");
    Spoken watched = Spoken.by("campaign", "watch", "--data", data).well();
    assertThat(watched.out().lines())
        .hasSize(3)
        .anyMatch(line -> line.endsWith("exp_iter1_old    encoding"))
        .anyMatch(line ->
            line.startsWith("The store was written by an older version")
                && line.endsWith("gone on with campaign_old, it can be followed."))
        .anyMatch(line -> line.startsWith("Another version of Codecsmith wrote 1 event that"));
    assertThat(Spoken.by("campaign", "watch", "--data", data, "--json").well().out().lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("other-version"));
  }

  private static String end(Spoken all) {
    return all.out().substring(all.out().indexOf("The campaign is finished: 1 experiment, "));
  }

  @Test
  void whatDoesNotRunAsACampaignIsNotFollowed() throws Exception {
    Spoken.by("campaign", "watch", "campaign_none", "--data", data)
        .complainsOf("There is no data folder");
    Path program = folder.resolve("program");
    Spoken.by(words(runAtOnce())).well();
    String experiment =
        Spoken.by("experiments", "list", "--json", "--data", data)
            .json()
            .path(0)
            .path("id")
            .asString();
    Spoken.by("experiments", "show", experiment, "--program", program.toString(), "--data", data)
        .well();
    String clip = folder.resolve("tiny.y4m").toString();
    Spoken.by("evaluate", program.toString(), "--clip", clip, "--data", data).well();
    Spoken.by("campaign", "watch", "evaluate", "--data", data)
        .refuses("holds what evaluate measured; there is nothing to follow");
  }

  /** The log as the watcher is to print it. */
  private List<JsonNode> logged(String id) throws IOException {
    try (DataDirectory opened = DataDirectory.open(Path.of(data), DataDirectory.Access.READ)) {
      List<JsonNode> all = new ArrayList<>();
      for (StoredEvent event : opened.events().events(id, 0, 10_000)) {
        ObjectNode line = Json.mapper().createObjectNode();
        line.put("number", event.number());
        line.put("time", event.time().toString());
        line.put("campaign", id);
        line.setAll((ObjectNode) Json.mapper().readTree(Json.write(event.event())));
        assertThat(Json.read(Json.write(event.event()), CampaignEvent.class))
            .isEqualTo(event.event());
        all.add(Json.mapper().readTree(line.toString()));
      }
      return all;
    }
  }

  private Process runUntilItHasBegun() throws IOException {
    Process run = CommandProcess.of(words(runSlowly())).start();
    BufferedReader errors = run.errorReader(StandardCharsets.UTF_8);
    String line = errors.readLine();
    while (line != null && !line.endsWith("queued")) {
      line = errors.readLine();
    }
    assertThat(line).as("it has begun").isNotNull();
    // What it says from now on must not fill the pipe.
    Thread.ofVirtual().start(() -> errors.lines().forEach(_ -> {}));
    return run;
  }

  private String onlyCampaign() {
    return Spoken.by("campaign", "status", "--json", "--data", data)
        .json()
        .path(0)
        .path("id")
        .asString();
  }

  /** So slowly that the watcher, however late, has seen its events before it has ended. */
  private List<String> runSlowly() {
    return List.of(CProgramModel.slowly(run(ITERATIONS)));
  }

  private List<String> runAtOnce() {
    return List.of(CProgramModel.with(run(1)));
  }

  private String[] run(int iterations) {
    return new String[] {
      "run",
      "--no-dashboard",
      "--json",
      "--clip",
      folder.resolve("tiny.y4m").toString(),
      "--iterations",
      Integer.toString(iterations),
      "--data",
      data
    };
  }

  private static String[] words(List<String> command) {
    return command.toArray(String[]::new);
  }

  private static ProcessBuilder quietly(List<String> command) {
    return CommandProcess.of(words(command))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD);
  }
}
